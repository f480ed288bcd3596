import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { frameToX, layoutBars, layoutTicks, xToFrame } from "./layout";

const scale = { numFrames: 100, width: 500 };

describe("timeline layout", () => {
  it("finds the frame whose stretch was clicked, at any width", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: 50, max: 2000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (numFrames, width, part) => {
          const frame = Math.floor(part * numFrames);
          const middle = frameToX({ numFrames, width }, frame + 0.5);
          expect(xToFrame({ numFrames, width }, middle)).toBe(frame);
        },
      ),
    );
    expect(xToFrame(scale, -20)).toBe(0);
    expect(xToFrame(scale, 900)).toBe(99);
  });

  it("joins versions that look the same and leaves cleared frames out", () => {
    const bars = layoutBars(
      [
        [0, 10, 1, "propagated", "present"],
        [10, 11, 3, "prompted", "present"],
        [11, 20, 1, "propagated", "present"],
        [20, 30, 2, "propagated", "present"],
        [30, 40, 4, "restored", "cleared"],
        [40, 50, 2, "propagated", "absent"],
      ],
      scale,
    );
    expect(bars.map(({ kind, start, stop }) => [kind, start, stop])).toEqual([
      ["propagated", 0, 10],
      ["propagated", 11, 30],
      ["absent", 40, 50],
      ["prompted", 10, 11],
    ]);
    expect(bars[1]).toMatchObject({ x: 55, width: 95 });
  });

  it("keeps one prompted frame of a long video visible", () => {
    const long = { numFrames: 50_000, width: 500 };
    expect(layoutBars([[7, 8, 1, "prompted", "present"]], long)[0]?.width).toBe(3);
  });

  it("writes round numbers that do not touch", () => {
    expect(layoutTicks({ numFrames: 300, width: 600 }, 60)).toEqual([0, 50, 100, 150, 200, 250]);
    expect(layoutTicks({ numFrames: 3, width: 600 }, 60)).toEqual([0, 1, 2]);
  });
});
