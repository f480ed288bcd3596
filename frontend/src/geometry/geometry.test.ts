import fc from "fast-check";
import { describe, expect, it, test } from "vitest";

import { boxBetween, isBoxLargeEnough, isInside, type Box } from "./box";
import {
  fitViewport,
  panViewport,
  toImagePoint,
  toScreenPoint,
  viewOf,
  viewportOf,
  zoomViewport,
} from "./viewport";

const image = { width: 1280, height: 720 };
const stage = { width: 900, height: 600 };

describe("viewport", () => {
  it("fits the whole image in the middle of the stage", () => {
    const viewport = fitViewport(image, stage);
    const topLeft = toScreenPoint(viewport, { x: 0, y: 0 });
    const bottomRight = toScreenPoint(viewport, { x: image.width, y: image.height });
    expect(topLeft.x).toBeCloseTo(12);
    expect(bottomRight.x).toBeCloseTo(888);
    expect(topLeft.y + bottomRight.y).toBeCloseTo(stage.height);
  });

  it("turns screen points into image points and back", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 900, noNaN: true }), (x) => {
        const viewport = { scale: 2.5, x: -100, y: 40 };
        const back = toScreenPoint(viewport, toImagePoint(viewport, { x, y: x / 2 }));
        expect(back.x).toBeCloseTo(x, 6);
        expect(back.y).toBeCloseTo(x / 2, 6);
      }),
    );
  });

  it("keeps the point under the pointer when zooming", () => {
    const before = fitViewport(image, stage);
    const anchor = { x: 500, y: 300 };
    const after = zoomViewport(before, 3, anchor, image, stage);
    expect(toImagePoint(after, anchor).x).toBeCloseTo(toImagePoint(before, anchor).x, 6);
    expect(toImagePoint(after, anchor).y).toBeCloseTo(toImagePoint(before, anchor).y, 6);
  });

  it("never loses the image however far it is dragged", () => {
    fc.assert(
      fc.property(fc.integer({ min: -9999, max: 9999 }), (dx) => {
        const moved = panViewport(fitViewport(image, stage), dx, -dx, image, stage);
        expect(moved.x).toBeLessThan(stage.width);
        expect(moved.x + image.width * moved.scale).toBeGreaterThan(0);
        expect(moved.y + image.height * moved.scale).toBeGreaterThan(0);
      }),
    );
  });
});

describe("box", () => {
  it("orders its corners and stays inside the image", () => {
    expect(boxBetween({ x: 50, y: 800 }, { x: -20, y: 30.04 }, image)).toEqual([0, 30, 50, 720]);
  });

  it("takes a tiny drag for a click", () => {
    expect(isBoxLargeEnough([10, 10, 11, 40])).toBe(false);
    expect(isBoxLargeEnough([10, 10, 12, 40])).toBe(true);
  });

  it("counts the right and bottom edge as outside", () => {
    expect(isInside({ x: 1279.5, y: 0 }, image)).toBe(true);
    expect(isInside({ x: 1280, y: 0 }, image)).toBe(false);
  });
});

test("a view taken over by a stage of the same shape is the same view", () => {
  const stage = { width: 800, height: 600 };
  const viewport = { scale: 2.5, x: -130, y: 45 };
  const view = viewOf(viewport, stage);
  expect(view).toEqual([52, -18, 372, 222]);
  expect(viewportOf(view, stage)).toEqual(viewport);
});

test("a view taken over by a narrower stage is whole and in the middle", () => {
  const view: Box = [0, 0, 400, 300];
  const stage = { width: 400, height: 600 };
  expect(viewportOf(view, stage)).toEqual({ scale: 1, x: 0, y: 150 });
});
