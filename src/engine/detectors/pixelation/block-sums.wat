;; Sums over the pixels of a block for blocks.ts, eight pixels at a time. All are whole numbers, so that their order makes no difference:
;; the pixels have 16 bits (a fourth difference is 2040 at most), sums of a row 32 (2048 pixels at most), sums of a block 64.
;; node scripts/make-wasm.ts makes block-sums-code.ts of this; a test holds that it is still what this says.
(module
  ;; The four sums as numbers of 64 bits, then from byte 32 on the rows of luma.
  (memory (export "memory") 1)

  ;; Of 8 bytes, as whole numbers of 16 bits.
  (func $pixels (param $at i32) (result v128) (v128.load8x8_u align=1 (local.get $at)))

  ;; Adds the four sums of a row to the two of a block.
  (func $wider (param $block v128) (param $row v128) (result v128)
    (i64x2.add (local.get $block)
      (i64x2.add (i64x2.extend_low_i32x4_u (local.get $row)) (i64x2.extend_high_i32x4_u (local.get $row)))))

  (func $keep (param $at i32) (param $sums v128)
    (f64.store (local.get $at)
      (f64.convert_i64_u (i64.add (i64x2.extract_lane 0 (local.get $sums)) (i64x2.extract_lane 1 (local.get $sums))))))

  ;; Of pairs of pixels: a lane is below 2^24, so that 256 of them can be added.
  (func $squares (param $a v128) (param $b v128) (result v128)
    (i32x4.add
      (i32x4.dot_i16x8_s (local.get $a) (local.get $a))
      (i32x4.dot_i16x8_s (local.get $b) (local.get $b))))

  ;; A block of edge x edge pixels, a multiple of 8, from address `at` on, with two pixels more on each side; rows are `width` bytes apart.
  (func (export "block") (param $at i32) (param $width i32) (param $edge i32)
    (local $left i32) (local $rows i32) (local $k i32) (local $up i32) (local $down i32)
    (local $c v128) (local $beside v128) (local $upright v128) (local $horizontal v128) (local $vertical v128) (local $six v128)
    (local $fine v128) (local $middling v128) (local $noise v128) (local $sum v128)
    (local $fines v128) (local $middlings v128) (local $noises v128) (local $sums v128)
    (local.set $rows (local.get $edge))
    (loop $row
      (local.set $fine (v128.const i32x4 0 0 0 0))
      (local.set $middling (v128.const i32x4 0 0 0 0))
      (local.set $noise (v128.const i32x4 0 0 0 0))
      (local.set $sum (v128.const i32x4 0 0 0 0))
      (local.set $k (local.get $at))
      (local.set $left (local.get $edge))
      (loop $eight
        (local.set $up (i32.sub (local.get $k) (local.get $width)))
        (local.set $down (i32.add (local.get $k) (local.get $width)))
        (local.set $c (call $pixels (local.get $k)))
        (local.set $beside (i16x8.add (call $pixels (i32.sub (local.get $k) (i32.const 1))) (call $pixels (i32.add (local.get $k) (i32.const 1)))))
        (local.set $upright (i16x8.add (call $pixels (local.get $up)) (call $pixels (local.get $down))))
        (local.set $horizontal (i16x8.add (call $pixels (i32.sub (local.get $k) (i32.const 2))) (call $pixels (i32.add (local.get $k) (i32.const 2)))))
        (local.set $vertical
          (i16x8.add
            (call $pixels (i32.sub (local.get $up) (local.get $width)))
            (call $pixels (i32.add (local.get $down) (local.get $width)))))
        (local.set $six (i16x8.mul (local.get $c) (v128.const i16x8 6 6 6 6 6 6 6 6)))
        (local.set $fine
          (i32x4.add (local.get $fine)
            (call $squares
              (i16x8.add (i16x8.sub (local.get $horizontal) (i16x8.shl (local.get $beside) (i32.const 2))) (local.get $six))
              (i16x8.add (i16x8.sub (local.get $vertical) (i16x8.shl (local.get $upright) (i32.const 2))) (local.get $six)))))
        (local.set $six (i16x8.shl (local.get $c) (i32.const 1)))
        (local.set $middling
          (i32x4.add (local.get $middling)
            (call $squares
              (i16x8.sub (local.get $horizontal) (local.get $six))
              (i16x8.sub (local.get $vertical) (local.get $six)))))
        (local.set $noise
          (i32x4.add (local.get $noise)
            (i32x4.extadd_pairwise_i16x8_u
              (i16x8.abs
                (i16x8.add
                  (i16x8.sub
                    (i16x8.add
                      (i16x8.add (call $pixels (i32.sub (local.get $up) (i32.const 1))) (call $pixels (i32.add (local.get $up) (i32.const 1))))
                      (i16x8.add (call $pixels (i32.sub (local.get $down) (i32.const 1))) (call $pixels (i32.add (local.get $down) (i32.const 1)))))
                    (i16x8.shl (i16x8.add (local.get $beside) (local.get $upright)) (i32.const 1)))
                  (i16x8.shl (local.get $c) (i32.const 2)))))))
        (local.set $sum (i32x4.add (local.get $sum) (i32x4.extadd_pairwise_i16x8_u (local.get $c))))
        (local.set $k (i32.add (local.get $k) (i32.const 8)))
        (br_if $eight (local.tee $left (i32.sub (local.get $left) (i32.const 8)))))
      (local.set $fines (call $wider (local.get $fines) (local.get $fine)))
      (local.set $middlings (call $wider (local.get $middlings) (local.get $middling)))
      (local.set $noises (call $wider (local.get $noises) (local.get $noise)))
      (local.set $sums (call $wider (local.get $sums) (local.get $sum)))
      (local.set $at (i32.add (local.get $at) (local.get $width)))
      (br_if $row (local.tee $rows (i32.sub (local.get $rows) (i32.const 1)))))
    (call $keep (i32.const 0) (local.get $fines))
    (call $keep (i32.const 8) (local.get $middlings))
    (call $keep (i32.const 16) (local.get $noises))
    (call $keep (i32.const 24) (local.get $sums)))
)
