import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { cacheCapacity, FrameCache } from "./frameCache";
import { formatTime, frameAtTime, frameStartingAt, frameTimes_s } from "./frameTimes";
import { Playback } from "./playback";

function makePicture() {
  return {
    closed: 0,
    close() {
      this.closed += 1;
    },
  };
}

describe("FrameCache", () => {
  it("stays within its capacity and closes each dropped frame once", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 100 }), (frames) => {
        const cache = new FrameCache<ReturnType<typeof makePicture>>(5);
        const pictures = frames.map((frame) => {
          const picture = makePicture();
          cache.moveTo(frame);
          cache.put(frame, picture);
          expect(cache.get(frame)).toBe(picture);
          return picture;
        });
        expect(cache.size).toBe(Math.min(5, new Set(frames).size));
        cache.clear();
        expect(pictures.every(({ closed }) => closed === 1)).toBe(true);
      }),
    );
  });

  it("drops the frame farthest from the playhead, rather behind than ahead", () => {
    const cache = new FrameCache(3);
    cache.moveTo(10);
    for (const frame of [7, 10, 14, 11]) cache.put(frame, makePicture());
    expect([7, 10, 11, 14].filter((frame) => cache.has(frame))).toEqual([10, 11, 14]);
  });

  it("holds fewer frames of larger pictures", () => {
    expect(cacheCapacity(320, 240)).toBe(60);
    expect(cacheCapacity(1280, 720)).toBe(60);
    expect(cacheCapacity(1920, 1080)).toBe(26);
    expect(cacheCapacity(7680, 4320)).toBe(8);
  });
});

describe("frame times", () => {
  const times_s = frameTimes_s({
    num_frames: 4,
    time_base: [1, 1000],
    pts: [500, 533, 600, 633],
    width: 2,
    height: 2,
  });

  it("start at the first frame and keep uneven spacing", () => {
    expect([...times_s].map((time) => Math.round(time * 1000))).toEqual([0, 33, 100, 133]);
  });

  it("name the frame on screen at a time", () => {
    const shown = [-1, 0, 0.032, 0.034, 0.099, 0.1, 9].map((t) => frameAtTime(times_s, t));
    expect(shown).toEqual([0, 0, 0, 1, 1, 2, 3]);
  });

  it("find a frame by its own start only", () => {
    expect(frameStartingAt(times_s, 0.1002)).toBe(2);
    expect(frameStartingAt(times_s, 0.09)).toBe(-1);
  });

  it("are written as a clock", () => {
    expect([0, 9.999, 61.5].map(formatTime)).toEqual(["0:00.00", "0:10.00", "1:01.50"]);
  });
});

describe("Playback", () => {
  const times_s = Float64Array.from({ length: 100 }, (_, frame) => frame / 25);

  function makePlayback(isReady: (frame: number) => boolean) {
    return new Playback({
      times_s,
      readFrame: () => 0,
      isReady,
      showFrame: () => undefined,
      onEnd: () => undefined,
    });
  }

  it("follows the frames' own times", () => {
    const playback = makePlayback(() => true);
    expect([0, 39, 41, 400, 1001].map((now_ms) => playback.advance(now_ms))).toEqual([
      0, 0, 1, 10, 25,
    ]);
  });

  it("shows the newest decoded frame and then waits for the decoder", () => {
    let decoded = 3;
    const playback = makePlayback((frame) => frame <= decoded);
    expect(playback.advance(200)).toBe(3);
    expect(playback.advance(1_000)).toBe(3);
    // The clock started again at frame 3, so it goes on from there instead of jumping ahead.
    decoded = 99;
    expect(playback.advance(1_041)).toBe(4);
  });
});
