import { useEffect } from "react";

import { viewportOf } from "@/geometry/viewport";
import type { Presence } from "@/protocol/types";
import { goToFrame } from "@/state/editorMoves";
import { useEditorStore, type EditorState } from "@/state/editorStore";

const get = useEditorStore.getState;
const set = useEditorStore.setState;

/** While a person is followed, frame and view are theirs; whatever this person does themselves ends it. */
export function useFollowing(): void {
  useEffect(() => {
    let isTaking = false;
    const take = (person: Presence) => {
      isTaking = true;
      takeOver(person);
      isTaking = false;
    };
    return useEditorStore.subscribe((now, before) => {
      if (now.following === null || isTaking) return;
      const person = now.presence.find(({ session }) => session === now.following);
      if (!person) return set({ following: null });
      const began = now.following !== before.following;
      if (!began && hasActed(now, before)) return set({ following: null });
      if (began || now.presence !== before.presence || now.stageSize !== before.stageSize) take(person);
    });
  }, []);
}

function takeOver({ frame, view }: Presence): void {
  if (get().frame !== frame) {
    set({ playing: false });
    goToFrame(frame);
  }
  const { stageSize } = get();
  if (view && stageSize) set({ viewport: viewportOf(view, stageSize) });
}

/** The stage's own change of size moves the picture too, and is no act. */
function hasActed(now: EditorState, before: EditorState): boolean {
  return (
    now.frame !== before.frame ||
    now.tool !== before.tool ||
    now.selected !== before.selected ||
    now.playing !== before.playing ||
    now.pending !== before.pending ||
    now.draftBox !== before.draftBox ||
    now.draftMask !== before.draftMask ||
    (now.viewport !== before.viewport && now.stageSize === before.stageSize)
  );
}
