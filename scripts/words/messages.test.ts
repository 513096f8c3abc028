// What is taken for words of the window and what is not.
import { describe, expect, it } from 'vitest';
import { findMessages } from './messages.ts';

const texts = (fileName: string, source: string) => findMessages(fileName, source, './say.ts').messages.map(({ text }) => text);
const code = (fileName: string, source: string) => findMessages(fileName, source, './say.ts').code;

describe('a template', () => {
  it('has its texts and the attributes that a person reads or hears as messages', () => {
    const source = '<button class="small wide" title="Take it off" data-testid="off thing" aria-label={name}>Remove {name}</button>';
    expect(texts('a.svelte', source)).toEqual(['Take it off', 'Remove {0}']);
    expect(code('a.svelte', source)).toBe(
      '<script lang="ts">import { say as _say } from "./say.ts";</script>' +
        '<button class="small wide" title={_say("Take it off")} data-testid="off thing" aria-label={name}>{_say("Remove {0}", name)}</button>',
    );
  });

  it('makes whole sentences of a plural inside a sentence', () => {
    expect(texts('a.svelte', "<p>✕ {n} {n === 1 ? 'problem' : 'problems'} found</p>")).toEqual([
      '✕ {0} problem found',
      '✕ {0} problems found',
    ]);
    expect(code('a.svelte', "<script>let n</script><p>{n} {n === 1 ? 'day' : 'days'}</p>")).toContain(
      '<p>{(n === 1 ? _say("{0} day", n) : _say("{0} days", n))}</p>',
    );
  });

  it('keeps white space around a text, code in `code`, and a choice of class names', () => {
    const source = "<p>\n  Long words\n  go on <code>exit code</code></p><i class={open ? 'open wide' : 'shut'}></i>";
    expect(code('a.svelte', source)).toContain(
      "<p>\n  {_say(\"Long words go on\")} <code>exit code</code></p><i class={open ? 'open wide' : 'shut'}></i>",
    );
  });
});

describe('a script', () => {
  it('tells words from names by place and looks', () => {
    const source = `
      const STATE_WORDS = { running: 'running', done: 'done' };
      if (state === 'Not done yet' || kinds.includes('Two words')) call('cases.open', 'ArrowLeft');
      const key = 'ArrowLeft  ,  k+j', colour = 'rgb(1 2 3)', chord = 'Shift+F6';
      messages.note('Tags', \`“\${text}” was put on \${count}.\`);
      const RECORD_NAME = 'Cast shadow';
      const ORDERS = ['name', 'open findings'] as const;
      const origin = decoded ? 'decoded by ffmpeg' : 'decoding';
    `;
    expect(texts('a.ts', source)).toEqual(['running', 'done', 'Tags', '“{0}” was put on {1}.', 'decoded by ffmpeg', 'decoding']);
  });

  it('takes a plural inside of a template apart, and leaves units alone', () => {
    expect(texts('a.ts', "const a = `${n} frame${n === 1 ? '' : 's'} left`;")).toEqual(['{0} frame left', '{0} frames left']);
    expect(texts('a.ts', 'const a = `${n} kHz`;')).toEqual([]);
  });

  it('is the same file where nothing is said', () => {
    const source = 'export const twice = (value: number): number => value * 2;\n';
    expect(code('a.ts', source)).toBe(source);
  });
});
