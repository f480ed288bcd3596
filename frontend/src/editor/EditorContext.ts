import { createContext, useContext } from "react";

import type { StageHolder } from "@/canvas/StageHolder";
import type { Comparison } from "@/sync/comparison";
import type { History } from "@/sync/history";
import type { MaskletEdits } from "@/sync/maskletEdits";
import type { StructureEdits } from "@/sync/structureEdits";
import type { VideoSession } from "@/sync/videoSession";

export interface EditorRuntime {
  session: VideoSession;
  edits: MaskletEdits;
  structure: StructureEdits;
  history: History;
  comparison: Comparison;
  mode: "annotate" | "review";
  stage: StageHolder;
}

export const EditorContext = createContext<EditorRuntime | null>(null);

export function useEditorRuntime(): EditorRuntime {
  const runtime = useContext(EditorContext);
  if (!runtime) throw new Error("This part of the editor stands outside of it.");
  return runtime;
}
