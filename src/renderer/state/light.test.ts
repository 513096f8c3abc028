import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { LightConstraint, LightDrawing, LightSolution } from '../../contract/light.ts';
import type { Exhibit } from '../../contract/exhibits.ts';
import { ExhibitId } from '../../contract/values.ts';
import type { Transport } from '../transport/transport.ts';
import { FrameClock } from './frame-clock.ts';
import {
  handleAt,
  handlesOf,
  inTheMiddle,
  nextPlace,
  placed,
  withHandle,
  withLit,
  withName,
  type Pen,
  type Place,
} from './light-drawing.ts';
import { Light } from './light.svelte.ts';
import { Messages } from './messages.svelte.ts';
import { Viewer } from './viewer.svelte.ts';

const wedge: LightConstraint = {
  kind: 'cast',
  name: 'Cast shadow',
  at: [100, 200],
  rays: [
    [150, 100],
    [180, 110],
  ],
};
const outline: LightConstraint = { kind: 'shading', name: 'Outline', at: [300, 100], outward: [320, 90], lit: true };

describe('drawing', () => {
  it('takes three places for a cast shadow and two for shading', () => {
    let pen: Pen = { kind: 'cast', places: [] };
    const words = [nextPlace(pen)];
    for (const place of [wedge.at, wedge.rays[0]] as Place[]) {
      const step = placed(pen, place);
      expect(step.made).toBeNull();
      pen = step.pen;
      words.push(nextPlace(pen));
    }
    expect(new Set(words).size).toBe(3);
    expect(placed(pen, [180.04, 110])).toEqual({ pen: { kind: 'cast', places: [] }, made: wedge });
    const shading = placed(placed({ kind: 'shading', places: [] }, outline.at).pen, outline.outward);
    expect(shading.made).toEqual(outline);
  });

  it('moves one point and leaves the others and the other constraints', () => {
    const list = [wedge, outline];
    expect(withHandle(list, { index: 0, name: 'ray 2' }, [190.06, 2e6])).toEqual([
      { ...wedge, rays: [wedge.rays[0], [190.1, 1e5]] },
      outline,
    ]);
    expect(withHandle(list, { index: 0, name: 'at' }, [1, 2])[0]).toEqual({ ...wedge, at: [1, 2] });
    expect(withHandle(list, { index: 1, name: 'outward' }, [1, 2])).toEqual([wedge, { ...outline, outward: [1, 2] }]);
    expect(withLit(list, 1, false)[1]).toEqual({ ...outline, lit: false });
    expect(withLit(list, 0, false)).toEqual(list);
    expect(withName(list, 0, '  Lamp \n post ')[0]?.name).toBe('Lamp post');
    expect(withName(list, 0, '   ')).toEqual(list);
  });

  it('finds the nearest handle within reach, and of two at one place the later', () => {
    expect(handleAt([wedge, outline], [101, 203], 9)).toEqual({ index: 0, name: 'at' });
    expect(handleAt([wedge, outline], [166, 105], 30)).toEqual({ index: 0, name: 'ray 2' });
    expect(handleAt([wedge, outline], [100, 210], 9)).toBeNull();
    expect(handleAt([wedge, wedge], [100, 200], 9)).toEqual({ index: 1, name: 'at' });
  });

  it('puts a usable constraint into the middle', () => {
    const made = inTheMiddle('cast', 640, 360);
    expect(made && handlesOf(made).map(({ place }) => place)).toEqual([
      [320, 180],
      [275, 135],
      [365, 135],
    ]);
  });
});

const exhibit = {
  id: ExhibitId.parse('E1'),
  kind: 'image',
  facts: { streams: [{ type: 'video', rotation: 0, width: 640, height: 360 }] },
} as unknown as Exhibit;
const solution = (statement: string): LightSolution => ({ status: 'consistent', region: [], statement });

