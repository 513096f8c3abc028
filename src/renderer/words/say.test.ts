import { describe, expect, it } from 'vitest';
import { say, useCatalogue } from './say.ts';

describe('say', () => {
  it('puts the values in, and nothing where there is none', () => {
    expect(say('{0} of {1} frames', 3, 40)).toBe('3 of 40 frames');
    expect(say('{0}{1}', null, undefined)).toBe('');
    // A value is never read as a message.
    expect(say('“{0}” was put on', '{0} $& {1}')).toBe('“{0} $& {1}” was put on');
  });

  it('looks a message up in the chosen catalogue, and stays English where that has none', () => {
    useCatalogue({ '{0} of {1} frames': '{1} Einzelbilder, davon {0}' });
    expect(say('{0} of {1} frames', 3, 40)).toBe('40 Einzelbilder, davon 3');
    expect(say('Case created')).toBe('Case created');
  });
});
