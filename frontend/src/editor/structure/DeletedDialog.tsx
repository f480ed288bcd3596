import { useEffect, useState } from "react";

import { useEditorRuntime } from "../EditorContext";

import { closeStructureAsk } from "./StructureForm";

import type { DeletedMasklet } from "@/protocol/types";
import { selectMasklet } from "@/state/editorMoves";
import { useEditorStore } from "@/state/editorStore";
import { toSentence } from "@/sync/videoSession";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Loading } from "@/ui/Loading";
import { ProblemNote } from "@/ui/Note";

/** The objects that were deleted, each with a way back. */
export function DeletedDialog() {
  const { structure, session } = useEditorRuntime();
  const [deleted, setDeleted] = useState<DeletedMasklet[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    structure.listDeleted().then(setDeleted, (error: unknown) => setProblem(toSentence(error)));
  }, [structure]);

  async function recover({ id, number }: DeletedMasklet["masklet"]) {
    const outcome = await structure.recover(id);
    if (!outcome.made) return setProblem(outcome.sentence);
    session.notice(`Object ${number} is back.`, "plain");
    selectMasklet(id);
    closeStructureAsk();
  }

  return (
    <Dialog open onOpenChange={(open) => !open && closeStructureAsk()} title="Deleted objects">
      <ProblemNote sentence={problem} />
      {!deleted && !problem && <Loading what="the deleted objects" />}
      {deleted?.length === 0 && <p>No object of this video has been deleted.</p>}
      <ul className="deleted-list" data-testid="deleted-list">
        {deleted?.map((entry) => (
          <li key={entry.masklet.id}>
            <DeletedText entry={entry} />
            <Button small data-testid="recover" onClick={() => void recover(entry.masklet)}>
              Bring back
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function DeletedText({ entry: { masklet, deleted_at, deleted_by } }: { entry: DeletedMasklet }) {
  const label = useEditorStore((state) => state.labels.find(({ id }) => id === masklet.label)?.name ?? "");
  const person = useEditorStore((state) => state.members.find(({ user }) => user.id === deleted_by)?.user);
  const who = person ? `${person.display_name || person.username}, ` : "";
  return (
    <span>
      <b>
        Object {masklet.number} {label}
      </b>
      <small>
        {who}
        {new Date(deleted_at).toLocaleString()}
      </small>
    </span>
  );
}
