import type { EditorState } from "./editorStore";
import { findRange } from "./headRanges";
import { isUnfinished } from "./videoState";

/** What of an object a gpu worker has yet to answer: a track, a click, or nothing. */
export function whatWaits(
  { server, awaited }: Pick<EditorState, "server" | "awaited">,
  masklet: number,
): "track" | "click" | null {
  if (!server) return null;
  for (const propagation of server.propagations.values()) {
    if (isUnfinished(propagation) && propagation.masklets.includes(masklet)) return "track";
  }
  if (awaited.some((mask) => mask.masklet === masklet)) return "click";
  // After a reload only the prompts are known: one on a frame without a mask has not been answered.
  const heads = server.heads.get(masklet);
  for (const prompt of server.prompts.values()) {
    if (prompt.masklet === masklet && !findRange(heads, prompt.frame)) return "click";
  }
  return null;
}
