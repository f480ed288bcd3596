import { useRef, useState } from "react";
import { Link, useNavigate } from "react-router";

import { nextToReview } from "../inbox/inboxOrder";
import { decisionTitles, maskletStatusTitles } from "../wording";

import { EarlierReviews } from "./EarlierReviews";
import { ReopenPanel } from "./ReopenPanel";
import { ReviewScopePicker } from "./ReviewScopePicker";
import { checkReview, describeRanges } from "./reviewForm";
import type { ReviewScope } from "./reviewForm";
import { useReviewKeys } from "./useReviewKeys";

import { cssColor, objectColor } from "@/masks/colors";
import type { Decision, Masklet, Video } from "@/protocol/types";
import { useInbox } from "@/sync/queries/inbox";
import { useLabels } from "@/sync/queries/labels";
import { useProject } from "@/sync/queries/projects";
import { useAddReview } from "@/sync/queries/reviews";
import { useSession } from "@/sync/queries/session";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Note, ProblemNote } from "@/ui/Note";
import { CheckIcon } from "@/ui/icons";
import { sentenceOf } from "@/ui/sentenceOf";
import { showToast } from "@/ui/toasts";
import { useDraft } from "@/ui/useDraft";

interface ReviewPanelProps {
  masklet: Masklet;
  video: Video;
}

/** Where a reviewer decides, beside the playing video. */
export function ReviewPanel({ masklet, video }: ReviewPanelProps) {
  const { data: project } = useProject(video.project);
  const { data: labels } = useLabels(video.project);
  const label = labels?.find((candidate) => candidate.id === masklet.label);
  const mayReview = project !== undefined && project.role !== "annotator";
  return (
    <aside className="review-panel" aria-label="Review">
      <div>
        <Link to="/inbox" className="page__crumb">
          Inbox
        </Link>
        <h2 className="review-panel__title">
          {/* The colour of the mask on the picture, which goes by the object, not by its label. */}
          <span className="ui-swatch" style={{ background: cssColor(objectColor(masklet.number)) }} />
          {label?.name ?? "Object"} <span className="ui-muted">object {masklet.number}</span>
        </h2>
        <p className="ui-muted">
          {video.name}
          {project && ` · ${project.name}`}
        </p>
        <Badge tone={masklet.status === "approved" ? "ok" : masklet.status === "rejected" ? "danger" : "accent"}>
          {maskletStatusTitles[masklet.status]}
        </Badge>
      </div>
      {masklet.status === "submitted" && masklet.approved.length > 0 && (
        <Note tone="ok">Approved so far: {describeRanges(masklet.approved)}.</Note>
      )}
      {mayReview && masklet.status === "submitted" && <DecisionForm masklet={masklet} video={video} />}
      {masklet.status !== "submitted" && <ReopenPanel masklet={masklet} mayReopen={mayReview} />}
      {project?.role === "annotator" && masklet.status === "submitted" && (
        <Note>It waits for a reviewer. You can look at it here; deciding is for reviewers and admins.</Note>
      )}
      <EarlierReviews maskletId={masklet.id} projectId={video.project} />
    </aside>
  );
}

function DecisionForm({ masklet, video }: ReviewPanelProps) {
  const navigate = useNavigate();
  const inbox = useInbox();
  const add = useAddReview(masklet.id);
  const { data: me } = useSession();
  const [comment, setComment, forgetComment] = useDraft(`review.${me?.id ?? 0}.${masklet.id}`);
  const [scope, setScope] = useState<ReviewScope>({ kind: "whole" });
  const [wrong, setWrong] = useState<{ field: "comment" | "scope"; sentence: string } | null>(null);
  const commentBox = useRef<HTMLTextAreaElement>(null);

  function decide(decision: Decision) {
    if (add.isPending) return;
    const checked = checkReview({ decision, comment, scope }, masklet, video.num_frames);
    if (!("review" in checked)) {
      setWrong(checked);
      if (checked.field === "comment") commentBox.current?.focus();
      return;
    }
    setWrong(null);
    // Read before the answer takes this masklet out of the queue.
    const next = nextToReview(inbox.data?.to_review ?? [], masklet.id);
    add.mutate(checked.review, {
      onSuccess: () => {
        forgetComment();
        showToast(`${decisionTitles[decision]}. ${next ? "Here is the next one." : "Nothing more to review."}`);
        void navigate(next ? `/review/${next.masklet.id}` : "/inbox");
      },
    });
  }

  useReviewKeys({ approve: () => decide("satisfactory"), sendBack: () => decide("unsatisfactory") });

  const sending = (decision: Decision) => add.isPending && add.variables.decision === decision;
  return (
    <div className="ui-form">
      <Field
        label="Comment"
        hint="Needed when you send it back; the annotator sees it."
        error={wrong?.field === "comment" ? wrong.sentence : null}
        errorTestId="review-comment-error"
      >
        {(control) => (
          <textarea
            {...control}
            ref={commentBox}
            className="ui-input"
            value={comment}
            onChange={(event) => setComment(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Escape") event.currentTarget.blur();
            }}
            data-testid="review-comment"
          />
        )}
      </Field>
      <ReviewScopePicker
        scope={scope}
        onChange={setScope}
        numFrames={video.num_frames}
        error={wrong?.field === "scope" ? wrong.sentence : null}
      />
      {add.isError && <ProblemNote sentence={sentenceOf(add.error)} testId="review-problem" />}
      <div className="review-panel__decisions">
        <Button
          variant="primary"
          busy={sending("satisfactory")}
          onClick={() => decide("satisfactory")}
          aria-keyshortcuts="a"
          data-testid="approve"
        >
          <CheckIcon />
          Approve <kbd>A</kbd>
        </Button>
        <Button
          variant="danger"
          busy={sending("unsatisfactory")}
          onClick={() => decide("unsatisfactory")}
          aria-keyshortcuts="r"
          data-testid="reject"
        >
          Send back <kbd>R</kbd>
        </Button>
        <Button
          busy={sending("not_well_defined")}
          onClick={() => decide("not_well_defined")}
          data-testid="not-well-defined"
          title="There is no clear object here; it stays out of the data."
        >
          Not well defined
        </Button>
      </div>
    </div>
  );
}
