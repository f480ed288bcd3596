import { DeletedDialog } from "./DeletedDialog";
import { MergeDialog } from "./MergeDialog";
import { SpanDialog } from "./SpanDialog";
import { SplitDialog } from "./SplitDialog";
import { SwapDialog } from "./SwapDialog";

import { useEditorStore } from "@/state/editorStore";

/** The dialog of the structure edit that is asked about; loaded when the first one is. */
export default function StructureDialogs() {
  const ask = useEditorStore((state) => state.structureAsk);
  const masklet = useEditorStore((state) =>
    state.server?.masklets.get(ask?.masklet ?? 0),
  );
  if (ask?.kind === "deleted") return <DeletedDialog />;
  if (!ask || !masklet) return null;
  switch (ask.kind) {
    case "split":
      return <SplitDialog masklet={masklet} />;
    case "merge":
      return <MergeDialog masklet={masklet} />;
    case "swap":
      return <SwapDialog masklet={masklet} />;
    default:
      return <SpanDialog masklet={masklet} kind={ask.kind} />;
  }
}
