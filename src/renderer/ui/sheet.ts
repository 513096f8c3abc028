/** What a picture is drawn on. */
export interface Sheet {
  readonly pen: CanvasRenderingContext2D;
  /** Device pixels. */
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
}
