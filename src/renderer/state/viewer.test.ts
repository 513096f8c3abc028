import { beforeEach, describe, expect, it } from 'vitest';
import type { Exhibit } from '../../contract/exhibits.ts';
import { ExhibitId } from '../../contract/values.ts';
import { FrameClock } from './frame-clock.ts';
import { Viewer } from './viewer.svelte.ts';

const exhibit: Exhibit = {
  id: ExhibitId.parse('E1'),
  kind: 'video',
  originalName: 'clip.mp4',
  sizeBytes: 10,
  hashes: { sha256: 'a'.repeat(64), sha1: 'b'.repeat(40), md5: 'c'.repeat(32) },
  importedAtUtc: '2026-01-01T00:00:00.000Z',
  sourceModifiedAtUtc: null,
  facts: {
    kind: 'video',
    container: 'mp4',
    containerLong: null,
    durationUs: 416_667,
    bitRate: null,
    tags: {},
    streams: [
      {
        type: 'video',
        index: 0,
        codec: 'h264',
        profile: null,
        width: 640,
        height: 360,
        rotation: 90,
        sampleAspectRatio: null,
        pixelFormat: 'yuv420p',
        colorSpace: null,
        colorRange: null,
        timeBase: { num: 1, den: 24 },
        averageFrameRate: { num: 24, den: 1 },
        frameCount: 10,
        keyFrameCount: 2,
        variableFrameRate: false,
        startUs: 0,
        durationUs: 416_667,
        encoder: null,
      },
    ],
    warnings: [],
    tool: { name: 'ffprobe', version: '5.1' },
  },
};

let viewer: Viewer;
beforeEach(() => {
  viewer = new Viewer();
  viewer.show(exhibit);
  viewer.setClock(new FrameClock({ timeBase: { num: 1, den: 24 }, pts: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], keyFrames: [0, 5] }));
});

describe('Viewer', () => {
  it('steps by exactly one frame and not past the ends', () => {
    viewer.step(1);
    viewer.step(1);
    expect(viewer.frame).toBe(2);
    viewer.step(-10);
    expect(viewer.frame).toBe(0);
    viewer.step(100);
    expect(viewer.frame).toBe(9);
  });

  it('stops the shuttle when it goes somewhere', () => {
    viewer.press('l');
    viewer.press('l');
    expect(viewer.rate).toBe(2);
    viewer.goTo(4);
    expect([viewer.rate, viewer.frame]).toEqual([0, 4]);
  });

  it('stops at the end, and plays again from the first frame', () => {
    viewer.press('l');
    viewer.passed(9);
    expect([viewer.rate, viewer.frame]).toEqual([0, 9]);
    viewer.press('space');
    expect([viewer.rate, viewer.frame]).toEqual([1, 0]);
  });

  it('stops at the first frame when it runs back', () => {
    viewer.goTo(3);
    viewer.press('j');
    viewer.passed(0);
    expect(viewer.rate).toBe(0);
  });

  it('goes to a typed place or says no and stays', () => {
    expect(viewer.goToTyped('00:00:00:07')).toBe(true);
    expect(viewer.frame).toBe(7);
    expect(viewer.goToTyped('99')).toBe(false);
    expect(viewer.goToTyped('never')).toBe(false);
    expect(viewer.frame).toBe(7);
  });

  it('jumps between key frames', () => {
    viewer.keyFrame(1);
    expect(viewer.frame).toBe(5);
    viewer.keyFrame(-1);
    expect(viewer.frame).toBe(0);
  });

  it('gives the size after rotation', () => {
    expect(viewer.size).toEqual({ width: 360, height: 640 });
  });

  it('walks the zooms, keeps the pan and centres again at fit', () => {
    viewer.scale = 0.7;
    viewer.zoomBy(1);
    expect(viewer.zoom).toBe(1);
    viewer.panBy(10, 5);
    viewer.zoomBy(1);
    expect([viewer.zoom, viewer.pan]).toEqual([2, { x: 20, y: 10 }]);
    viewer.zoomBy(-1);
    expect([viewer.zoom, viewer.pan]).toEqual([1, { x: 10, y: 5 }]);
    viewer.setZoom('fit');
    expect(viewer.pan).toEqual({ x: 0, y: 0 });
  });

  it('goes no further than 12.5 % and 1600 %', () => {
    for (let n = 0; n < 20; n++) viewer.zoomBy(1);
    expect(viewer.zoom).toBe(16);
    for (let n = 0; n < 20; n++) viewer.zoomBy(-1);
    expect(viewer.zoom).toBe(0.125);
  });

  it('zooms about the pointer: what is under it stays there', () => {
    viewer.setZoom(2);
    viewer.panBy(7, -3);
    const under = (about: { x: number; y: number }) => [
      (about.x - viewer.pan.x) / (viewer.zoom as number),
      (about.y - viewer.pan.y) / (viewer.zoom as number),
    ];
    const about = { x: 120, y: -40 };
    const before = under(about);
    viewer.zoomBy(1, about);
    expect(viewer.zoom).toBe(4);
    expect(under(about)).toEqual(before);
  });

  it('takes a typed percentage or says no and stays', () => {
    expect([viewer.zoomToTyped('333 %'), viewer.zoom]).toEqual([true, 3.33]);
    expect([viewer.zoomToTyped('12,5'), viewer.zoom]).toEqual([true, 0.125]);
    expect(['', '12', '1601', 'much', '-100'].map((text) => viewer.zoomToTyped(text))).toEqual([false, false, false, false, false]);
    expect(viewer.zoom).toBe(0.125);
  });

  it('reads the pixel under the pointer, or under the crosshair when that is in hand', () => {
    viewer.pointAt({ x: 12.9, y: 3.2 });
    expect(viewer.probe).toEqual({ x: 12, y: 3 });
    viewer.pointAt({ x: 360, y: 3 });
    expect(viewer.probe).toBeNull();
    viewer.toggleProbe();
    expect(viewer.probe).toEqual({ x: 180, y: 320 });
    viewer.pointAt({ x: 1, y: 1 });
    viewer.moveProbe(-1, 10);
    expect(viewer.probe).toEqual({ x: 179, y: 330 });
    viewer.moveProbe(-1000, 1000);
    expect(viewer.probe).toEqual({ x: 0, y: 639 });
    viewer.toggleProbe();
    expect(viewer.probe).toBeNull();
  });

  it('does not play a picture', () => {
    viewer.show({ ...exhibit, kind: 'image' });
    viewer.press('l');
    expect(viewer.rate).toBe(0);
  });
});

