/** Moving and enlarging the picture by hand: dragging moves it, the wheel enlarges about the pointer. Both sides of a comparison have it. */
import type { Viewer } from '../../state/viewer.svelte.ts';

type On<E extends Event> = E & { currentTarget: HTMLElement };

/** Wheels send notches, touch pads many small moves: so much of either is one step. */
const NOTCH = 60;

export interface Placing {
  /** Of the picture's corner on the stage, CSS pixels, and CSS pixels for one pixel of the picture. */
  readonly left: number;
  readonly top: number;
  readonly scale: number;
}

export class StageHand {
  readonly #viewer: Viewer;
  #drag: { x: number; y: number } | null = null;
  #turned = 0;

  constructor(viewer: Viewer) {
    this.#viewer = viewer;
  }

  down(event: On<PointerEvent>): void {
    if (this.#viewer.zoom === 'fit') return;
    event.currentTarget.setPointerCapture(event.pointerId);
    this.#drag = { x: event.clientX, y: event.clientY };
  }

  move(event: On<PointerEvent>, { left, top, scale }: Placing): void {
    const box = event.currentTarget.getBoundingClientRect();
    this.#viewer.pointAt({ x: (event.clientX - box.left - left) / scale, y: (event.clientY - box.top - top) / scale });
    if (this.#drag === null) return;
    this.#viewer.panBy(event.clientX - this.#drag.x, event.clientY - this.#drag.y);
    this.#drag = { x: event.clientX, y: event.clientY };
  }

  up(): void {
    this.#drag = null;
  }

  wheel(event: On<WheelEvent>): void {
    event.preventDefault();
    this.#turned += event.deltaY;
    if (Math.abs(this.#turned) < NOTCH) return;
    const box = event.currentTarget.getBoundingClientRect();
    const about = { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 };
    this.#viewer.zoomBy(this.#turned < 0 ? 1 : -1, about);
    this.#turned = 0;
  }
}
