import { decisionTitles, formatTime } from "../wording";

import type { Review } from "@/protocol/types";
import { useMembers } from "@/sync/queries/members";
import { useReviews } from "@/sync/queries/reviews";
import { Badge } from "@/ui/Badge";
import { ProblemNote } from "@/ui/Note";
import { sentenceOf } from "@/ui/sentenceOf";

interface EarlierReviewsProps {
  maskletId: number;
  projectId: number;
}

/** What was decided about this masklet before, newest first. */
export function EarlierReviews({ maskletId, projectId }: EarlierReviewsProps) {
  const reviews = useReviews(maskletId);
  const { data: members } = useMembers(projectId);
  if (reviews.isError) return <ProblemNote sentence={sentenceOf(reviews.error)} />;
  if (!reviews.data || reviews.data.length === 0) return null;
  const names = new Map(members?.map(({ user }) => [user.id, user.display_name || user.username]));
  const newestFirst = reviews.data.toSorted((a, b) => b.at.localeCompare(a.at) || b.id - a.id);
  return (
    <section>
      <h3 className="review-panel__subtitle">Earlier reviews</h3>
      <ol className="review-history">
        {newestFirst.map((review) => (
          <li key={review.id}>
            <div className="ui-row">
              <Badge tone={toneOf(review)}>{decisionTitles[review.decision]}</Badge>
              <span className="ui-muted">
                frames {review.start} to {review.stop - 1}
              </span>
            </div>
            {review.comment && <p>{review.comment}</p>}
            <p className="ui-muted">
              {names.get(review.reviewer) ?? "A former member"}, {formatTime(review.at)}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}

function toneOf(review: Review): "ok" | "danger" | "plain" {
  if (review.decision === "satisfactory") return "ok";
  return review.decision === "unsatisfactory" ? "danger" : "plain";
}
