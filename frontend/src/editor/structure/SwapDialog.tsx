import { useState } from "react";

import { useEditorRuntime } from "../EditorContext";

import { ObjectChoice } from "./ObjectChoice";
import { StructureForm } from "./StructureForm";

import type { Masklet } from "@/protocol/types";
import { shownFrame } from "@/state/editorMoves";
import { useEditorStore } from "@/state/editorStore";
import { whyFramesClosed } from "@/state/videoState";

export function SwapDialog({ masklet }: { masklet: Masklet }) {
  const { structure } = useEditorRuntime();
  const [frame] = useState(shownFrame);
  const [otherId, setOther] = useState<number | null>(null);
  const numFrames = useEditorStore((state) => state.frames?.num_frames ?? 0);
  const other = useEditorStore((state) => (otherId === null ? undefined : state.server?.masklets.get(otherId)));
  const refusal =
    whyFramesClosed(masklet, frame, numFrames) ??
    (other ? whyFramesClosed(other, frame, numFrames) : "Choose the object to swap with.");
  return (
    <StructureForm
      title={`Swap object ${masklet.number} from frame ${frame} on?`}
      description="Where tracking mixed two objects up: from this frame on, each takes the other's masks and prompts."
      confirmLabel="Swap"
      refusal={refusal}
      done={() => `Objects ${masklet.number} and ${other?.number ?? ""} are swapped from frame ${frame} on.`}
      onConfirm={() => structure.swap(masklet.id, otherId ?? 0, frame)}
    >
      <ObjectChoice except={masklet.id} label="With" value={otherId} onChange={setOther} />
    </StructureForm>
  );
}
