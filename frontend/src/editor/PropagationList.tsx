import { useMemo } from "react";
import { useShallow } from "zustand/react/shallow";

import { useEditorRuntime } from "./EditorContext";
import { describeStops } from "./describeStops";
import { describeWaiting } from "./describeWaiting";
import { useRemainingTime } from "./useRemainingTime";

import type { Propagation } from "@/protocol/types";
import { useEditorStore } from "@/state/editorStore";
import { isUnfinished } from "@/state/videoState";
import { useWaiting, type Waiting } from "@/sync/queries/propagations";
import { Button } from "@/ui/Button";
import { Progress } from "@/ui/Progress";
import { formatRemaining } from "@/ui/remaining";

/** What is being tracked now, and how the newest finished one ended. */
export function PropagationList() {
  const all = useEditorStore((state) => state.server?.propagations);
  const videoId = useEditorStore((state) => state.server?.video.id);
  const { unfinished, newest } = useMemo(() => {
    const sorted = [...(all?.values() ?? [])].sort((a, b) => b.id - a.id);
    const finished = sorted.find((propagation) => !isUnfinished(propagation));
    return { unfinished: sorted.filter(isUnfinished), newest: finished };
  }, [all]);
  const waiting = useWaiting(videoId, unfinished.length > 0);
  return (
    <div className="propagations" data-testid="propagations">
      {unfinished.map((propagation) => (
        <RunningPropagation key={propagation.id} propagation={propagation} waiting={waiting.get(propagation.id)} />
      ))}
      {newest && !unfinished.length && <EndedPropagation propagation={newest} />}
    </div>
  );
}

function RunningPropagation({ propagation, waiting }: { propagation: Propagation; waiting: Waiting | undefined }) {
  const { edits } = useEditorRuntime();
  const { id, status, cancel_requested } = propagation;
  const { done, total } = useEditorStore(
    useShallow((state) => {
      const streamed = state.progress.get(id);
      const done = Math.max(propagation.frames_done, streamed?.frames_done ?? 0);
      return { done, total: streamed?.frames_total ?? propagation.frames_total };
    }),
  );
  const measured = useRemainingTime(id);
  const remaining = measured || formatRemaining(waiting?.eta_s ?? 0);
  return (
    <div className="propagation" data-status={status} data-propagation={id}>
      <div className="propagation-line">
        <span data-testid="propagation-progress">
          {done} of {total}
        </span>
        <span className="propagation-hint">{status === "queued" ? describeWaiting(waiting) : remaining}</span>
        <Button
          small
          data-testid="cancel-propagation"
          disabled={cancel_requested}
          title="Stops here and keeps the masks made so far"
          onClick={() => void edits.cancelPropagation(id)}
        >
          {cancel_requested ? "Stopping…" : "Cancel"}
        </Button>
      </div>
      <Progress share={total ? done / total : 0} label="Frames tracked" />
      {propagation.problem && <p className="object-note">{propagation.problem}</p>}
    </div>
  );
}

function EndedPropagation({ propagation }: { propagation: Propagation }) {
  const { status, frames_done, frames_total, problem } = propagation;
  const sentence = {
    done: `Last run: ${frames_done} frames tracked.${describeStops(propagation)}`,
    cancelled: `Cancelled after ${frames_done} of ${frames_total} frames; what was made is kept.`,
    failed: problem || "The last run failed: try it again.",
    queued: "",
    running: "",
  }[status];
  return (
    <p className={status === "failed" ? "object-note danger" : "object-note"} data-testid="propagation-ended" data-status={status}>
      {sentence}
    </p>
  );
}
