/** Builds the verifier for third parties: one HTML file with everything inside, which its own policy keeps from reaching anything else. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Puts script and styles into the page and names exactly these two in its policy. */
const oneFile: Plugin = {
  name: 'penumbra-one-file',
  enforce: 'post',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      const files = Object.values(bundle);
      const page = files.find(({ fileName }) => fileName.endsWith('.html'));
      const scripts = files.filter((file) => file.type === 'chunk');
      const styles = files.filter((file) => file.type === 'asset' && file.fileName.endsWith('.css'));
      const [script] = scripts;
      if (page?.type !== 'asset' || script === undefined || scripts.length !== 1) throw new Error('one page and one script are expected');
      if (files.length !== 2 + styles.length) throw new Error(`files were left over: ${files.map(({ fileName }) => fileName).join(', ')}`);
      // Inside a page, only the end of the element ends a script.
      const code = script.code.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
      const style = styles.map((file) => (file.type === 'asset' ? String(file.source) : '')).join('\n');
      const policy = [
        "default-src 'none'",
        `script-src ${hashOf(code)}`,
        `style-src ${hashOf(style)}`,
        'font-src data:',
        "base-uri 'none'",
        "form-action 'none'",
      ].join('; ');
      const bare = String(page.source).replace(/\s*<(?:script|link)\b[^>]*(?:>\s*<\/script>|>)/g, '');
      page.source = bare
        .replace(
          '<meta charset="utf-8" />',
          () => `<meta charset="utf-8" />\n    <meta http-equiv="Content-Security-Policy" content="${policy}" />`,
        )
        .replace('</head>', () => `  <style>${style}</style>\n  </head>`)
        .replace('</body>', () => `  <script type="module">${code}</script>\n  </body>`);
      for (const { fileName } of [...scripts, ...styles]) Reflect.deleteProperty(bundle, fileName);
    },
  },
};

export default defineConfig({
  root: 'src/verifier',
  plugins: [svelte(), oneFile],
  define: { __PENUMBRA_VERSION__: JSON.stringify(version) },
  build: {
    outDir: '../../out/verifier',
    emptyOutDir: true,
    assetsInlineLimit: Number.MAX_SAFE_INTEGER,
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: 'src/verifier/penumbra-verifier.html' },
  },
});
