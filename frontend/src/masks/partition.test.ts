import fc from "fast-check";
import { expect, test } from "vitest";

import { countPixels, partitionSpans } from "./partition";
import { encodeBitmap } from "./rle";
import { spansContain, spansFromRuns, type Spans } from "./spans";

const height = 7;
const width = 5;
const bitmaps = fc.array(fc.boolean(), { minLength: height * width, maxLength: height * width });

function toSpans(bitmap: readonly boolean[]): Spans {
  return spansFromRuns(encodeBitmap(bitmap.map(Number)), height, width);
}

function toBitmap(spans: Spans): boolean[] {
  return Array.from({ length: height * width }, (_, at) =>
    spansContain(spans, Math.floor(at / height), at % height),
  );
}

test("every pixel is in the part that the two masks say", () => {
  fc.assert(
    fc.property(bitmaps, bitmaps, (a, b) => {
      const parts = partitionSpans(toSpans(a), toSpans(b));
      if (!parts) throw new Error("two masks have parts");
      expect(toBitmap(parts.onlyA)).toEqual(a.map((inA, at) => inA && !b[at]));
      expect(toBitmap(parts.onlyB)).toEqual(a.map((inA, at) => !inA && b[at] === true));
      expect(toBitmap(parts.both)).toEqual(a.map((inA, at) => inA && b[at] === true));
      expect(countPixels(parts.both)).toBe(a.filter((inA, at) => inA && b[at]).length);
    }),
  );
});

test("a mask against none is its own alone; none against none has no parts", () => {
  const mask = toSpans(Array.from({ length: height * width }, (_, at) => at % 3 === 0));
  const parts = partitionSpans(mask, null);
  expect([...(parts?.onlyA.pairs ?? [])]).toEqual([...mask.pairs]);
  expect([parts?.onlyB.pairs.length, parts?.both.pairs.length]).toEqual([0, 0]);
  expect(partitionSpans(null, null)).toBeNull();
});
