import type { Direction } from "@/protocol/types";
import type { PropagationChoice } from "@/state/editorStore";

const directions: Record<Direction, string> = {
  backward: "Backward",
  both: "Both ways",
  forward: "Forward",
};

/** "Forward, selected object, frames 3 to 19", on one line. */
export function describeChoice(
  { direction, scope, fromHere }: PropagationChoice,
  range: readonly [number, number] | null,
): string {
  const parts = [directions[direction], scope === "all" ? "all objects" : "selected object"];
  if (range) parts.push(`frames ${range[0]} to ${range[1] - 1}`);
  if (fromHere) parts.push("from here");
  return parts.join(", ");
}
