import { useEditorRuntime } from "./EditorContext";
import { LabelBar } from "./LabelBar";
import { ObjectRow } from "./ObjectRow";
import { WaitingNote } from "./WaitingNote";

import { whyClosed } from "@/state/closed";
import { useEditorStore } from "@/state/editorStore";
import { listMasklets } from "@/state/videoState";
import { hasGpuWorker, useServerStatus } from "@/sync/queries/status";
import { Button } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { PlusIcon } from "@/ui/icons";

export function ObjectsPanel() {
  const { edits } = useEditorRuntime();
  const server = useEditorStore((state) => state.server);
  const isReady = useEditorStore((state) => state.frames !== null);
  const making = useEditorStore((state) => state.objectsInMaking);
  const { data: status } = useServerStatus();
  const workerIsAway = status !== undefined && status.postgres && !hasGpuWorker(status);
  const closed = useEditorStore(whyClosed);
  const masklets = server ? listMasklets(server) : [];
  return (
    <section className="panel objects" aria-labelledby="objects-title">
      <div className="panel-head">
        <h2 id="objects-title">Objects</h2>
        <Button
          small
          data-testid="add-object"
          title="New object (N)"
          disabled={!isReady || closed !== null}
          onClick={() => edits.addMasklet()}
        >
          <PlusIcon /> Object
        </Button>
      </div>
      {isReady && !closed && <LabelBar />}
      {masklets.length === 0 && isReady && (
        <p className="panel-empty">No object yet. Click one in the picture: the first click makes it.</p>
      )}
      <ul className="object-list">
        {masklets.map((masklet) => (
          <ObjectRow key={masklet.id} masklet={masklet}>
            {workerIsAway && <WaitingNote masklet={masklet.id} />}
          </ObjectRow>
        ))}
        {Array.from({ length: making }, (_, index) => (
          <li key={`making-${index}`} className="object-row unsent" data-testid="object-in-making">
            New object, not saved yet
          </li>
        ))}
      </ul>
      <button
        type="button"
        className="deleted-link"
        data-testid="show-deleted"
        onClick={() => useEditorStore.setState({ structureAsk: { kind: "deleted", masklet: null } })}
      >
        Deleted objects…
      </button>
      <DeleteQuestion />
    </section>
  );
}

function DeleteQuestion() {
  const { edits } = useEditorRuntime();
  const id = useEditorStore((state) => state.asksToDelete);
  const masklet = useEditorStore((state) => (id === null ? undefined : state.server?.masklets.get(id)));
  return (
    <ConfirmDialog
      open={masklet !== undefined}
      onOpenChange={(open) => !open && useEditorStore.setState({ asksToDelete: null })}
      title={`Delete object ${masklet?.number ?? ""}?`}
      consequence="Its masks and prompts disappear from the video and from exports. It can be brought back from “Deleted objects”."
      confirmLabel="Delete"
      onConfirm={() => {
        // Not waited for: where the connection is lost it is sent later, like any edit.
        if (masklet) void edits.deleteMasklet(masklet.id);
        return Promise.resolve();
      }}
    />
  );
}
