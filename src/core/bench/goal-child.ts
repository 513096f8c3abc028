/** Process entry: measures one part and sends what came out. */
import { must } from '../../base/assert.ts';
import { toWireError } from '../../base/failure.ts';
import { findTools } from '../../engine/media/tools.ts';
import { publicSample } from './goal-films.ts';
import type { FromGoalChild, GoalPart } from './goals.ts';
import { importing, memory, perFrame, seeking, visual, type Measuring } from './goal-parts.ts';

const PARTS: Record<GoalPart, (measuring: Measuring, length: number) => Promise<object>> = {
  'visual-720': (measuring, seconds) => visual(measuring, 720, seconds),
  'visual-1080': (measuring, seconds) => visual(measuring, 1080, seconds),
  'per-frame-720': (measuring, frames) => perFrame(measuring, 720, frames),
  'per-frame-1080': (measuring, frames) => perFrame(measuring, 1080, frames),
  import: importing,
  seek: seeking,
  'memory-short': memory,
  'memory-long': memory,
};

async function answer(): Promise<FromGoalChild> {
  const [part, length, folder] = process.argv.slice(2);
  try {
    const tools = await findTools();
    const sample = must(publicSample(), 'whoever asks has looked');
    const measuring = { folder: must(folder, 'a folder'), ffmpegPath: tools.ffmpegPath, sample, tools };
    return { numbers: await PARTS[part as GoalPart](measuring, Number(length)) };
  } catch (error) {
    return { error: toWireError(error) };
  }
}

// A parent that was killed must leave nobody behind.
process.once('disconnect', () => process.exit());
const said = await answer();
process.send?.(said, () => process.disconnect());
