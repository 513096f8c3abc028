/** How many frames an examination looked at: one count for the window and the report. */
interface Examined {
  readonly framesDone: number;
  readonly framesDecoded: number;
  readonly framesWithFace: number;
  readonly plan: { readonly sampling: { readonly everyNthFrame: number } };
}

/** `exact` is false where frames were missing and the plan leaves frames out: which of the missing ones it meant is not kept. */
export function framesExamined({ framesDone, framesDecoded, framesWithFace, plan }: Examined): {
  readonly frames: number;
  readonly exact: boolean;
} {
  const { everyNthFrame } = plan.sampling;
  // By plan one in so many of those that could be decoded, the first among them.
  const frames = Math.ceil(framesDecoded / everyNthFrame);
  const exact = everyNthFrame === 1 || framesDecoded === framesDone;
  return { frames: Math.max(frames, framesWithFace), exact };
}
