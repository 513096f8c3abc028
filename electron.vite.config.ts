/** Builds the window (for both doors) and Electron's main process and preload into out/. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';
import { wordsPlugin } from './scripts/words/plugin.ts';

/**
 * Thread entries are named by their source (`./worker.ts`) so that Node runs them as they are; in the bundle they stand beside it as `.js`. And whose
 * program it is, is known here: what only Node's may do, as starting itself again, is left out.
 */
const forElectron: Plugin = {
  name: 'penumbra-for-electron',
  transform(code, id) {
    if (!/\/src\/(base\/node|core|engine|verify)\//.test(id)) return null;
    const changed = code
      .replace(/new URL\((['"])\.\/((?:[a-z0-9-]+-)?worker)\.ts\1, import\.meta\.url\)/g, 'new URL("./$2.js", import.meta.url)')
      .replace(/(['"])electron\1 in process\.versions/g, 'true');
    return changed === code ? null : { code: changed, map: null };
  },
};

export default defineConfig({
  main: {
    plugins: [forElectron],
    build: {
      outDir: 'out/main',
      rolldownOptions: {
        input: {
          index: 'src/main/index.ts',
          worker: 'src/engine/worker.ts',
          'lane-worker': 'src/engine/lane-worker.ts',
          'decode-worker': 'src/engine/media/decode-worker.ts',
          'plot-worker': 'src/engine/plots/plot-worker.ts',
          'sound-worker': 'src/engine/sound/view/sound-worker.ts',
          'conclude-worker': 'src/core/analysis/conclude-worker.ts',
          'end-worker': 'src/core/analysis/end-worker.ts',
          'compare-worker': 'src/core/analysis/compare-worker.ts',
          'provider-worker': 'src/engine/inference/provider-worker.ts',
          'verify-worker': 'src/verify/case/verify-worker.ts',
          'heif-worker': 'src/engine/media/heif-worker.ts',
          'c2pa-worker': 'src/engine/structure/c2pa-worker.ts',
          'hash-worker': 'src/base/node/hash-worker.ts',
          'identity-worker': 'src/core/report/identity-worker.ts',
          'pack-worker': 'src/core/packs/pack-worker.ts',
        },
        // Shared pieces lie beside the entries, because thread entries are found relative to the piece that starts them.
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    // A sandboxed preload is one CommonJS file that can import nothing but Electron's own parts.
    build: {
      outDir: 'out/preload',
      externalizeDeps: { exclude: ['zod'] },
      rolldownOptions: { input: { index: 'src/preload/index.ts' }, output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [wordsPlugin(import.meta.dirname), svelte()],
    build: {
      outDir: 'out/renderer',
      // The content security policy allows files of our own origin, never data: addresses.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: 'src/renderer/index.html' },
    },
  },
});
