import fc from "fast-check";
import { describe, expect, it } from "vitest";

import golden from "../../../tests/golden/rle.json";

import { MaskBitmap } from "./maskBitmap";
import { decodeBitmap, parseCounts } from "./rle";
import { spansFromCounts } from "./spans";

const size = fc.record({
  height: fc.integer({ min: 1, max: 14 }),
  width: fc.integer({ min: 1, max: 14 }),
});
const place = fc.double({ min: -4, max: 18, noNaN: true });
const stroke = fc.record({
  from: fc.record({ x: place, y: place }),
  to: fc.record({ x: place, y: place }),
  radius: fc.double({ min: 0.5, max: 6, noNaN: true }),
  value: fc.constantFrom<0 | 1>(0, 1),
});

type Stroke = typeof stroke extends fc.Arbitrary<infer T> ? T : never;

/** The same stroke as a loop over pixels; null where rounding may decide either way. */
function isUnder(x: number, y: number, { from, to, radius }: Stroke) {
  if (Math.floor(from.x) === x && Math.floor(from.y) === y) return true;
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const along = ((x + 0.5 - from.x) * dx + (y + 0.5 - from.y) * dy) / (dx * dx + dy * dy || 1);
  const part = Math.min(1, Math.max(0, along));
  const distance = Math.hypot(x + 0.5 - from.x - part * dx, y + 0.5 - from.y - part * dy);
  return Math.abs(distance - radius) < 1e-6 ? null : distance < radius;
}

describe("MaskBitmap", () => {
  it.each(golden)("reads and writes what pycocotools does: $name", ({ counts, size: [h = 0, w = 0] }) => {
    const bitmap = new MaskBitmap(h, w, spansFromCounts(counts, h, w));
    expect(bitmap.toCounts()).toBe(counts);
    expect(bitmap.isChanged).toBe(false);
  });

  it("paints exactly the pixels whose centres lie under the brush", () => {
    fc.assert(
      fc.property(size, fc.array(stroke, { maxLength: 4 }), ({ height, width }, strokes) => {
        const bitmap = new MaskBitmap(height, width, null);
        for (const { from, to, radius, value } of strokes) bitmap.paintLine(from, to, radius, value);
        const seen = decodeBitmap(parseCounts(bitmap.toCounts(), height * width), height * width);
        for (let x = 0; x < width; x++) {
          for (let y = 0; y < height; y++) {
            let expected: number | null = 0;
            for (const one of strokes) {
              const under = isUnder(x, y, one);
              expected = under === null ? null : under ? one.value : expected;
            }
            if (expected !== null) expect([x, y, seen[x * height + y]]).toEqual([x, y, expected]);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it("shows the spans of what it writes", () => {
    fc.assert(
      fc.property(size, stroke, ({ height, width }, { from, to, radius }) => {
        const bitmap = new MaskBitmap(height, width, null);
        bitmap.paintLine(from, to, radius, 1);
        expect(bitmap.toSpans()).toEqual(spansFromCounts(bitmap.toCounts(), height, width));
      }),
    );
  });

  it("knows whether a stroke changed anything", () => {
    const bitmap = new MaskBitmap(8, 8, null);
    bitmap.paintLine({ x: 4, y: 4 }, { x: 4, y: 4 }, 2, 0);
    expect(bitmap.isChanged).toBe(false);
    bitmap.paintLine({ x: 4, y: 4 }, { x: 4, y: 4 }, 2, 1);
    expect(bitmap.isChanged).toBe(true);
  });
});