describe('the tool', () => {
  let viewer: Viewer;
  let light: Light;
  let kept: LightDrawing[];
  /** Questions in order, each to be answered by the test. */
  let asked: { count: number; answer: (solution: LightSolution) => void }[];
  beforeEach(() => {
    vi.useFakeTimers();
    viewer = new Viewer();
    viewer.show(exhibit);
    viewer.setClock(new FrameClock({ timeBase: { num: 1, den: 25 }, pts: [0, 1, 2], keyFrames: [0] }));
    kept = [];
    asked = [];
    const call = (name: string, input: { constraints: LightConstraint[]; frame: number }): Promise<unknown> => {
      if (name === 'analysis.solveLight') return new Promise((resolve) => asked.push({ count: input.constraints.length, answer: resolve }));
      if (name === 'analysis.lightDrawings') return Promise.resolve(kept);
      const made = { id: 'L1', exhibitId: 'E1', frame: input.frame, constraints: input.constraints, withdrawn: null };
      return Promise.resolve(made);
    };
    light = new Light({ call } as unknown as Transport, new Messages(), viewer);
  });
  const settle = () => vi.advanceTimersByTimeAsync(100);
  const draw = (constraint: LightConstraint) => {
    light.take(constraint.kind);
    for (const { place } of handlesOf(constraint)) light.place(place);
  };

  it('draws, undoes one step at a time, and keeps each frame apart', () => {
    draw(wedge);
    draw(outline);
    expect(light.constraints).toEqual([wedge, outline]);
    expect(light.selected).toEqual({ index: 1, name: 'at' });
    light.nudge(1, 0);
    light.nudge(0, -10);
    expect(light.constraints[1]?.at).toEqual([301, 90]);
    viewer.goTo(1);
    expect([light.constraints, light.undoable]).toEqual([[], false]);
    viewer.goTo(0);
    light.undo();
    expect(light.constraints[1]?.at).toEqual([301, 100]);
    light.undo();
    light.undo();
    expect([light.constraints, light.selected]).toEqual([[wedge], null]);
    light.undo();
    expect([light.constraints, light.undoable]).toEqual([[], false]);
    light.undo();
    expect(light.constraints).toEqual([]);
  });

  it('leaves what is in hand on its frame, and takes back the places of the pen first', () => {
    draw(wedge);
    viewer.goTo(1);
    draw(outline);
    viewer.goTo(0);
    expect(light.selected).toBeNull();
    light.nudge(5, 5);
    expect(light.constraints).toEqual([wedge]);
    light.take('cast');
    light.place([1, 1]);
    light.place([2, 2]);
    viewer.goTo(1);
    expect(light.pen).toBeNull();
    viewer.goTo(0);
    light.undo();
    expect(light.pen?.places).toEqual([[1, 1]]);
    light.undo();
    light.undo();
    expect([light.pen?.places, light.constraints]).toEqual([[], []]);
  });

  it('makes one step of a whole drag, and none of a click on a handle', () => {
    draw(wedge);
    expect(light.grasp([100, 205], 9)).toBe(true);
    light.drag([110, 210]);
    light.drag([120, 220]);
    light.release();
    expect(light.constraints[0]?.at).toEqual([120, 220]);
    light.grasp([120, 220], 9);
    light.release();
    light.undo();
    expect(light.constraints).toEqual([wedge]);
    expect(light.grasp([500, 300], 9)).toBe(false);
    light.drag([1, 1]);
    expect(light.constraints).toEqual([wedge]);
  });

  it('asks once when the drawing has settled, and drops an answer that was overtaken', async () => {
    draw(wedge);
    light.solveSoon();
    draw(outline);
    light.solveSoon();
    await settle();
    expect(asked.map(({ count }) => count)).toEqual([2]);
    light.nudge(1, 0);
    light.solveSoon();
    await settle();
    asked[0]?.answer(solution('old'));
    await settle();
    expect(light.solution).toBeNull();
    asked[1]?.answer(solution('new'));
    await settle();
    expect([light.solution?.statement, light.settled]).toEqual(['new', true]);
    light.nudge(1, 0);
    expect([light.solution?.statement, light.settled]).toEqual(['new', false]);
    viewer.goTo(1);
    expect(light.solution).toBeNull();
  });

  it('keeps, knows what is kept, and brings it back with the exhibit', async () => {
    draw(wedge);
    expect(await light.keep()).toBe(true);
    expect(light.keptAs?.id).toBe('L1');
    light.rename(0, 'Post');
    expect(light.keptAs).toBeNull();
    kept = [{ id: 'L7', exhibitId: 'E1', frame: 2, constraints: [outline], withdrawn: null } as unknown as LightDrawing];
    await light.load(exhibit.id);
    viewer.goTo(2);
    expect([light.constraints, light.keptAs?.id]).toEqual([[outline], 'L7']);
    light.remove(0);
    expect([light.constraints, light.keptAs]).toEqual([[], null]);
    light.undo();
    expect(light.keptAs?.id).toBe('L7');
  });

  it('draws no more than the contract takes', () => {
    for (let i = 0; i < 16; i += 1) light.addInTheMiddle('cast');
    expect([light.constraints.length, light.full]).toEqual([16, true]);
    light.take('cast');
    light.addInTheMiddle('shading');
    expect([light.pen, light.constraints.length]).toEqual([null, 16]);
  });

  it('gives up the pen first, then the selection', () => {
    draw(wedge);
    light.take('shading');
    expect(light.cancel()).toBe(true);
    light.grasp([100, 200], 9);
    expect([light.cancel(), light.selected, light.cancel()]).toEqual([true, null, false]);
  });
});
