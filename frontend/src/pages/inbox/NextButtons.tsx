import { useState } from "react";
import { useNavigate } from "react-router";

import type { AssignmentKind, Project } from "@/protocol/types";
import { useTakeNext } from "@/sync/queries/assignments";
import { Button } from "@/ui/Button";
import { sentenceOf } from "@/ui/sentenceOf";

const nothingNext: Record<AssignmentKind, string> = {
  annotate: "No video is free: each is assigned to somebody, submitted or done.",
  review: "Nothing waits for a review that nobody else has.",
};

/** Takes the next video of the queue and opens it; no two people are given the same. */
export function NextButtons({ projects }: { projects: readonly Project[] }) {
  const mayReview = projects.some((project) => project.role !== "annotator");
  const navigate = useNavigate();
  const take = useTakeNext();
  const [said, setSaid] = useState<string | null>(null);

  function takeNext(kind: AssignmentKind) {
    setSaid(null);
    take.mutate(
      { kind },
      {
        onSuccess: ({ assignment, masklet }) => {
          if (!assignment) setSaid(nothingNext[kind]);
          else void navigate(masklet === null ? `/videos/${assignment.video}` : `/review/${masklet}`);
        },
        onError: (error) => setSaid(sentenceOf(error)),
      },
    );
  }

  const busy = (kind: AssignmentKind) => take.isPending && take.variables.kind === kind;
  return (
    <div className="next-buttons">
      <div className="ui-row">
        {mayReview && (
          <Button onClick={() => takeNext("review")} busy={busy("review")} data-testid="next-review">
            Next review
          </Button>
        )}
        <Button variant="primary" onClick={() => takeNext("annotate")} busy={busy("annotate")} data-testid="next-video">
          Give me the next video
        </Button>
      </div>
      <p role="status" data-testid="next-said">
        {said}
      </p>
    </div>
  );
}
