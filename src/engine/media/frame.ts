/** One decoded frame as every detector sees it. */
export interface WorkingFrame {
  /** 0-based index in presentation order; the same number everywhere (law 11). */
  readonly frame: number;
  readonly ptsUs: number;
  /** Working size in pixels, after display rotation; the chroma planes are half of it, rounded up. */
  readonly width: number;
  readonly height: number;
  /** Full-size pixels for one working pixel (1 when nothing was scaled down). All geometry is given in full-size pixels. */
  readonly scale: number;
  /** Planar YCbCr 4:2:0, BT.601, full range (0..255), rows without padding. Valid only until observe() returns: the memory is reused. */
  readonly y: Uint8Array;
  readonly cb: Uint8Array;
  readonly cr: Uint8Array;
  /** The frame decoded just before, with the one before it; only for detectors that look back, and `null` at the first frame. */
  readonly previous?: PastFrame | null;
}

export interface PastFrame extends WorkingFrame {
  /** `null` at the first frame, and where nothing earlier is kept. */
  readonly previous: PastFrame | null;
}
