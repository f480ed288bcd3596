import { useState, type ReactNode } from "react";

import { useEditorRuntime } from "../EditorContext";

import { useEditorStore } from "@/state/editorStore";
import type { StructureOutcome } from "@/sync/structureEdits";
import { Button } from "@/ui/Button";
import { Dialog, DialogActions } from "@/ui/Dialog";
import { ProblemNote } from "@/ui/Note";

interface StructureFormProps {
  title: string;
  /** What will be true afterwards, in plain words. */
  description: string;
  confirmLabel: string;
  /** Why it cannot be done as it is set; null where it can. */
  refusal: string | null;
  /** What is said once it is done. */
  done: (outcome: Extract<StructureOutcome, { made: true }>) => string;
  onConfirm: () => Promise<StructureOutcome>;
  onRefused?: (outcome: Extract<StructureOutcome, { made: false }>) => void;
  children?: ReactNode;
}

export function StructureForm(props: StructureFormProps) {
  const { title, description, confirmLabel, refusal, done, onConfirm, onRefused, children } = props;
  const { session } = useEditorRuntime();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function confirm() {
    setBusy(true);
    setProblem(null);
    const outcome = await onConfirm();
    setBusy(false);
    if (!outcome.made) {
      onRefused?.(outcome);
      return setProblem(outcome.sentence);
    }
    session.notice(done(outcome), "plain");
    closeStructureAsk();
  }

  return (
    <Dialog open onOpenChange={(open) => !open && closeStructureAsk()} title={title} description={description}>
      <form
        className="structure-form"
        data-testid="structure-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (refusal === null && !busy) void confirm();
        }}
      >
        {children}
        <ProblemNote sentence={refusal ?? problem} testId="structure-problem" />
        <DialogActions>
          <Button type="button" onClick={closeStructureAsk}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" busy={busy} disabled={refusal !== null} data-testid="structure-confirm">
            {confirmLabel}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

export function closeStructureAsk(): void {
  useEditorStore.setState({ structureAsk: null });
}
