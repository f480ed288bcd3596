import { Link } from "react-router";

import { useEditorRuntime } from "./EditorContext";
import { Instructions } from "./InstructionsDialog";
import { PresenceChips } from "./PresenceChips";
import { SaveState } from "./SaveState";
import { UndoButtons } from "./UndoButtons";
import { HistoryIcon, KeyboardIcon } from "./icons";
import { submitSelected } from "./submitSelected";

import { whyClosed } from "@/state/closed";
import { useEditorStore } from "@/state/editorStore";
import { toggleHistory } from "@/state/historyMoves";
import { whyReadOnly } from "@/state/videoState";
import { Button } from "@/ui/Button";

export function EditorHeader({ onShowKeys }: { onShowKeys: () => void }) {
  const video = useEditorStore((state) => state.server?.video);
  const project = useEditorStore((state) => state.project);
  const closed = useEditorStore(whyClosed);
  const { mode } = useEditorRuntime();
  return (
    <header className="editor-header">
      <nav className="editor-crumbs" aria-label="Where you are">
        {project && <Link to={`/projects/${project.id}`}>{project.name}</Link>}
        <h1 title={video?.name}>{video?.name ?? "Opening…"}</h1>
        {video && <title>{`${video.name} · Maskloop`}</title>}
      </nav>
      {mode === "annotate" && !closed && <UndoButtons />}
      {mode === "annotate" && <HistoryButton />}
      <SaveState />
      <PresenceChips />
      <Button small icon variant="quiet" aria-label="Show keys" title="Keys (?)" onClick={onShowKeys}>
        <KeyboardIcon />
      </Button>
      {mode === "annotate" && <Instructions />}
      {mode === "annotate" && !closed && <SubmitButton />}
    </header>
  );
}

function HistoryButton() {
  const isOpen = useEditorStore((state) => state.history !== null);
  return (
    <Button
      small
      icon
      variant="quiet"
      aria-label="History"
      aria-pressed={isOpen}
      title="History (I): who did what, compare and restore"
      data-testid="history"
      onClick={toggleHistory}
    >
      <HistoryIcon />
    </Button>
  );
}

function SubmitButton() {
  const runtime = useEditorRuntime();
  const masklet = useEditorStore((state) =>
    state.selected === null ? undefined : state.server?.masklets.get(state.selected),
  );
  if (masklet?.status === "submitted") {
    return (
      <Button small data-testid="withdraw" onClick={() => void runtime.edits.reopen(masklet.id)}>
        Withdraw object {masklet.number}
      </Button>
    );
  }
  return (
    <Button
      small
      variant="primary"
      data-testid="submit"
      disabled={!masklet || whyReadOnly(masklet) !== null}
      title={
        masklet
          ? "Sends this object's masks to the reviewers (Ctrl+Enter); it is read-only until they decide"
          : "Select an object to submit it"
      }
      onClick={() => masklet && void submitSelected(runtime, masklet.id)}
    >
      {masklet ? `Submit object ${masklet.number}` : "Submit"}
    </Button>
  );
}
