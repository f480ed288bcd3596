import { useState } from "react";

import { useEditorRuntime } from "../EditorContext";

import { StructureForm } from "./StructureForm";

import type { Masklet } from "@/protocol/types";
import { selectMasklet, shownFrame } from "@/state/editorMoves";
import { useEditorStore } from "@/state/editorStore";
import { whyFramesClosed } from "@/state/videoState";

export function SplitDialog({ masklet }: { masklet: Masklet }) {
  const { structure } = useEditorRuntime();
  const [frame] = useState(shownFrame);
  const numFrames = useEditorStore((state) => state.frames?.num_frames ?? 0);
  const refusal =
    frame === 0
      ? "There is nothing before frame 0: go to the frame at which the new object begins."
      : whyFramesClosed(masklet, frame, numFrames);
  return (
    <StructureForm
      title={`Split object ${masklet.number} at frame ${frame}?`}
      description={`A new object with the same label takes the masks and prompts from frame ${frame} on; object ${masklet.number} keeps those before.`}
      confirmLabel="Split"
      refusal={refusal}
      done={({ masklets }) => {
        const made = masklets.find(({ id }) => id !== masklet.id);
        if (made) selectMasklet(made.id);
        return `Frames from ${frame} on are object ${made?.number ?? ""} now.`;
      }}
      onConfirm={() => structure.split(masklet.id, frame)}
    />
  );
}
