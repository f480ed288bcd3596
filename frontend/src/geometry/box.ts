import type { Point, Size } from "./viewport";

/** [x0, y0, x1, y1] in image pixels, x0 <= x1 and y0 <= y1. */
export type Box = [number, number, number, number];

/** A box drawn over fewer pixels than this was meant as a click. */
const smallestBoxPx = 2;

export function boxBetween(from: Point, to: Point, image: Size): Box {
  const a = clampPoint(from, image);
  const b = clampPoint(to, image);
  return [Math.min(a.x, b.x), Math.min(a.y, b.y), Math.max(a.x, b.x), Math.max(a.y, b.y)];
}

export function isBoxLargeEnough([x0, y0, x1, y1]: Box): boolean {
  return x1 - x0 >= smallestBoxPx && y1 - y0 >= smallestBoxPx;
}

export function clampPoint(point: Point, image: Size): Point {
  return {
    x: roundPx(Math.min(image.width, Math.max(0, point.x))),
    y: roundPx(Math.min(image.height, Math.max(0, point.y))),
  };
}

export function isInside(point: Point, image: Size): boolean {
  return point.x >= 0 && point.y >= 0 && point.x < image.width && point.y < image.height;
}

/** A tenth of a pixel is finer than a hand and keeps the JSON short. */
function roundPx(value: number): number {
  return Math.round(value * 10) / 10;
}
