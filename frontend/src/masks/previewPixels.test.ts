import { expect, test } from "vitest";

import { packPixel } from "./colors";
import { previewPixels } from "./previewPixels";
import { encodeBitmap } from "./rle";
import { spansFromRuns } from "./spans";

const color = [86, 180, 233] as const;
const dash = packPixel(color, 1);
const fill = packPixel(color, 0.22);

test("a preview is hardly filled, and dashed along its edge alone", () => {
  const [height, width] = [7, 9];
  const isInMask = (x: number, y: number) => x >= 2 && x < 7 && y >= 1 && y < 6;
  const columnMajor = Array.from({ length: height * width }, (_, at) =>
    Number(isInMask(Math.floor(at / height), at % height)),
  );
  const pixels = previewPixels(spansFromRuns(encodeBitmap(columnMajor), height, width), color, 1, 2);
  const signs = new Map([[0, "."], [fill, "o"], [dash, "#"]]);
  const rows = Array.from({ length: height }, (_, y) =>
    Array.from(pixels.subarray(y * width, (y + 1) * width), (pixel) => signs.get(pixel)).join(""),
  );
  expect(rows).toEqual([
    ".........",
    "..o##oo..",
    "..#ooo#..",
    "..#ooo#..",
    "..ooooo..",
    "..o##oo..",
    ".........",
  ]);
});
