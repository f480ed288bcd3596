import type { Spans } from "./spans";

/** Two masks of one frame taken apart: what only the first has, only the second, and both. */
export interface Partition {
  onlyA: Spans;
  onlyB: Spans;
  both: Spans;
}

/** Null stands for a mask without a pixel. Linear in the number of spans. */
export function partitionSpans(a: Spans | null, b: Spans | null): Partition | null {
  const size = a ?? b;
  if (!size) return null;
  const parts: [number[], number[], number[]] = [[], [], []];
  const edgesA = a?.pairs ?? new Uint32Array();
  const edgesB = b?.pairs ?? new Uint32Array();
  let atA = 0;
  let atB = 0;
  let from = 0;
  // Between two neighbouring edges of either mask nothing changes; an odd place means inside.
  while (atA < edgesA.length || atB < edgesB.length) {
    const to = Math.min(edgesA[atA] ?? Infinity, edgesB[atB] ?? Infinity);
    const inA = atA % 2;
    const inB = atB % 2;
    if ((inA || inB) && from < to) parts[inA && inB ? 2 : inA ? 0 : 1].push(from, to);
    if (edgesA[atA] === to) atA++;
    if (edgesB[atB] === to) atB++;
    from = to;
  }
  const [onlyA, onlyB, both] = parts;
  return {
    onlyA: toSpans(onlyA, size),
    onlyB: toSpans(onlyB, size),
    both: toSpans(both, size),
  };
}

export function countPixels({ pairs }: Spans): number {
  let pixels = 0;
  for (let at = 0; at < pairs.length; at += 2) pixels += (pairs[at + 1] ?? 0) - (pairs[at] ?? 0);
  return pixels;
}

/** Ascending pairs, none of which crosses a column's end. */
function toSpans(pairs: number[], { height, width }: Spans): Spans {
  const columns = new Uint32Array(width + 1);
  for (let at = 0; at < pairs.length; at += 2) {
    columns[Math.floor((pairs[at] ?? 0) / height) + 1] = at + 2;
  }
  for (let x = 1; x <= width; x++) columns[x] = Math.max(columns[x] ?? 0, columns[x - 1] ?? 0);
  return { height, width, pairs: Uint32Array.from(pairs), columns };
}
