import fc from "fast-check";
import { describe, expect, it } from "vitest";

import golden from "../../../tests/golden/rle.json";

import { countArea, decodeBitmap, encodeBitmap, formatCounts, parseCounts } from "./rle";
import { erodeSpans, spansContain, spansFromCounts, toRowPairs } from "./spans";

const bitmaps = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }))
  .chain(([height, width]) =>
    fc.record({
      height: fc.constant(height),
      width: fc.constant(width),
      pixels: fc.array(fc.integer({ min: 0, max: 1 }), {
        minLength: height * width,
        maxLength: height * width,
      }),
    }),
  );

describe("COCO run lengths", () => {
  it.each(golden)("agree with pycocotools: $name", ({ counts, runs, area, size }) => {
    const parsed = parseCounts(counts, (size[0] ?? 0) * (size[1] ?? 0));
    expect([...parsed]).toEqual(runs);
    expect(formatCounts(runs)).toBe(counts);
    expect(countArea(parsed)).toBe(area);
  });

  it("survive the way to a string and back", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9_000_000 })), (runs) => {
        expect([...parseCounts(formatCounts(runs))]).toEqual(runs);
      }),
    );
  });

  it("survive the way to a bitmap and back", () => {
    fc.assert(
      fc.property(bitmaps, ({ pixels }) => {
        expect([...decodeBitmap(encodeBitmap(pixels), pixels.length)]).toEqual(pixels);
      }),
    );
  });

  it("are refused when cut off, foreign or of another size", () => {
    expect(() => parseCounts("PR")).toThrow("cut off");
    expect(() => parseCounts("é")).toThrow("COCO");
    expect(() => parseCounts(formatCounts([3, 4]), 8)).toThrow("7 pixels instead of 8");
  });
});

describe("spans", () => {
  it("contain exactly the mask's pixels", () => {
    fc.assert(
      fc.property(bitmaps, ({ height, width, pixels }) => {
        const spans = spansFromCounts(formatCounts(encodeBitmap(pixels)), height, width);
        const seen = pixels.map((_, index) =>
          spansContain(spans, Math.floor(index / height) + 0.5, (index % height) + 0.5) ? 1 : 0,
        );
        expect(seen).toEqual(pixels);
      }),
    );
  });

  it("are the same pixels row by row", () => {
    fc.assert(
      fc.property(bitmaps, ({ height, width, pixels }) => {
        const spans = spansFromCounts(formatCounts(encodeBitmap(pixels)), height, width);
        const rows = new Array<number>(pixels.length).fill(0);
        const pairs = toRowPairs(spans);
        for (let at = 0; at < pairs.length; at += 2) rows.fill(1, pairs[at], pairs[at + 1]);
        const expected = rows.map((_, index) => {
          const x = index % width;
          return pixels[x * height + Math.floor(index / width)];
        });
        expect(rows).toEqual(expected);
      }),
    );
  });

  it("erode as a loop over pixels does", () => {
    fc.assert(
      fc.property(bitmaps, fc.integer({ min: 1, max: 3 }), ({ height, width, pixels }, thick) => {
        const spans = spansFromCounts(formatCounts(encodeBitmap(pixels)), height, width);
        const inner = new Array<number>(pixels.length).fill(0);
        const { pairs } = erodeSpans(spans, thick);
        for (let at = 0; at < pairs.length; at += 2) inner.fill(1, pairs[at], pairs[at + 1]);
        expect(inner).toEqual(erodeSlowly(pixels, height, width, thick));
      }),
    );
  });
});

/** A pixel stays when its column run reaches `thick` further (or the border) and so do its rows. */
function erodeSlowly(pixels: number[], height: number, width: number, thick: number): number[] {
  const at = (x: number, y: number) => pixels[x * height + y] ?? 0;
  return pixels.map((pixel, index) => {
    const x = Math.floor(index / height);
    const y = index % height;
    if (!pixel) return 0;
    if (!at(Math.max(0, x - thick), y) || !at(Math.min(width - 1, x + thick), y)) return 0;
    for (let step = 1; step <= thick; step++) {
      if (y - step >= 0 && !at(x, y - step)) return 0;
      if (y + step < height && !at(x, y + step)) return 0;
    }
    return 1;
  });
}
