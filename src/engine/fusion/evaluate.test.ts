import { describe, expect, it } from 'vitest';
import { madeCalibration } from '../../../tests/helpers/made-calibration.ts';
import { evaluate, held } from './evaluate.ts';

const weights = [{ id: 'net', sha256: 'e'.repeat(64) }];
const locked = madeCalibration({ version: '1.2.0', parametersSha256: 'a'.repeat(64), weights });
const ran = { version: '1.2.0', parametersSha256: 'a'.repeat(64), weights };
const inside = { kind: 'video', widthPx: 640 };

it('gives the ratio of the line, with its words and its calibration', () => {
  const { line } = locked.calibration;
  expect(evaluate(1.5, [], inside, ran, locked)).toEqual({
    status: 'evaluated',
    log10LR: line.intercept + line.slope * 1.5,
    bounded: null,
    verbal: 'weak support for H1 rather than H2',
    calibration: locked,
  });
});

it('never goes beyond the bounds', () => {
  expect(evaluate(99, [], inside, ran, locked)).toMatchObject({ log10LR: locked.calibration.bounds.upper, bounded: 'upper' });
  expect(evaluate(-99, [], inside, ran, locked)).toMatchObject({ log10LR: locked.calibration.bounds.lower, bounded: 'lower' });
});

it('is not said to be held where it lies upon a bound by itself', () => {
  const bounds = { lower: -1, upper: 2 };
  expect([-1.5, -1, 2, 2.5].map((free) => held(free, bounds).bounded)).toEqual(['lower', null, null, 'upper']);
});

describe('gives none', () => {
  it.each([
    ['for another version', { ran: { ...ran, version: '1.2.1' } }, 'made with version 1.2.0 of the detector, not 1.2.1'],
    ['for other parameters', { ran: { ...ran, parametersSha256: 'f'.repeat(64) } }, 'other parameters'],
    ['for other weights', { ran: { ...ran, weights: [{ id: 'net', sha256: 'f'.repeat(64) }] } }, 'other weights of the network net'],
    ['without the weights', { ran: { ...ran, weights: [] } }, 'other weights of the network net'],
    ['for another kind', { values: { kind: 'image', widthPx: 640 } }, 'its kind is image; the validated value is video'],
    ['below the range', { values: { kind: 'video', widthPx: 199 } }, 'its width (px) is 199; validated from 200 to 2000'],
    ['above the range', { values: { kind: 'video', widthPx: 2001 } }, 'its width (px) is 2001; validated from 200 to 2000'],
    ['where a value is not known', { values: { kind: 'video' } }, 'its width (px) is not known; validated from 200 to 2000'],
  ])('%s', (_, change, words) => {
    const asked = { ran, values: inside, ...change };
    const said = evaluate(1.5, [], asked.values, asked.ran, locked);
    expect(said).toEqual({ status: 'notValidated', reason: expect.stringContaining(words), calibrationSha256: locked.sha256 });
  });

  it('where one of the detector’s own measures lies outside', () => {
    const { calibration, sha256 } = locked;
    const conditions = [{ on: 'measure' as const, name: 'voiced time', unit: 's', least: 2, most: 10 }];
    const other = { sha256, calibration: { ...calibration, conditions } };
    const of = (value: number) => evaluate(1.5, [{ name: 'voiced time', value, unit: 's' }], {}, ran, other).status;
    const otherwise = evaluate(
      1.5,
      [
        { name: 'voiced time', value: 5, unit: 'ms' },
        { name: 'pauses', value: 5, unit: 's' },
      ],
      {},
      ran,
      other,
    );
    expect(otherwise).toMatchObject({ reason: expect.stringContaining('its voiced time is not known') });
    expect([of(1.9), of(2), of(10), of(10.1)]).toEqual(['notValidated', 'evaluated', 'evaluated', 'notValidated']);
  });
});
