import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { SECURITY_HEADERS, WAVEFORM_STYLE } from './security-headers.ts';

const dist = dirname(createRequire(import.meta.url).resolve('wavesurfer.js'));

it('allows exactly the style sheet that the waveform library writes at a height of 128', () => {
  const code = readFileSync(join(dist, 'renderer.js'), 'utf8');
  const written = /<style\$\{cspNonce[^>]*>([\s\S]*?)<\/style>/.exec(code)?.[1] ?? '';
  const style = written.replace(/\$\{this\.getHeight\([^}]*\)\}/, '128');
  expect(style).toContain('min-height: 128px');
  expect(style).not.toContain('${');
  expect(WAVEFORM_STYLE).toBe(`sha256-${createHash('sha256').update(style).digest('base64')}`);
  expect(SECURITY_HEADERS['content-security-policy']).toContain(`style-src 'self' '${WAVEFORM_STYLE}'`);
  expect(SECURITY_HEADERS['content-security-policy']).not.toContain('unsafe');
});
