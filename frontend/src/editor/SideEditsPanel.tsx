import { ConflictDecision } from "./ConflictDecision";
import { describeMoment, nameMember } from "./memberNames";

import type { SideEdit } from "@/protocol/types";
import { decideLater, openConflict } from "@/state/conflictMoves";
import { useEditorStore } from "@/state/editorStore";

/**
 * Edits of which another person changed the same frame first. Everybody sees them; one's own opens by
 * itself, beside the picture, so that work goes on meanwhile.
 */
export function SideEditsPanel() {
  const sideEdits = useEditorStore((state) => state.server?.sideEdits);
  const masklets = useEditorStore((state) => state.server?.masklets);
  const me = useEditorStore((state) => state.me?.id);
  const chosen = useEditorStore((state) => state.openConflict);
  // Those of a deleted object count again when it comes back.
  const open = [...(sideEdits?.values() ?? [])].filter(({ masklet }) => masklets?.has(masklet));
  if (!open.length) return null;
  const own = open.find(({ author }) => author === me)?.id ?? null;
  const shown = chosen === "none" ? null : (open.find(({ id }) => id === chosen)?.id ?? own);
  return (
    <section className="panel decisions" aria-labelledby="conflicts-title" data-testid="conflicts">
      <div className="panel-head">
        <h2 id="conflicts-title">Conflicts</h2>
      </div>
      <ul className="decision-list">
        {open.map((sideEdit) => (
          <ConflictRow key={sideEdit.id} sideEdit={sideEdit} isOpen={sideEdit.id === shown} />
        ))}
      </ul>
    </section>
  );
}

function ConflictRow({ sideEdit, isOpen }: { sideEdit: SideEdit; isOpen: boolean }) {
  const { id, masklet, frame, author, created_at } = sideEdit;
  const number = useEditorStore((state) => state.server?.masklets.get(masklet)?.number);
  const name = useEditorStore((state) => nameMember(state, author));
  return (
    <li data-testid="conflict" data-side-edit={id}>
      <button
        type="button"
        className="conflict-head"
        aria-expanded={isOpen}
        onClick={() => (isOpen ? decideLater() : openConflict(sideEdit))}
      >
        Object {number}, frame {frame}
        <span>
          {name}, {describeMoment(created_at)}
        </span>
      </button>
      {isOpen && <ConflictDecision sideEdit={sideEdit} />}
    </li>
  );
}
