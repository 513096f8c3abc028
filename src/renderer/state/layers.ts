/** What can be drawn over the picture. */
export const LAYERS = ['box', 'eyelids', 'irises', 'lips', 'oval'] as const;
export type Layer = (typeof LAYERS)[number];

export const USUAL_LAYERS: ReadonlySet<Layer> = new Set<Layer>(['box', 'eyelids', 'irises']);
