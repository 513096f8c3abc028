/** A nominal type: `Brand<string, 'X'>` is a string that only X's own parser can produce. */
declare const brand: unique symbol;
export type Brand<T, B extends string> = T & { readonly [brand]: B };
