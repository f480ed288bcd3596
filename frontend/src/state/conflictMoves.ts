import { goToFrame } from "./editorMoves";
import { useEditorStore, type DraftMask } from "./editorStore";

import type { SideEdit } from "@/protocol/types";

/** Shows both masks of a conflict beside the picture, and the frame that it is about. */
export function openConflict({ id, masklet, frame }: SideEdit): void {
  useEditorStore.setState({ openConflict: id, selected: masklet, comparedMask: null, playing: false });
  goToFrame(frame);
}

export function decideLater(): void {
  useEditorStore.setState({ openConflict: "none", comparedMask: null });
}

/** Shows one of the two masks in the picture instead of what its object has there. */
export function compareMask(mask: DraftMask | null): void {
  useEditorStore.setState({ comparedMask: mask });
  if (mask) goToFrame(mask.frame);
}
