import { useState } from "react";

import { useEditorRuntime } from "../EditorContext";

import { SpanFields } from "./SpanFields";
import { StructureForm } from "./StructureForm";

import type { Masklet } from "@/protocol/types";
import { shownFrame } from "@/state/editorMoves";
import { useEditorStore } from "@/state/editorStore";
import { findRange } from "@/state/headRanges";
import { sayFrames } from "@/state/operationWords";
import { whyFramesClosed } from "@/state/videoState";
import type { Span } from "@/sync/structureEdits";

type Kind = "copy" | "absent" | "cleared";

const words: Record<Kind, { title: string; description: string; confirm: string; done: string }> = {
  copy: {
    title: "Copy the mask of this frame to frames",
    description: "The same pixels on every frame of the range, as if drawn there: for what does not move.",
    confirm: "Copy",
    done: "The mask is copied to",
  },
  absent: {
    title: "Not there on frames",
    description: "Says that somebody looked and the object is not in sight; masks on these frames go.",
    confirm: "Mark as not there",
    done: "Marked as not there:",
  },
  cleared: {
    title: "Clear frames",
    description: "Takes back what is said about the object on these frames; tracking may fill them again.",
    confirm: "Clear",
    done: "Cleared:",
  },
};

/** The edits that speak about a range of frames; it begins with the one picked on the timeline. */
export function SpanDialog({ masklet, kind }: { masklet: Masklet; kind: Kind }) {
  const { structure } = useEditorRuntime();
  const [frame] = useState(shownFrame);
  const [span, setSpan] = useState<Span | null>(() => {
    const picked = useEditorStore.getState().range;
    return picked ? { start: picked[0], stop: picked[1] } : { start: frame, stop: frame + 1 };
  });
  const hasMask = useEditorStore(
    (state) => findRange(state.server?.heads.get(masklet.id), frame)?.[4] === "present",
  );
  const { title, description, confirm, done } = words[kind];
  const refusal =
    kind === "copy" && !hasMask
      ? `Object ${masklet.number} has no mask on frame ${frame}: go to a frame with the mask to copy.`
      : span
        ? whyFramesClosed(masklet, span.start, span.stop)
        : "The first frame comes before the last.";
  return (
    <StructureForm
      title={`Object ${masklet.number}: ${title.toLowerCase()}`}
      description={description}
      confirmLabel={confirm}
      refusal={refusal}
      done={() => `${done} ${sayFrames(span ? [[span.start, span.stop]] : [])}.`}
      onConfirm={() => {
        const wanted = span ?? { start: frame, stop: frame + 1 };
        if (kind === "copy") return structure.copyMask(masklet.id, frame, wanted);
        return structure.mark(masklet.id, kind, wanted);
      }}
    >
      <SpanFields span={span} onChange={setSpan} />
    </StructureForm>
  );
}
