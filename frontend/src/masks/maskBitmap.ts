import { encodeBitmap, formatCounts } from "./rle";
import { spansFromRuns, type Spans } from "./spans";

import type { Point } from "@/geometry/viewport";

/** A mask under the brush, one byte for each pixel, column by column as COCO's runs go. */
export class MaskBitmap {
  readonly height: number;
  readonly width: number;
  readonly #pixels: Uint8Array;
  #changed = false;

  constructor(height: number, width: number, start: Spans | null) {
    this.height = height;
    this.width = width;
    this.#pixels = new Uint8Array(height * width);
    if (start?.height !== height || start.width !== width) return;
    for (let at = 0; at < start.pairs.length; at += 2) {
      this.#pixels.fill(1, start.pairs[at], start.pairs[at + 1]);
    }
  }

  /** True once a pixel differs from what it was. */
  get isChanged(): boolean {
    return this.#changed;
  }

  /**
   * Sets every pixel whose centre lies within `radius` of the line; also the one that the line
   * begins in, so that the thinnest brush leaves a dot. All in image pixels.
   */
  paintLine(from: Point, to: Point, radius: number, value: 0 | 1): void {
    this.#fill(Math.floor(from.x), Math.floor(from.y), Math.floor(from.y) + 1, value);
    const first = Math.max(0, Math.ceil(Math.min(from.x, to.x) - radius - 0.5));
    const last = Math.min(this.width - 1, Math.floor(Math.max(from.x, to.x) + radius - 0.5));
    for (let x = first; x <= last; x++) {
      const [top, bottom] = crossLine(x + 0.5, from, to, radius);
      if (top <= bottom) {
        this.#fill(x, Math.ceil(top - 0.5), Math.floor(bottom - 0.5) + 1, value);
      }
    }
  }

  toSpans(): Spans {
    return spansFromRuns(encodeBitmap(this.#pixels), this.height, this.width);
  }

  toCounts(): string {
    return formatCounts(encodeBitmap(this.#pixels));
  }

  #fill(x: number, top: number, bottom: number, value: 0 | 1): void {
    if (x < 0 || x >= this.width) return;
    const start = x * this.height + Math.max(0, top);
    const stop = x * this.height + Math.min(this.height, bottom);
    if (start >= stop) return;
    const run = this.#pixels.subarray(start, stop);
    if (!run.includes(1 - value)) return;
    this.#changed = true;
    run.fill(value);
  }
}

/** Where the column `x` enters and leaves the line's round-ended band; top > bottom where it does not. */
function crossLine(x: number, from: Point, to: Point, radius: number): [number, number] {
  let top = Infinity;
  let bottom = -Infinity;
  const add = (y: number) => {
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  };
  for (const end of [from, to]) {
    const half = radius * radius - (x - end.x) * (x - end.x);
    if (half < 0) continue;
    add(end.y - Math.sqrt(half));
    add(end.y + Math.sqrt(half));
  }
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (length === 0) return [top, bottom];
  const side = { x: (-(to.y - from.y) / length) * radius, y: ((to.x - from.x) / length) * radius };
  for (const sign of [1, -1]) {
    const start = { x: from.x + sign * side.x, y: from.y + sign * side.y };
    const run = to.x - from.x;
    const part = run === 0 ? -1 : (x - start.x) / run;
    if (part >= 0 && part <= 1) add(start.y + part * (to.y - from.y));
  }
  return [top, bottom];
}