describe('playing over and over', () => {
  const looped = (marked: { startUs: number; endUs: number } | null) => {
    const viewer = new Viewer(() => marked);
    viewer.show(exhibit);
    viewer.setClock(new FrameClock({ timeBase: { num: 1, den: 25 }, pts: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], keyFrames: [0] }));
    return viewer;
  };
  /** Frames 2 to 5; the out mark is the end of its frame. */
  const marked = { startUs: 80_000, endUs: 240_000 };

  it('goes from the out mark to the in mark, and backward the other way round', () => {
    const viewer = looped(marked);
    viewer.goTo(4);
    viewer.press('l');
    viewer.passed(5);
    expect([viewer.frame, viewer.jumps]).toEqual([5, 0]);
    viewer.passed(6);
    expect([viewer.frame, viewer.rate, viewer.jumps]).toEqual([2, 1, 1]);
    viewer.press('j');
    viewer.passed(1);
    expect([viewer.frame, viewer.rate, viewer.jumps]).toEqual([5, -1, 2]);
  });

  it('begins inside the marks', () => {
    const viewer = looped(marked);
    viewer.goTo(9);
    viewer.press('space');
    expect(viewer.frame).toBe(2);
    viewer.press('k');
    viewer.goTo(0);
    viewer.press('j');
    expect(viewer.frame).toBe(5);
  });

  it('goes round at the ends of the film, and stops there when nothing is played over and over', () => {
    const viewer = looped({ startUs: 280_000, endUs: 400_000 });
    viewer.goTo(8);
    viewer.press('l');
    viewer.passed(9);
    expect([viewer.frame, viewer.rate]).toEqual([7, 1]);
    const once = looped(null);
    once.goTo(8);
    once.press('l');
    once.passed(9);
    expect([once.frame, once.rate, once.jumps]).toEqual([9, 0, 0]);
  });

  it('plays the stretch that the sound asked for instead, until the keys of the film are used', () => {
    const viewer = looped(marked);
    viewer.stretch = { startUs: 240_000, endUs: 320_000 };
    viewer.goTo(6);
    viewer.rate = 1;
    viewer.passed(8);
    expect(viewer.frame).toBe(6);
    viewer.press('l');
    expect([viewer.stretch, viewer.frame]).toEqual([null, 2]);
  });
});
