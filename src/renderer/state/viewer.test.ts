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

  it('walks the zooms and centres again at fit', () => {
    viewer.zoomBy(1);
    viewer.panBy(10, 5);
    viewer.zoomBy(1);
    expect([viewer.zoom, viewer.pan]).toEqual([2, { x: 10, y: 5 }]);
    viewer.setZoom('fit');
    expect(viewer.pan).toEqual({ x: 0, y: 0 });
  });

  it('does not play a picture', () => {
    viewer.show({ ...exhibit, kind: 'image' });
    viewer.press('l');
    expect(viewer.rate).toBe(0);
  });
});
