/** How far the head and the middle between the shoulders lie from their mean places, with gaps where the shoulders are not seen. */
import type { Signal } from '../../../contract/analysis.ts';
import { median } from '../../signal/stats.ts';
import type { Assessment } from './assess.ts';
import { middleOf, seen, type Place } from './series.ts';

export function bodySignals(detectorId: Signal['detectorId'], { trackId, samples }: Assessment): Signal[] {
  const common = {
    detectorId,
    trackId,
    unit: 'inter-ocular distances',
    frames: samples.map(({ frame }) => frame),
    ptsUs: samples.map(({ ptsUs }) => ptsUs),
    levels: [],
  };
  const scale = median(samples.map((sample) => sample.scale));
  const away = (places: readonly (Place | null)[]): (number | null)[] => {
    const known = places.filter((place) => place !== null);
    const [x, y] = [median(known.map((place) => place[0])), median(known.map((place) => place[1]))];
    return places.map((place) => (place === null ? null : Math.round((Math.hypot(place[0] - x, place[1] - y) / scale) * 1000) / 1000));
  };
  return [
    { ...common, name: 'headDisplacement', title: 'Head from its median place', values: away(samples.map(({ head }) => head)) },
    {
      ...common,
      name: 'shoulderDisplacement',
      title: 'Shoulders from their median place',
      values: away(samples.map((sample) => (seen(sample) ? middleOf(sample) : null))),
    },
  ];
}
