import { useState } from "react";

import { useEditorRuntime } from "./EditorContext";

import { whyClosed } from "@/state/closed";
import { useEditorStore } from "@/state/editorStore";
import { api } from "@/sync/api";
import { Button } from "@/ui/Button";
import { Note } from "@/ui/Note";
import { sentenceOf } from "@/ui/sentenceOf";

/** Says over the editor that it only shows, with the way back for whoever may take it. */
export function ClosedNotice() {
  const { session } = useEditorRuntime();
  const closed = useEditorStore(whyClosed);
  const video = useEditorStore((state) => state.server?.video);
  const project = useEditorStore((state) => state.project);
  const [busy, setBusy] = useState(false);
  if (!closed || !video || !project) return null;
  const path = video.archived ? `/api/videos/${video.id}/unarchive/` : `/api/projects/${project.id}/unarchive/`;

  function reopen() {
    setBusy(true);
    api
      .post(path)
      .catch((error: unknown) => session.notice(sentenceOf(error), "danger"))
      .finally(() => setBusy(false));
  }

  return (
    <div className="access-notice" data-testid="closed-notice">
      <Note tone="warn">{closed}</Note>
      {project.role === "admin" && (
        <Button small busy={busy} onClick={reopen} data-testid="unarchive">
          Take out of the archive
        </Button>
      )}
    </div>
  );
}
