import { useEditorRuntime } from "./EditorContext";
import { PropagateOptions } from "./PropagateOptions";
import { PropagationList } from "./PropagationList";
import { makeWish, startPropagation } from "./propagationWish";

import { useEditorStore } from "@/state/editorStore";
import { Button } from "@/ui/Button";

/** Tracks objects through the video from their prompts. */
export function PropagatePanel() {
  const { edits } = useEditorRuntime();
  const problem = useEditorStore((state) => {
    const wish = makeWish(state, state.propagationChoice);
    return typeof wish === "string" ? wish : null;
  });
  return (
    <section className="panel propagate" aria-labelledby="propagate-title">
      <div className="panel-head">
        <h2 id="propagate-title">Propagate</h2>
      </div>
      <PropagateOptions />
      <Button
        variant="primary"
        data-testid="propagate"
        disabled={problem !== null}
        title="Ctrl+Shift+Enter"
        onClick={() => startPropagation(edits)}
      >
        Propagate
      </Button>
      {problem && <p className="object-note">{problem}</p>}
      <PropagationList />
    </section>
  );
}
