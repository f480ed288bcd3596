import type { Prompt } from "@/protocol/types";
import { useEditorStore, type EditorState, type PropagationChoice } from "@/state/editorStore";
import { listMasklets, whyReadOnly } from "@/state/videoState";
import type { MaskletEdits, PropagationWish } from "@/sync/maskletEdits";

/** The call that the choice stands for, or a sentence that says what is missing. */
export function makeWish(state: EditorState, choice: PropagationChoice): PropagationWish | string {
  const { server, frames, range, selected, frame } = state;
  if (!server || !frames) return "Wait until the video is ready.";
  const [start, stop] = range ?? [0, frames.num_frames];
  const chosen = listMasklets(server).filter(({ id }) => choice.scope === "all" || id === selected);
  if (!chosen.length) return "Select an object first.";
  const editable = chosen.filter((masklet) => !whyReadOnly(masklet) && !state.locked.has(masklet.id));
  if (!editable.length) {
    const refusal = chosen[0] && whyReadOnly(chosen[0]);
    return refusal ?? "The object is locked: unlock it first.";
  }
  const prompts = [...server.prompts.values()];
  const ready = editable.filter(({ id }) => hasPromptIn(prompts, id, start, stop));
  if (!ready.length) {
    return range
      ? `No prompt in frames ${start} to ${stop - 1}: click the object on one of them first.`
      : "Click the object on a frame first.";
  }
  const wish = { masklets: ready.map(({ id }) => id), direction: choice.direction, start, stop };
  if (!choice.fromHere) return wish;
  if (frame < start || frame >= stop) return "The shown frame lies outside the range: go into it.";
  return { ...wish, anchor: frame };
}

/** Starts with what the panel is set to. */
export function startPropagation(edits: MaskletEdits): void {
  const state = useEditorStore.getState();
  const wish = makeWish(state, state.propagationChoice);
  if (typeof wish !== "string") void edits.propagate(wish);
}

function hasPromptIn(prompts: Prompt[], masklet: number, start: number, stop: number): boolean {
  return prompts.some(
    (prompt) => prompt.masklet === masklet && prompt.frame >= start && prompt.frame < stop,
  );
}
