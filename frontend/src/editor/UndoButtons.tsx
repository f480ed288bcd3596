import { useEditorRuntime } from "./EditorContext";
import { RedoIcon, UndoIcon } from "./icons";

import type { UndoStep } from "@/protocol/types";
import { useEditorStore } from "@/state/editorStore";
import { describeGesture } from "@/state/operationWords";
import { Button } from "@/ui/Button";

/** One step back or forth; each says what it would do, or why it cannot. */
export function UndoButtons() {
  const { session } = useEditorRuntime();
  const { undo, redo } = useEditorStore((state) => state.undo);
  return (
    <span className="undo-buttons">
      <StepButton
        step={undo}
        verb="Undo"
        nothing="Nothing of yours to undo"
        keys="Ctrl+Z"
        testId="undo"
        onClick={() => void session.undoRedo.undo()}
      >
        <UndoIcon />
      </StepButton>
      <StepButton
        step={redo}
        verb="Redo"
        nothing="Nothing to redo"
        keys="Ctrl+Shift+Z"
        testId="redo"
        onClick={() => void session.undoRedo.redo()}
      >
        <RedoIcon />
      </StepButton>
    </span>
  );
}

interface StepButtonProps {
  step: UndoStep | null;
  verb: string;
  nothing: string;
  keys: string;
  testId: string;
  onClick: () => void;
  children: React.ReactNode;
}

function StepButton({ step, verb, nothing, keys, testId, onClick, children }: StepButtonProps) {
  const unsent = useEditorStore((state) => state.unsentEdits > 0);
  const title = useEditorStore(({ server }) => {
    if (!step) return `${nothing} (${keys})`;
    const what = describeGesture(step, (masklet) => server?.masklets.get(masklet)?.number);
    return step.refusal ? `${verb}: ${what}. Not now: ${step.refusal.detail}` : `${verb}: ${what} (${keys})`;
  });
  return (
    <Button
      small
      icon
      variant="quiet"
      aria-label={verb}
      title={title}
      data-testid={testId}
      // What is on its way to the server is not in what it said last.
      disabled={!unsent && (step === null || step.refusal !== null)}
      onClick={onClick}
    >
      {children}
    </Button>
  );
}
