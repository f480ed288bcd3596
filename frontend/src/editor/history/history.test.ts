import { expect, test } from "vitest";

import { toRanges } from "./CompareBar";
import { cropAround } from "./paintThumbnail";
import { mergePage } from "./useHistoryPages";

test("frames that follow each other are one range", () => {
  expect(toRanges([0, 1, 2, 5, 7, 8])).toEqual([
    [0, 3],
    [5, 6],
    [7, 9],
  ]);
  expect(toRanges([])).toEqual([]);
});

test("the newest page read again keeps what was known of older pages, newest first", () => {
  const idOf = ({ id }: { id: number; undone: boolean }) => id;
  const known = [3, 2, 1].map((id) => ({ id, undone: false }));
  const page = [{ id: 4, undone: false }, { id: 3, undone: true }];
  expect(mergePage(known, page, idOf).map(({ id, undone }) => [id, undone])).toEqual([
    [4, false],
    [3, true],
    [2, false],
    [1, false],
  ]);
});

const picture = { width: 640, height: 360 };

test("a thumbnail has the tile's shape, with room round the mask", () => {
  const crop = cropAround([300, 150, 340, 190], picture);
  expect(crop.height).toBeCloseTo(56);
  expect(crop.width / crop.height).toBeCloseTo(4 / 3);
  expect([crop.x + crop.width / 2, crop.y + crop.height / 2]).toEqual([320, 170]);
});

test("a thumbnail stays inside the picture, and one larger than the tile fills it", () => {
  expect(cropAround([0, 0, 60, 45], picture)).toMatchObject({ x: 0, y: 0 });
  expect(cropAround([0, 0, 640, 360], picture)).toMatchObject({ width: 480, height: 360, y: 0 });
});
