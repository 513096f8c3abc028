// No word of the window is without its translation, and no translation is left over.
import { describe, expect, it } from 'vitest';
import { TRANSLATED, complaints, flawOf, readCatalogue } from './catalogues.ts';
import { everyMessage } from './sources.ts';

describe('the catalogues', () => {
  const messages = everyMessage();

  it('are made from sources that hold words', () => {
    expect(messages.size).toBeGreaterThan(1000);
    expect(messages.has('Case created')).toBe(true);
  });

  it.each(TRANSLATED)('%s is complete and holds nothing else', (language) => {
    expect(complaints(messages.keys(), readCatalogue(language)).join('\n')).toBe('');
  });
});

describe('complaints', () => {
  it('name what is missing, what is dead and what is flawed', () => {
    expect(complaints(['One', '{0} of {1}', ' key'], { '{0} of {1}': '{0} von {0}', ' key': 'Schlüssel', Two: 'Zwei' })).toEqual([
      'has no translation: "One"',
      'puts in other values: "{0} of {1}"',
      'begins or ends with other white space: " key"',
      'is said nowhere any more: "Two"',
    ]);
    expect(flawOf('{0} of {1}', '{1}: {0}')).toBeNull();
  });
});
