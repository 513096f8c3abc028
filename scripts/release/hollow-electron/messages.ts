/** Between the stand-in for Electron and who drives it. */
export type ToHollow =
  | { readonly type: 'invoke'; readonly id: number; readonly channel: string; readonly args: readonly unknown[] }
  | { readonly type: 'get'; readonly id: number; readonly path: string }
  | { readonly type: 'quit' };

export type FromHollow =
  | { readonly type: 'ready' }
  | { readonly type: 'event'; readonly event: unknown }
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown };
