import { useShallow } from "zustand/react/shallow";

import { describeSaving } from "./describeSaving";

import { useEditorStore } from "@/state/editorStore";

/** Whether what a person did is safe, in a few words; the title says what happens next. */
export function SaveState() {
  const { look, words, hint } = useEditorStore(useShallow(describeSaving));
  return (
    <span
      className={`save-state ${look}`}
      data-testid="save-state"
      data-state={look}
      role="status"
      title={hint}
    >
      {words}
    </span>
  );
}
