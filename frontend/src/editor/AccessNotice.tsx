import { Link } from "react-router";

import { useEditorStore } from "@/state/editorStore";
import { ProblemNote } from "@/ui/Note";

/** Says that this page is live no more and why, over an editor that still shows what it knew. */
export function AccessNotice() {
  const fatal = useEditorStore((state) => state.fatal);
  const unsent = useEditorStore((state) => state.unsentEdits);
  if (!fatal) return null;
  const kept = unsent === 1 ? "1 edit of yours waits in this browser." : `${unsent} edits of yours wait in this browser.`;
  return (
    <div className="access-notice" data-testid="access-notice">
      <ProblemNote sentence={unsent ? `${fatal} ${kept}` : fatal} testId="access-ended" />
      <Link to="/">To the projects</Link>
    </div>
  );
}
