;; The pixels of a crop whose samples all lie within the frame, or above or below it where its border goes on, four at a time. What is computed is told in crop.ts and border.ts.
;; The bits are those of the same arithmetic in JavaScript: numbers of 64 bits, rounded to 32 bits at the end, nothing fused.
;; node scripts/make-wasm.ts makes inside-code.ts of this; a test holds that it is still what this says.
(module
  (memory (export "memory") 1)
  ;; Of the crop.
  (global $taps (mut i32) (i32.const 1))
  (global $middle (mut f64) (f64.const 0))
  (global $stepX (mut f64) (f64.const 0))
  (global $stepY (mut f64) (f64.const 0))
  (global $inX (mut i32) (i32.const 0))
  (global $inY (mut i32) (i32.const 0))
  (global $onX (mut i32) (i32.const 0))
  (global $onY (mut i32) (i32.const 0))
  (global $backX (mut i32) (i32.const 0))
  (global $backY (mut i32) (i32.const 0))
  (global $low (mut f64) (f64.const 0))
  (global $gain (mut f64) (f64.const 0))
  ;; Of the frame: where row 0 of each plane would lie, and the length of their rows.
  (global $luma (mut i32) (i32.const 0))
  (global $cb (mut i32) (i32.const 0))
  (global $cr (mut i32) (i32.const 0))
  (global $width (mut i32) (i32.const 0))
  (global $half (mut i32) (i32.const 0))
  ;; Bytes of one plane of the result, which begins at 0.
  (global $plane (mut i32) (i32.const 0))

  (func (export "crop")
    (param $taps i32) (param $middle f64) (param $stepX f64) (param $stepY f64)
    (param $inX i32) (param $inY i32) (param $onX i32) (param $onY i32) (param $backX i32) (param $backY i32)
    (param $low f64) (param $gain f64) (param $plane i32)
    (global.set $taps (local.get $taps))
    (global.set $middle (local.get $middle))
    (global.set $stepX (local.get $stepX))
    (global.set $stepY (local.get $stepY))
    (global.set $inX (local.get $inX))
    (global.set $inY (local.get $inY))
    (global.set $onX (local.get $onX))
    (global.set $onY (local.get $onY))
    (global.set $backX (local.get $backX))
    (global.set $backY (local.get $backY))
    (global.set $low (local.get $low))
    (global.set $gain (local.get $gain))
    (global.set $plane (local.get $plane)))

  (func (export "frame") (param $luma i32) (param $cb i32) (param $cr i32) (param $width i32) (param $half i32)
    (global.set $luma (local.get $luma))
    (global.set $cb (local.get $cb))
    (global.set $cr (local.get $cr))
    (global.set $width (local.get $width))
    (global.set $half (local.get $half)))

  ;; The bytes at four addresses.
  (func $bytes (param $at v128) (result v128) (local $ab i64) (local $cd i64)
    (local.set $ab (i64x2.extract_lane 0 (local.get $at)))
    (local.set $cd (i64x2.extract_lane 1 (local.get $at)))
    (v128.load8_lane 12 (i32.wrap_i64 (i64.shr_u (local.get $cd) (i64.const 32)))
      (v128.load8_lane 8 (i32.wrap_i64 (local.get $cd))
        (v128.load8_lane 4 (i32.wrap_i64 (i64.shr_u (local.get $ab) (i64.const 32)))
          (v128.load8_lane 0 (i32.wrap_i64 (local.get $ab)) (v128.const i32x4 0 0 0 0))))))

  ;; Lanes 0 and 1, or 2 and 3, of whole numbers.
  (func $lower (param $of v128) (result v128) (f64x2.convert_low_i32x4_s (local.get $of)))
  (func $upper (param $of v128) (result v128)
    (f64x2.convert_low_i32x4_s (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 (local.get $of) (local.get $of))))

  ;; Four whole numbers from two times two, towards zero. "Relaxed" only beyond 32 bits, where none of ours lies.
  (func $whole (param $a v128) (param $b v128) (result v128)
    (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
      (i32x4.relaxed_trunc_f64x2_s_zero (local.get $a))
      (i32x4.relaxed_trunc_f64x2_s_zero (local.get $b))))

  ;; Math.round of 65536 times each.
  (func $fixed (param $of v128) (param $halves v128) (result v128) (local $up v128)
    (local.set $of (f64x2.mul (local.get $of) (v128.const f64x2 65536 65536)))
    (local.set $up (f64x2.ceil (local.get $of)))
    (f64x2.sub (local.get $up)
      (v128.and
        (f64x2.gt (f64x2.sub (local.get $up) (local.get $halves)) (local.get $of))
        (f64x2.add (local.get $halves) (local.get $halves)))))

  (func $clamped (param $of v128) (param $low v128) (param $gain v128) (param $most v128) (result v128)
    (f64x2.add (local.get $low)
      (f64x2.mul (local.get $gain)
        (f64x2.pmin (f64x2.pmax (local.get $of) (v128.const f64x2 0 0)) (local.get $most)))))

  (func $store (param $at i32) (param $a v128) (param $b v128) (param $low v128) (param $gain v128) (param $most v128)
    (v128.store align=4 (local.get $at)
      (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
        (f32x4.demote_f64x2_zero (call $clamped (local.get $a) (local.get $low) (local.get $gain) (local.get $most)))
        (f32x4.demote_f64x2_zero (call $clamped (local.get $b) (local.get $low) (local.get $gain) (local.get $most))))))

  ;; Sums of taps x taps samples for four pixels, from the fixed-point places of their first ones.
  (func $sums (param $x v128) (param $y v128) (result v128)
    (local $taps i32) (local $p i32) (local $q i32) (local $sx v128) (local $sy v128)
    (local $at v128) (local $ab i64) (local $cd i64) (local $a i32) (local $b i32) (local $c i32) (local $d i32)
    (local $inX v128) (local $inY v128) (local $onX v128) (local $onY v128) (local $width v128) (local $luma v128)
    (local.set $taps (global.get $taps))
    (local.set $inX (i32x4.splat (global.get $inX)))
    (local.set $inY (i32x4.splat (global.get $inY)))
    (local.set $onX (i32x4.splat (global.get $onX)))
    (local.set $onY (i32x4.splat (global.get $onY)))
    (local.set $width (i32x4.splat (global.get $width)))
    (local.set $luma (i32x4.splat (global.get $luma)))
    (local.set $q (local.get $taps))
    (loop $rows
      (local.set $sx (local.get $x))
      (local.set $sy (local.get $y))
      (local.set $p (local.get $taps))
      (loop $row
        (local.set $at
          (i32x4.add
            (i32x4.add (i32x4.mul (i32x4.shr_s (local.get $sy) (i32.const 16)) (local.get $width)) (local.get $luma))
            (i32x4.shr_s (local.get $sx) (i32.const 16))))
        (local.set $ab (i64x2.extract_lane 0 (local.get $at)))
        (local.set $cd (i64x2.extract_lane 1 (local.get $at)))
        (local.set $a (i32.add (local.get $a) (i32.load8_u (i32.wrap_i64 (local.get $ab)))))
        (local.set $b (i32.add (local.get $b) (i32.load8_u (i32.wrap_i64 (i64.shr_u (local.get $ab) (i64.const 32))))))
        (local.set $c (i32.add (local.get $c) (i32.load8_u (i32.wrap_i64 (local.get $cd)))))
        (local.set $d (i32.add (local.get $d) (i32.load8_u (i32.wrap_i64 (i64.shr_u (local.get $cd) (i64.const 32))))))
        (local.set $sx (i32x4.add (local.get $sx) (local.get $inX)))
        (local.set $sy (i32x4.add (local.get $sy) (local.get $inY)))
        (br_if $row (local.tee $p (i32.sub (local.get $p) (i32.const 1)))))
      (local.set $x (i32x4.add (local.get $x) (local.get $onX)))
      (local.set $y (i32x4.add (local.get $y) (local.get $onY)))
      (br_if $rows (local.tee $q (i32.sub (local.get $q) (i32.const 1)))))
    (i32x4.replace_lane 3
      (i32x4.replace_lane 2 (i32x4.replace_lane 1 (i32x4.splat (local.get $a)) (local.get $b)) (local.get $c))
      (local.get $d)))

  ;; One bilinear sample: between the two of a row, then between the rows.
  (func $between (param $a v128) (param $b v128) (param $part v128) (result v128)
    (f64x2.add (local.get $a) (f64x2.mul (f64x2.sub (local.get $b) (local.get $a)) (local.get $part))))

  ;; Pixels `from` to before `to` (four at least) of one row of the result, which begins at pixel `at`; x and y: where its middle lies.
  (func (export "row") (param $x f64) (param $y f64) (param $from i32) (param $to i32) (param $at i32)
    (local $last i32) (local $out i32) (local $i v128)
    (local $xa v128) (local $xb v128) (local $ya v128) (local $yb v128)
    (local $wx v128) (local $wy v128) (local $top v128) (local $bottom v128)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local $lightA v128) (local $lightB v128) (local $sum v128) (local $samples v128)
    (local $halves v128) (local $low v128) (local $gain v128) (local $most v128) (local $stepX v128) (local $stepY v128) (local $middle v128)
    (local $half v128) (local $cb v128) (local $cr v128) (local $grey v128) (local $xs v128) (local $ys v128)
    (local $blue v128) (local $red v128) (local $blueA v128) (local $blueB v128) (local $redA v128) (local $redB v128)
    (local.set $last (i32.sub (local.get $to) (i32.const 4)))
    (local.set $samples (f64x2.splat (f64.convert_i32_s (i32.mul (global.get $taps) (global.get $taps)))))
    (local.set $halves (v128.const f64x2 0.5 0.5))
    (local.set $low (f64x2.splat (global.get $low)))
    (local.set $gain (f64x2.splat (global.get $gain)))
    (local.set $most (v128.const f64x2 255 255))
    (local.set $stepX (f64x2.splat (global.get $stepX)))
    (local.set $stepY (f64x2.splat (global.get $stepY)))
    (local.set $middle (f64x2.splat (global.get $middle)))
    (local.set $half (i32x4.splat (global.get $half)))
    (local.set $cb (i32x4.splat (global.get $cb)))
    (local.set $cr (i32x4.splat (global.get $cr)))
    (local.set $grey (v128.const i32x4 128 128 128 128))
    (local.set $xs (f64x2.splat (local.get $x)))
    (local.set $ys (f64x2.splat (local.get $y)))
    (loop $pixels
      ;; The last four may overlap the four before them: they are the same again.
      (if (i32.gt_s (local.get $from) (local.get $last)) (then (local.set $from (local.get $last))))
      (local.set $i
        (f64x2.sub
          (f64x2.add
            (f64x2.add (f64x2.splat (f64.convert_i32_s (local.get $from))) (v128.const f64x2 0 1))
            (local.get $halves))
          (local.get $middle)))
      (local.set $xa (f64x2.add (local.get $xs) (f64x2.mul (local.get $i) (local.get $stepX))))
      (local.set $ya (f64x2.add (local.get $ys) (f64x2.mul (local.get $i) (local.get $stepY))))
      (local.set $i (f64x2.add (local.get $i) (v128.const f64x2 2 2)))
      (local.set $xb (f64x2.add (local.get $xs) (f64x2.mul (local.get $i) (local.get $stepX))))
      (local.set $yb (f64x2.add (local.get $ys) (f64x2.mul (local.get $i) (local.get $stepY))))

      (if (i32.eq (global.get $taps) (i32.const 1))
        (then
          (local.set $lightA (f64x2.sub (local.get $xa) (local.get $halves)))
          (local.set $lightB (f64x2.sub (local.get $xb) (local.get $halves)))
          (local.set $wx (call $whole (local.get $lightA) (local.get $lightB)))
          ;; The parts of a pixel, in x: redA, redB; in y: blueA, blueB.
          (local.set $redA (f64x2.sub (local.get $lightA) (call $lower (local.get $wx))))
          (local.set $redB (f64x2.sub (local.get $lightB) (call $upper (local.get $wx))))
          (local.set $lightA (f64x2.sub (local.get $ya) (local.get $halves)))
          (local.set $lightB (f64x2.sub (local.get $yb) (local.get $halves)))
          ;; Above the frame a place is negative; there all rows are the same.
          (local.set $wy (call $whole (f64x2.floor (local.get $lightA)) (f64x2.floor (local.get $lightB))))
          (local.set $blueA (f64x2.sub (local.get $lightA) (call $lower (local.get $wy))))
          (local.set $blueB (f64x2.sub (local.get $lightB) (call $upper (local.get $wy))))
          (local.set $top
            (i32x4.add (i32x4.splat (global.get $luma))
              (i32x4.add (i32x4.mul (local.get $wy) (i32x4.splat (global.get $width))) (local.get $wx))))
          (local.set $bottom (i32x4.add (local.get $top) (i32x4.splat (global.get $width))))
          (local.set $a (call $bytes (local.get $top)))
          (local.set $b (call $bytes (i32x4.add (local.get $top) (v128.const i32x4 1 1 1 1))))
          (local.set $c (call $bytes (local.get $bottom)))
          (local.set $d (call $bytes (i32x4.add (local.get $bottom) (v128.const i32x4 1 1 1 1))))
          (local.set $lightA
            (call $between
              (call $between (call $lower (local.get $a)) (call $lower (local.get $b)) (local.get $redA))
              (call $between (call $lower (local.get $c)) (call $lower (local.get $d)) (local.get $redA))
              (local.get $blueA)))
          (local.set $lightB
            (call $between
              (call $between (call $upper (local.get $a)) (call $upper (local.get $b)) (local.get $redB))
              (call $between (call $upper (local.get $c)) (call $upper (local.get $d)) (local.get $redB))
              (local.get $blueB))))
        (else
          (local.set $sum
            (call $sums
              (i32x4.sub (call $whole (call $fixed (local.get $xa) (local.get $halves)) (call $fixed (local.get $xb) (local.get $halves))) (i32x4.splat (global.get $backX)))
              (i32x4.sub (call $whole (call $fixed (local.get $ya) (local.get $halves)) (call $fixed (local.get $yb) (local.get $halves))) (i32x4.splat (global.get $backY)))))
          (local.set $lightA (f64x2.div (call $lower (local.get $sum)) (local.get $samples)))
          (local.set $lightB (f64x2.div (call $upper (local.get $sum)) (local.get $samples)))))

      (local.set $top
        (i32x4.add
          (i32x4.mul (i32x4.shr_s (call $whole (local.get $ya) (local.get $yb)) (i32.const 1)) (local.get $half))
          (i32x4.shr_s (call $whole (local.get $xa) (local.get $xb)) (i32.const 1))))
      (local.set $blue
        (i32x4.sub (call $bytes (i32x4.add (local.get $top) (local.get $cb))) (local.get $grey)))
      (local.set $red
        (i32x4.sub (call $bytes (i32x4.add (local.get $top) (local.get $cr))) (local.get $grey)))
      (local.set $blueA (call $lower (local.get $blue)))
      (local.set $blueB (call $upper (local.get $blue)))
      (local.set $redA (call $lower (local.get $red)))
      (local.set $redB (call $upper (local.get $red)))

      (local.set $out (i32.shl (i32.add (local.get $at) (local.get $from)) (i32.const 2)))
      (call $store (local.get $out)
        (f64x2.add (local.get $lightA) (f64x2.mul (v128.const f64x2 1.402 1.402) (local.get $redA)))
        (f64x2.add (local.get $lightB) (f64x2.mul (v128.const f64x2 1.402 1.402) (local.get $redB)))
        (local.get $low) (local.get $gain) (local.get $most))
      (local.set $out (i32.add (local.get $out) (global.get $plane)))
      (call $store (local.get $out)
        (f64x2.sub
          (f64x2.sub (local.get $lightA) (f64x2.mul (v128.const f64x2 0.344136 0.344136) (local.get $blueA)))
          (f64x2.mul (v128.const f64x2 0.714136 0.714136) (local.get $redA)))
        (f64x2.sub
          (f64x2.sub (local.get $lightB) (f64x2.mul (v128.const f64x2 0.344136 0.344136) (local.get $blueB)))
          (f64x2.mul (v128.const f64x2 0.714136 0.714136) (local.get $redB)))
        (local.get $low) (local.get $gain) (local.get $most))
      (local.set $out (i32.add (local.get $out) (global.get $plane)))
      (call $store (local.get $out)
        (f64x2.add (local.get $lightA) (f64x2.mul (v128.const f64x2 1.772 1.772) (local.get $blueA)))
        (f64x2.add (local.get $lightB) (f64x2.mul (v128.const f64x2 1.772 1.772) (local.get $blueB)))
        (local.get $low) (local.get $gain) (local.get $most))
      (local.set $from (i32.add (local.get $from) (i32.const 4)))
      (br_if $pixels (i32.lt_s (local.get $from) (local.get $to))))))
