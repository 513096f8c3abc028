/** The angles of the head and the speed of its turning over time, with gaps where the face was away or the fit is poor. */
import type { Signal } from '../../../contract/analysis.ts';
import type { Assessment } from './assess.ts';

export function poseSignals(detectorId: Signal['detectorId'], { series, speeds }: Assessment): Signal[] {
  const timed = series.samples.map((sample, at) => ({ ...sample, speed: speeds[at] ?? null }));
  return [...Map.groupBy(timed, ({ trackId }) => trackId)].flatMap(([trackId, samples]) => {
    const frames = samples.map(({ frame }) => frame);
    const ptsUs = samples.map((sample) => sample.ptsUs);
    const common = { detectorId, trackId, frames, ptsUs, levels: [] };
    const angle = (name: 'yaw' | 'pitch' | 'roll', title: string): Signal => ({
      ...common,
      name,
      title,
      unit: 'degrees',
      values: samples.map((sample) => (sample.usable ? rounded(sample[name]) : null)),
    });
    const speed = {
      name: 'turningSpeed',
      title: 'Speed of turning',
      unit: 'degrees/s',
      values: samples.map((sample) => rounded(sample.speed)),
    };
    return [angle('yaw', 'Yaw'), angle('pitch', 'Pitch'), angle('roll', 'Roll'), { ...common, ...speed }];
  });
}

const rounded = (value: number | null): number | null => (value === null ? null : Math.round(value * 100) / 100);
