/**
 * What every thread that frames go through may have for values that are let go at once, MiB. V8 would let it grow, slowly and for nothing: by
 * 80 MiB in the detectors' thread within an hour of film, with 25 MiB in use (docs/performance.md, "Memory over time"). A third of it is each of V8's halves.
 */
export const FRAME_THREAD = { maxYoungGenerationSizeMb: 24 } as const;
