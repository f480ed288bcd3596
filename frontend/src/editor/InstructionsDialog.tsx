import { useState } from "react";

import type { Project } from "@/protocol/types";
import { useEditorStore } from "@/state/editorStore";
import { Button } from "@/ui/Button";
import { Dialog, DialogActions } from "@/ui/Dialog";

const prefix = "maskloop.instructions.";

/** What the project's admins ask annotators to heed: by the button, and once by itself when it is new. */
export function Instructions() {
  const project = useEditorStore((state) => state.project);
  return project?.instructions ? <InstructionsOf key={project.id} project={project} /> : null;
}

function InstructionsOf({ project }: { project: Project }) {
  const text = project.instructions;
  const key = `${prefix}${project.id}`;
  const [seen, setSeen] = useState(() => readSeen(key));
  const [isAsked, setAsked] = useState(false);

  function close() {
    setAsked(false);
    setSeen(text);
    keepSeen(key, text);
  }

  return (
    <>
      <Button small variant="quiet" onClick={() => setAsked(true)} data-testid="instructions">
        Instructions
      </Button>
      <Dialog open={isAsked || seen !== text} onOpenChange={close} title={`How to annotate ${project.name}`}>
        <p className="instructions-text" data-testid="instructions-text">
          {text}
        </p>
        <DialogActions>
          <Button variant="primary" onClick={close}>
            Begin
          </Button>
        </DialogActions>
      </Dialog>
    </>
  );
}

/** A browser that keeps nothing shows them each time. */
function readSeen(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keepSeen(key: string, text: string): void {
  try {
    localStorage.setItem(key, text);
  } catch {
    // They are shown again.
  }
}
