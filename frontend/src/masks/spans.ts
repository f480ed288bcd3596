import { parseCounts } from "./rle";

/**
 * A mask as spans of a column-major image: [start, stop) pairs of linear indices
 * `x * height + y`, ascending, none of them crossing a column's end.
 */
export interface Spans {
  readonly height: number;
  readonly width: number;
  readonly pairs: Uint32Array;
  /** `columns[x]` to `columns[x + 1]` are the entries of column x in `pairs`. */
  readonly columns: Uint32Array;
}

export function spansFromCounts(text: string, height: number, width: number): Spans {
  return spansFromRuns(parseCounts(text, height * width), height, width);
}

export function spansFromRuns(counts: ArrayLike<number>, height: number, width: number): Spans {
  const pairs: number[] = [];
  const columns = new Uint32Array(width + 1);
  let at = 0;
  for (let index = 0; index < counts.length; index++) {
    const stop = at + (counts[index] ?? 0);
    while (index % 2 && at < stop) {
      const column = Math.floor(at / height);
      const end = Math.min(stop, (column + 1) * height);
      pairs.push(at, end);
      columns[column + 1] = pairs.length;
      at = end;
    }
    at = stop;
  }
  for (let x = 1; x <= width; x++) {
    columns[x] = Math.max(columns[x] ?? 0, columns[x - 1] ?? 0);
  }
  return { height, width, pairs: Uint32Array.from(pairs), columns };
}

export function spansContain(spans: Spans, x: number, y: number): boolean {
  if (x < 0 || y < 0 || x >= spans.width || y >= spans.height) return false;
  const column = Math.floor(x);
  const index = column * spans.height + Math.floor(y);
  const end = spans.columns[column + 1] ?? 0;
  for (let at = spans.columns[column] ?? 0; at < end; at += 2) {
    if (index < (spans.pairs[at] ?? 0)) return false;
    if (index < (spans.pairs[at + 1] ?? 0)) return true;
  }
  return false;
}

/**
 * The spans that stay when `thickness` pixels go from every edge: what is left between is the
 * outline. The image's own border is no edge, so a mask that leaves the frame stays open there.
 */
export function erodeSpans(spans: Spans, thickness: number): Spans {
  const { height, width, pairs, columns } = spans;
  const inner: number[] = [];
  const innerColumns = new Uint32Array(width + 1);
  for (let x = 0; x < width; x++) {
    const left = Math.max(0, x - thickness);
    const right = Math.min(width - 1, x + thickness);
    const base = x * height;
    const end = columns[x + 1] ?? 0;
    for (let at = columns[x] ?? 0; at < end; at += 2) {
      const top = (pairs[at] ?? 0) - base;
      const bottom = (pairs[at + 1] ?? 0) - base;
      const from = top === 0 ? 0 : top + thickness;
      const to = bottom === height ? height : bottom - thickness;
      if (from < to) pushShared(inner, spans, x, left, right, from, to);
    }
    innerColumns[x + 1] = inner.length;
  }
  return { height, width, pairs: Uint32Array.from(inner), columns: innerColumns };
}

/**
 * The same pixels as [start, stop) pairs of row-major indices `y * width + x`, in no order. A row's
 * run begins where a column has a pixel that the column before it lacks, so the work goes with the
 * mask's edge, not with its area.
 */
export function toRowPairs({ height, width, pairs, columns }: Spans): Uint32Array {
  const rows: number[] = [];
  const opened = new Int32Array(height);
  for (let x = 0; x <= width; x++) {
    const end = columns[Math.min(width, x + 1)] ?? 0;
    let was = x > 0 ? (columns[x - 1] ?? 0) : 0;
    const wasEnd = x > 0 ? (columns[x] ?? 0) : 0;
    let is = x < width ? (columns[x] ?? 0) : end;
    // Walks down both columns from edge to edge; between two edges both are constant.
    let inBefore = false;
    let inNow = false;
    let y = 0;
    while (was < wasEnd || is < end) {
      const edgeBefore = was < wasEnd ? (pairs[was] ?? 0) - (x - 1) * height : Infinity;
      const edgeNow = is < end ? (pairs[is] ?? 0) - x * height : Infinity;
      const edge = Math.min(edgeBefore, edgeNow);
      if (inNow && !inBefore) opened.fill(x, y, edge);
      if (inBefore && !inNow) {
        for (; y < edge; y++) rows.push(y * width + (opened[y] ?? 0), y * width + x);
      }
      y = edge;
      if (edgeBefore === edge) {
        inBefore = !inBefore;
        was++;
      }
      if (edgeNow === edge) {
        inNow = !inNow;
        is++;
      }
    }
  }
  return Uint32Array.from(rows);
}

/** Adds the parts of [from, to) of column x that are also in both neighbouring columns. */
function pushShared(
  out: number[],
  { height, pairs, columns }: Spans,
  x: number,
  left: number,
  right: number,
  from: number,
  to: number,
): void {
  const leftEnd = columns[left + 1] ?? 0;
  const rightEnd = columns[right + 1] ?? 0;
  let a = columns[left] ?? 0;
  let b = columns[right] ?? 0;
  while (a < leftEnd && b < rightEnd) {
    const aStop = (pairs[a + 1] ?? 0) - left * height;
    const bStop = (pairs[b + 1] ?? 0) - right * height;
    const start = Math.max(from, (pairs[a] ?? 0) - left * height, (pairs[b] ?? 0) - right * height);
    const stop = Math.min(to, aStop, bStop);
    if (start < stop) out.push(x * height + start, x * height + stop);
    if (aStop <= bStop) a += 2;
    else b += 2;
  }
}
