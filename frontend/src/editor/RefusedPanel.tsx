import { useEditorRuntime } from "./EditorContext";

import { goToFrame } from "@/state/editorMoves";
import { useEditorStore, type RefusedEdit } from "@/state/editorStore";
import { Button } from "@/ui/Button";

/** Edits that the server refused, each with the reason, until the person has had a look. */
export function RefusedPanel() {
  const refused = useEditorStore((state) => state.refusedEdits);
  if (!refused.length) return null;
  return (
    <section className="panel decisions" aria-labelledby="refused-title">
      <div className="panel-head">
        <h2 id="refused-title">Refused</h2>
      </div>
      <ul className="decision-list">
        {refused.map((edit) => (
          <RefusedRow key={edit.key} edit={edit} />
        ))}
      </ul>
    </section>
  );
}

function RefusedRow({ edit: { key, video, what, why, frame } }: { edit: RefusedEdit }) {
  const { session } = useEditorRuntime();
  const isHere = video === session.videoId;
  return (
    <li data-testid="refused-edit">
      <p>
        <b>{what}</b>
        {!isHere && <a href={`/videos/${video}`}> in another video</a>}
      </p>
      <p className="object-note danger">{why}</p>
      <div className="decision-buttons">
        {isHere && frame !== null && (
          <Button small onClick={() => goToFrame(frame)}>
            Show
          </Button>
        )}
        <Button small onClick={() => void session.edits.sendAgain(key)}>
          Send again
        </Button>
        <Button small onClick={() => void session.edits.dismiss(key)}>
          Dismiss
        </Button>
      </div>
    </li>
  );
}
