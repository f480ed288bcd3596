import type { OperationKind } from "@/protocol/types";

const words: Record<OperationKind, string> = {
  create: "New object",
  prompt: "Prompt",
  unprompt: "Prompt removed",
  draw: "Drawing",
  mark: "Frames marked",
  propagate: "Tracking",
  relabel: "New label",
  attribute: "Attribute",
  delete: "Deletion",
  submit: "Submission",
  reopen: "Reopening",
  review: "Review",
  apply: "Kept edit applied",
  import: "Import",
  split: "Split",
  merge: "Merge",
  swap: "Swap",
  copy: "Mask copied",
  restore: "Restored version",
  recover: "Recovery",
  undo: "Undo",
  redo: "Redo",
};

/** What a gesture of that kind is called, with a capital. */
export function nameKind(kind: OperationKind): string {
  return words[kind];
}

/** "frame 3", "frames 3–20", "frames 3–20 and 40", "90 frames in 5 places". */
export function sayFrames(ranges: readonly (readonly [number, number])[]): string {
  if (ranges.length > 3) {
    const frames = ranges.reduce((sum, [start, stop]) => sum + stop - start, 0);
    return `${frames} frames in ${ranges.length} places`;
  }
  const parts = ranges.map(([start, stop]) => (stop - start === 1 ? `${start}` : `${start}–${stop - 1}`));
  const [first] = ranges;
  const isOne = ranges.length === 1 && first !== undefined && first[1] - first[0] === 1;
  const last = parts.pop() ?? "";
  return `${isOne ? "frame" : "frames"} ${parts.length ? `${parts.join(", ")} and ${last}` : last}`;
}

export interface Gesture {
  kind: OperationKind;
  masklets: readonly number[];
  /** [masklet, start, stop) triples. */
  ranges: readonly (readonly [number, number, number])[];
}

/** "Tracking of objects 1 and 2, frames 3–20"; `numberOf` is the number that people know a masklet by. */
export function describeGesture(
  { kind, masklets, ranges }: Gesture,
  numberOf: (masklet: number) => number | undefined,
): string {
  const numbers = masklets.flatMap((id) => numberOf(id) ?? []).sort((a, b) => a - b);
  if (kind === "create" && numbers.length === 1) return `${nameKind(kind)} ${numbers[0]}`;
  const objects = numbers.length ? ` of ${sayObjects(numbers)}` : "";
  const frames = ranges.length ? `, ${sayFrames(mergeRanges(ranges))}` : "";
  return `${nameKind(kind)}${objects}${frames}`;
}

function sayObjects(numbers: readonly number[]): string {
  if (numbers.length > 3) return `${numbers.length} objects`;
  const last = numbers.at(-1) ?? 0;
  if (numbers.length === 1) return `object ${last}`;
  return `objects ${numbers.slice(0, -1).join(", ")} and ${last}`;
}

/** The frames of all masklets together, in order. */
function mergeRanges(ranges: Gesture["ranges"]): [number, number][] {
  const merged: [number, number][] = [];
  for (const [, start, stop] of [...ranges].sort((a, b) => a[1] - b[1])) {
    const last = merged.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], stop);
    else merged.push([start, stop]);
  }
  return merged;
}
