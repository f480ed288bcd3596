import { useRef } from "react";

import { readChosen } from "./fileSources";
import { cancelUpload, giveFiles, pauseUpload, resumeUpload, uploadAnyway } from "./uploadQueue";
import { isActive } from "./uploadState";
import type { Phase } from "./uploadState";
import type { UploadItem } from "./uploadStore";
import { describeTotals, sumUploads } from "./uploadTotals";

import { Button } from "@/ui/Button";
import { Progress } from "@/ui/Progress";
import { showToast } from "@/ui/toasts";

/** All of them as one, and what can be done to all of them. */
export function UploadListHead({ items }: { items: readonly UploadItem[] }) {
  const totals = sumUploads(items);
  const idsOf = (...phases: Phase[]) => items.filter(({ state }) => phases.includes(state.phase)).map(({ id }) => id);
  const movable = items.filter(({ state }) => isActive(state) || state.phase === "waiting").map(({ id }) => id);
  const paused = idsOf("paused");
  const asking = idsOf("asking");
  return (
    <div className="upload-head">
      <div className="ui-row">
        <h2 className="ui-grow">{items.length === 1 ? "1 upload" : `${items.length} uploads`}</h2>
        <ChooseAgain items={items} />
        {asking.length > 1 && (
          <>
            <Button small onClick={() => asking.forEach(cancelUpload)}>
              Skip all that are here
            </Button>
            <Button small onClick={() => asking.forEach((id) => void uploadAnyway(id))}>
              Upload all anyway
            </Button>
          </>
        )}
        {items.length > 1 && movable.length > 0 && (
          <Button small onClick={() => movable.forEach(pauseUpload)} data-testid="pause-all">
            Pause all
          </Button>
        )}
        {items.length > 1 && paused.length > 0 && (
          <Button small onClick={() => paused.forEach((id) => void resumeUpload(id))} data-testid="resume-all">
            Resume all
          </Button>
        )}
      </div>
      {items.length > 1 && (
        <>
          <Progress share={totals.sizeBytes > 0 ? totals.sentBytes / totals.sizeBytes : 0} label="All uploads" />
          <p className="ui-muted" data-testid="upload-totals">
            {describeTotals(totals)}
          </p>
        </>
      )}
    </div>
  );
}

/** After a reload, where the browser cannot read the files again by itself. */
function ChooseAgain({ items }: { items: readonly UploadItem[] }) {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const missing = items.filter(({ state }) => state.phase === "missing" && !state.canAsk);
  if (missing.length === 0) return null;
  const folders = missing.filter(({ isFolder }) => isFolder);
  const take = async (chosen: FileList | null) => {
    const numOthers = await giveFiles(readChosen(chosen ?? []));
    if (numOthers > 0) showToast("Some of these are not the files that were being uploaded; they were left alone.");
  };
  return (
    <>
      <input
        ref={files}
        className="visually-hidden"
        type="file"
        multiple
        tabIndex={-1}
        aria-label="Files to go on with"
        data-testid="upload-again-input"
        onChange={(event) => void take(event.target.files)}
      />
      <input
        ref={folder}
        className="visually-hidden"
        type="file"
        {...{ webkitdirectory: "" }}
        tabIndex={-1}
        aria-label="Folder to go on with"
        onChange={(event) => void take(event.target.files)}
      />
      {missing.length > folders.length && (
        <Button small variant="primary" onClick={() => files.current?.click()} data-testid="choose-again">
          Choose the {missing.length - folders.length === 1 ? "file" : "files"} again
        </Button>
      )}
      {folders.length > 0 && (
        <Button small variant="primary" onClick={() => folder.current?.click()}>
          Choose the folder again
        </Button>
      )}
    </>
  );
}
