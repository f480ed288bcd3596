import { useEditorStore, type EditorState } from "@/state/editorStore";

/** Whether what a person did is safe, in a word. */
export function SaveState() {
  const look = useEditorStore((state) => describeSaving(state));
  return (
    <span className={`save-state ${look}`} data-testid="save-state" data-state={look} role="status">
      {words[look]}
    </span>
  );
}

const words = {
  connecting: "Connecting…",
  saved: "Saved",
  saving: "Saving…",
  offline: "Offline: edits wait here",
  quiet: "Saved · live updates are down",
} as const;

function describeSaving({ connection, unsentEdits, sendingFails }: EditorState): keyof typeof words {
  if (sendingFails && unsentEdits > 0) return "offline";
  if (unsentEdits > 0) return "saving";
  if (connection === "connecting") return "connecting";
  return connection === "live" ? "saved" : "quiet";
}
