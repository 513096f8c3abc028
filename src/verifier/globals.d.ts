/** Put in by the build. */
declare const __PENUMBRA_VERSION__: string;
