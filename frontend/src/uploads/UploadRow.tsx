import { Link } from "react-router";

import { describeUpload } from "./describeUpload";
import { cancelUpload, pauseUpload, resumeUpload, uploadAnyway } from "./uploadQueue";
import { sentBytesOf } from "./uploadState";
import type { UploadItem } from "./uploadStore";

import { Button, buttonClass } from "@/ui/Button";
import { Progress } from "@/ui/Progress";
import { CloseIcon, PauseIcon, PlayIcon } from "@/ui/icons";

export function UploadRow({ item }: { item: UploadItem }) {
  const { state, sizeBytes, fileName, projectId } = item;
  const isTold = state.phase === "failed" || state.phase === "asking" || state.phase === "missing";
  return (
    <li className="upload-row" data-testid="upload-row" data-phase={state.phase} data-sent={sentBytesOf(state)}>
      <div className="ui-row">
        <span className="upload-row__name ui-grow" title={fileName}>
          {fileName}
        </span>
        <UploadButtons item={item} />
      </div>
      <Progress share={shareOf(item)} label={`Upload of ${fileName}`} />
      <p
        className={lineClass(state.phase)}
        role={isTold ? "alert" : undefined}
        data-testid="upload-progress"
      >
        {describeUpload(state, sizeBytes, projectId)}
      </p>
      {state.phase === "asking" && <Question item={item} />}
    </li>
  );
}

function shareOf({ state, sizeBytes }: UploadItem): number {
  if (sizeBytes === 0 || state.phase === "finishing" || state.phase === "done") return 1;
  return sentBytesOf(state) / sizeBytes;
}

function lineClass(phase: UploadItem["state"]["phase"]): string {
  if (phase === "failed") return "upload-row__problem";
  return phase === "retrying" || phase === "missing" || phase === "asking" ? "upload-row__notice" : "ui-muted";
}

/** What to do about a video like it. */
function Question({ item: { id, fileName, state } }: { item: UploadItem }) {
  const [first] = state.phase === "asking" ? state.duplicates : [];
  return (
    <div className="ui-row">
      {first && (
        <Link className={buttonClass({ small: true })} to={`/videos/${first.video}`} data-testid="open-existing">
          Open “{first.name}”
        </Link>
      )}
      <Button small onClick={() => cancelUpload(id)} aria-label={`Skip ${fileName}`} data-testid="skip-duplicate">
        Skip
      </Button>
      <Button
        small
        onClick={() => void uploadAnyway(id)}
        aria-label={`Upload ${fileName} anyway`}
        data-testid="upload-anyway"
      >
        Upload anyway
      </Button>
    </div>
  );
}

function UploadButtons({ item: { id, fileName, state } }: { item: UploadItem }) {
  const { phase } = state;
  const canPause = phase === "sending" || phase === "waiting" || phase === "checking" || phase === "retrying";
  return (
    <>
      {canPause && (
        <Button small icon variant="quiet" onClick={() => pauseUpload(id)} aria-label={`Pause ${fileName}`}>
          <PauseIcon />
        </Button>
      )}
      {(phase === "paused" || (phase === "missing" && state.canAsk)) && (
        <Button small icon variant="quiet" onClick={() => void resumeUpload(id)} aria-label={`Resume ${fileName}`}>
          <PlayIcon />
        </Button>
      )}
      {phase === "failed" && (
        <Button small onClick={() => void resumeUpload(id)} aria-label={`Try ${fileName} again`}>
          {state.mustRestart ? "Start again" : "Try again"}
        </Button>
      )}
      {phase !== "finishing" && phase !== "done" && (
        <Button small icon variant="quiet" onClick={() => cancelUpload(id)} aria-label={`Cancel ${fileName}`}>
          <CloseIcon />
        </Button>
      )}
    </>
  );
}
