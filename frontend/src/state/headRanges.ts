import type { HeadRange } from "@/protocol/types";

/** Ranges of one masklet's current masks: ascending, apart from each other, equal neighbours merged. */
export type HeadRanges = readonly HeadRange[];

/** Lays `added` over `ranges`: where they overlap, the added one counts. */
export function upsertRange(ranges: HeadRanges, added: HeadRange): HeadRanges {
  const [start, stop] = added;
  if (start >= stop) return ranges;
  const before: HeadRange[] = [];
  const after: HeadRange[] = [];
  for (const range of ranges) {
    if (range[0] < start) before.push(withBounds(range, range[0], Math.min(range[1], start)));
    if (range[1] > stop) after.push(withBounds(range, Math.max(range[0], stop), range[1]));
  }
  return mergeNeighbours([...before, added, ...after]);
}

export function mergeNeighbours(ranges: HeadRanges): HeadRanges {
  const merged: HeadRange[] = [];
  for (const range of ranges) {
    const last = merged[merged.length - 1];
    if (last && last[1] === range[0] && isSameMask(last, range)) {
      merged[merged.length - 1] = withBounds(last, last[0], range[1]);
    } else {
      merged.push(range);
    }
  }
  return merged;
}

export function findRange(ranges: HeadRanges | undefined, frame: number): HeadRange | undefined {
  if (!ranges) return undefined;
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const range = ranges[middle];
    if (!range) return undefined;
    if (frame < range[0]) high = middle - 1;
    else if (frame >= range[1]) low = middle + 1;
    else return range;
  }
  return undefined;
}

/** The first frame with a mask, 0 where there is none. */
export function firstPresent(ranges: HeadRanges | undefined): number {
  return ranges?.find(([, , , , state]) => state === "present")?.[0] ?? 0;
}

/** The number of frames with a mask on them. */
export function countPresent(ranges: HeadRanges | undefined): number {
  let frames = 0;
  for (const [start, stop, , , state] of ranges ?? []) if (state === "present") frames += stop - start;
  return frames;
}

function withBounds(range: HeadRange, start: number, stop: number): HeadRange {
  return [start, stop, range[2], range[3], range[4]];
}

function isSameMask(a: HeadRange, b: HeadRange): boolean {
  return a[2] === b[2] && a[3] === b[3] && a[4] === b[4];
}
