import { Link } from "react-router";

import type { Masklet } from "@/protocol/types";
import { useReopen } from "@/sync/queries/reviews";
import { Button, buttonClass } from "@/ui/Button";
import { Note, ProblemNote } from "@/ui/Note";
import { sentenceOf } from "@/ui/sentenceOf";

interface ReopenPanelProps {
  masklet: Masklet;
  mayReopen: boolean;
}

/** A masklet that waits for no decision: why, and what can be done with it. */
export function ReopenPanel({ masklet, mayReopen }: ReopenPanelProps) {
  const reopen = useReopen(masklet.id);
  const decided = masklet.status === "approved" || masklet.status === "not_well_defined";
  return (
    <div className="ui-stack">
      <Note>{explain(masklet)}</Note>
      {reopen.isError && <ProblemNote sentence={sentenceOf(reopen.error)} />}
      <div className="ui-row ui-row--wrap">
        {decided && mayReopen && (
          <Button busy={reopen.isPending} onClick={() => reopen.mutate()} data-testid="reopen">
            Reopen
          </Button>
        )}
        <Link to={`/videos/${masklet.video}?masklet=${masklet.id}`} className={buttonClass()}>
          Open in the editor
        </Link>
      </div>
    </div>
  );
}

function explain(masklet: Masklet): string {
  switch (masklet.status) {
    case "approved":
      return "It is approved and read-only. Reopened, it is a draft again; frames that stay as they are stay approved.";
    case "not_well_defined":
      return "It was judged not well defined and stays out of the data.";
    case "rejected":
      return "It was sent back; its annotator corrects it and submits it again.";
    default:
      return "It is a draft: it can be reviewed once its annotator submits it.";
  }
}
