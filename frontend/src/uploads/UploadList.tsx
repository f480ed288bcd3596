import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { describeUpload } from "./describeUpload";
import { cancelUpload, dropUpload, pauseUpload, resumeUpload, retryUpload, useUploadQueue } from "./uploadQueue";
import type { UploadItem } from "./uploadQueue";
import { sentBytesOf } from "./uploadState";

import { keys } from "@/sync/queries/keys";
import { refresh } from "@/sync/queries/refresh";
import { Button } from "@/ui/Button";
import { Progress } from "@/ui/Progress";
import { CloseIcon, PauseIcon, PlayIcon } from "@/ui/icons";

import "./UploadList.css";

/** The files on their way into a project; one that has become a video leaves the list. */
export function UploadList({ projectId }: { projectId: number }) {
  const all = useUploadQueue((queue) => queue.items);
  const items = all.filter((item) => item.projectId === projectId);
  const doneIds = items.filter((item) => item.state.phase === "done").map((item) => item.id);
  const doneKey = doneIds.join(" ");
  const client = useQueryClient();

  useEffect(() => {
    if (!doneKey) return;
    void refresh(client, { queryKey: keys.projects }).then(() => doneKey.split(" ").forEach(dropUpload));
  }, [client, doneKey]);

  if (items.length === 0) return null;
  return (
    <ul className="upload-list ui-panel" aria-label="Uploads">
      {items.map((item) => (
        <UploadRow key={item.id} item={item} />
      ))}
    </ul>
  );
}

function UploadRow({ item }: { item: UploadItem }) {
  const { state } = item;
  const failed = state.phase === "failed";
  const sentBytes = state.phase === "registering" || state.phase === "done" ? item.sizeBytes : sentBytesOf(state);
  return (
    <li className="upload-row" data-testid="upload-row" data-phase={state.phase}>
      <div className="ui-row">
        <span className="upload-row__name ui-grow" title={item.fileName}>
          {item.fileName}
        </span>
        <UploadButtons item={item} />
      </div>
      <Progress share={item.sizeBytes > 0 ? sentBytes / item.sizeBytes : 0} label={`Upload of ${item.fileName}`} />
      <p
        className={failed ? "upload-row__problem" : "ui-muted"}
        role={failed ? "alert" : undefined}
        data-testid="upload-progress"
      >
        {describeUpload(state, item.sizeBytes)}
      </p>
    </li>
  );
}

function UploadButtons({ item: { id, fileName, state } }: { item: UploadItem }) {
  const { phase } = state;
  return (
    <>
      {(phase === "sending" || phase === "waiting") && (
        <Button small icon variant="quiet" onClick={() => pauseUpload(id)} aria-label={`Pause ${fileName}`}>
          <PauseIcon />
        </Button>
      )}
      {phase === "paused" && (
        <Button small icon variant="quiet" onClick={() => resumeUpload(id)} aria-label={`Resume ${fileName}`}>
          <PlayIcon />
        </Button>
      )}
      {phase === "failed" && (
        <Button small onClick={() => retryUpload(id)} aria-label={`Try ${fileName} again`}>
          Try again
        </Button>
      )}
      {phase !== "registering" && phase !== "done" && (
        <Button small icon variant="quiet" onClick={() => cancelUpload(id)} aria-label={`Cancel ${fileName}`}>
          <CloseIcon />
        </Button>
      )}
    </>
  );
}
