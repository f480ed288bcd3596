import { useState } from "react";

import { useEditorRuntime } from "../EditorContext";

import type { Masklet } from "@/protocol/types";
import { useEditorStore, type ComparedVersions } from "@/state/editorStore";
import { sayFrames } from "@/state/operationWords";
import { whyFramesClosed } from "@/state/videoState";
import type { Span } from "@/sync/structureEdits";
import { Button } from "@/ui/Button";

interface RestoreButtonsProps {
  masklet: Masklet;
  compared: ComparedVersions;
}

/** The older version again, on all frames, on the shown one, or on those picked on the timeline. */
export function RestoreButtons({ masklet, compared }: RestoreButtonsProps) {
  const { structure, comparison, session } = useEditorRuntime();
  const [busy, setBusy] = useState(false);
  const frame = useEditorStore((state) => state.shownFrame ?? state.frame);
  const numFrames = useEditorStore((state) => state.frames?.num_frames ?? 1);
  const range = useEditorStore((state) => state.range);
  const { a: version } = compared;
  // Nothing can be restored from before the first version: undo, or clear the frames.
  if (version === 0) return null;

  async function restore(span: Span | null) {
    setBusy(true);
    const outcome = await structure.restore(masklet.id, version, span);
    setBusy(false);
    if (!outcome.made) return session.notice(outcome.sentence, "danger");
    const where = span ? sayFrames([[span.start, span.stop]]) : "all frames";
    session.notice(`Version ${version} is back on ${where} of object ${masklet.number}.`, "plain");
    comparison.close();
  }

  const button = (text: string, span: Span | null, testId: string) => {
    const { start, stop } = span ?? { start: 0, stop: numFrames };
    const refusal = whyFramesClosed(masklet, start, stop);
    return (
      <Button
        small
        busy={busy}
        disabled={refusal !== null}
        title={refusal ?? "Makes a new version; the present one stays in the history"}
        data-testid={testId}
        onClick={() => void restore(span)}
      >
        {text}
      </Button>
    );
  };
  return (
    <div className="compare-restore">
      <span>Restore version {version}</span>
      {button("On all frames", null, "restore-all")}
      {button(`On frame ${frame}`, { start: frame, stop: frame + 1 }, "restore-frame")}
      {range && button(`On ${sayFrames([range])}`, { start: range[0], stop: range[1] }, "restore-range")}
    </div>
  );
}
