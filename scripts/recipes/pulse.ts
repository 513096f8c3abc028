/** Adds a known pulse to the skin of a real clip, the same or different ones to forehead and cheeks, or takes every quick change of its colour away. */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { must } from '../../src/base/assert.ts';
import { Failure } from '../../src/base/failure.ts';
import { columnOf } from '../../src/engine/detectors/pulse/columns.ts';
import { observeFace } from '../../src/engine/detectors/pulse/observe.ts';
import { cornersOf, placedIn, REGIONS, type Ellipse } from '../../src/engine/detectors/pulse/regions.ts';
import { createFaceTracker } from '../../src/engine/faces/track.ts';
import { openNetworks } from '../../src/engine/inference/session.ts';
import { findTools } from '../../src/engine/media/tools.ts';
import { readFacts, readFrames, writeFilm, type FilmFacts, type FrameRange, type RecipeTools } from './raw-video.ts';
import { tint, type Colour } from './skin-tint.ts';

export interface PulseRecipe {
  /** A film at a constant frame rate whose first face can be followed through. */
  readonly input: string;
  /** Written as H.264 in MP4, without sound. */
  readonly output: string;
  readonly range?: FrameRange | undefined;
  readonly tools: RecipeTools;
  readonly change: Pulses | 'remove';
}

/** One rate (beats a minute) and phase (degrees) for forehead, left cheek and right cheek; amplitude in 8-bit counts of green. */
export interface Pulses {
  readonly perMinute: readonly [number, number, number];
  readonly degrees?: readonly [number, number, number];
  readonly counts: number;
}

/**
 * How strongly red, green and blue change, relative to their own level, when the blood volume does: G. de Haan, A. van Leest, Improved
 * motion robustness of remote-PPG by using the blood volume pulse signature, Physiol. Meas. 35(9), 2014; the same in Wang et al. 2017.
 */
const BLOOD_VOLUME: Colour = [0.33, 0.77, 0.53];
/** What changes more slowly than this mean is kept when a pulse is removed. */
const SLOW_S = 4;

interface Skin {
  readonly places: readonly Ellipse[];
  /** Mean colour of each region, full-range counts. */
  readonly colours: readonly Colour[];
}

/** Rejects with MEDIA_UNDECODABLE (no constant rate, or a frame without a face), TOOL_FAILED, WEIGHTS_MISSING. Deterministic for one ffmpeg and processor. */
export async function changePulse({ input, output, range, tools, change }: PulseRecipe): Promise<{ readonly frames: number }> {
  const facts = await readFacts(input, tools);
  const skins = await lookAtSkin(input, facts, range ?? null, tools);
  const [num, den] = facts.rate.split('/').map(Number);
  const fps = (num ?? 25) / (den ?? 1);
  const changes = REGIONS.map((_, region) => {
    const colours = skins.map((skin) => must(skin.colours[region], 'a colour'));
    return change === 'remove' ? removal(colours, Math.round((SLOW_S * fps) / 2)) : addition(colours, fps, change, region);
  });
  const writer = writeFilm(output, facts, tools);
  let frame = 0;
  for await (const bytes of readFrames(input, range ?? null, false, tools)) {
    const skin = must(skins[frame], 'as many frames as in the first reading');
    skin.places.forEach((place, region) => {
      tint(
        { width: facts.width, height: facts.height, bytes },
        place,
        must(changes[region]?.[frame], 'a change'),
        3 * (3 * frame + region),
      );
    });
    await writer.write(bytes);
    frame++;
  }
  await writer.close();
  return { frames: frame };
}

function addition(colours: readonly Colour[], fps: number, { perMinute, degrees, counts }: Pulses, region: number): Colour[] {
  const level = ([0, 1, 2] as const).map((channel) => colours.reduce((sum, colour) => sum + colour[channel], 0) / colours.length);
  const strength = (channel: 0 | 1 | 2): number =>
    (counts * BLOOD_VOLUME[channel] * must(level[channel], 'a level')) / (BLOOD_VOLUME[1] * must(level[1], 'a level'));
  return colours.map((_, frame) => {
    const turns = (must(perMinute[region], 'a rate') / 60) * (frame / fps) + (degrees?.[region] ?? 0) / 360;
    const wave = Math.sin(2 * Math.PI * turns);
    return [wave * strength(0), wave * strength(1), wave * strength(2)];
  });
}

function removal(colours: readonly Colour[], half: number): Colour[] {
  return colours.map((colour, frame) => {
    const around = colours.slice(Math.max(0, frame - half), frame + half + 1);
    const slow = (channel: 0 | 1 | 2): number => around.reduce((sum, other) => sum + other[channel], 0) / around.length;
    return [slow(0) - colour[0], slow(1) - colour[1], slow(2) - colour[2]];
  });
}

/** First pass: where the regions are in every frame, and their colours. */
async function lookAtSkin(input: string, { width, height }: FilmFacts, range: FrameRange | null, tools: RecipeTools): Promise<Skin[]> {
  const weightsFolder = fileURLToPath(new URL('../../models/weights', import.meta.url));
  const networks = await openNetworks({ weightsFolder, provider: 'cpu' });
  const luma = width * height;
  const chroma = ((width + 1) >> 1) * ((height + 1) >> 1);
  const skins: Skin[] = [];
  try {
    const tracker = await createFaceTracker({ networks, maxFaces: 1, detectEvery: 25 });
    for await (const bytes of readFrames(input, range, true, tools)) {
      const planes = { y: bytes.subarray(0, luma), cb: bytes.subarray(luma, luma + chroma), cr: bytes.subarray(luma + chroma) };
      const [face] = await tracker.track({ frame: skins.length, ptsUs: skins.length * 1000, width, height, scale: 1, ...planes });
      if (face === undefined) throw new Failure('MEDIA_UNDECODABLE', `no face in frame ${skins.length}`);
      const values = observeFace(face);
      const row = { frame: skins.length, ptsUs: 0, trackId: 0, values };
      const eyes = { left: cornersOf(face.leftEye.contour), right: cornersOf(face.rightEye.contour) };
      const value = (column: number): number => {
        const found = values[column];
        if (found == null) throw new Failure('MEDIA_UNDECODABLE', `the face leaves the picture in frame ${skins.length}`);
        return found;
      };
      skins.push({
        places: REGIONS.map((_, region) => must(placedIn(row, region, eyes), 'a place')),
        colours: REGIONS.map((_, region): Colour => {
          const [red, green, blue] = [columnOf(region, 'red'), columnOf(region, 'green'), columnOf(region, 'blue')];
          return [value(red), value(green), value(blue)];
        }),
      });
    }
  } finally {
    await networks.close();
  }
  return skins;
}

async function main(args: readonly string[]): Promise<void> {
  const [input, output, mode, counts, ...rates] = args;
  const [forehead, left, right] = rates.map(Number);
  const pulses: Pulses | null =
    forehead === undefined ? null : { counts: Number(counts), perMinute: [forehead, left ?? forehead, right ?? forehead] };
  const change = mode === 'remove' ? mode : pulses;
  if (input === undefined || output === undefined || change === null || (mode !== 'remove' && mode !== 'add')) {
    process.stderr.write(
      'usage: node scripts/recipes/pulse.ts <in> <out.mp4> remove | add <counts> <per minute> [<left cheek> <right cheek>]\n',
    );
    process.exitCode = 2;
    return;
  }
  process.stdout.write(`${JSON.stringify(await changePulse({ input, output, change, tools: await findTools() }))}\n`);
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
