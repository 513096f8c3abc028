/** The part of npm's libheif-js that is used; its own types do not cover this entry. */
declare module 'libheif-js/wasm-bundle.js' {
  interface Shown {
    readonly data: Uint8ClampedArray;
    readonly width: number;
    readonly height: number;
  }
  export interface HeifImage {
    /** Pixels, as shown: after turning and mirroring. */
    get_width(): number;
    get_height(): number;
    is_primary(): boolean;
    has_alpha_channel(): boolean;
    /** Fills `into.data` with red, green, blue and opacity, 8 bits each; gives `null` where it cannot. */
    display(into: Shown, done: (shown: Shown | null) => void): void;
  }
  interface HeifDecoder {
    /** The pictures at the top level; none where the bytes are no HEIF. */
    decode(bytes: Uint8Array): HeifImage[];
  }
  const libheif: { readonly HeifDecoder: new () => HeifDecoder };
  export default libheif;
}
