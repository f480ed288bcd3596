from django.db import transaction

from labeling.accounts.models import User
from labeling.masklets.actions import approve_frames, lock_submitted, refuse_masklet
from labeling.masklets.models import Masklet
from labeling.review.models import Review
from labeling.review.rules import require_comment, require_range

Decision = Review.Decision


def decide_masklet(
    *,
    masklet_id: int,
    actor: User,
    decision: str,
    version: int,
    start: int,
    stop: int | None,
    comment: str = "",
) -> Review:
    """Judge frames [start, stop) of the submitted version of a masklet; `stop` absent is the video's end.

    Satisfactory frames become approved, and with the last of them the masklet; unsatisfactory, which needs a comment,
    gives the masklet back to its author; not well defined takes it out of the work. Locks the masklet, then the
    video's counter. Raises Conflict when the masklet is not submitted, or another version of it is.
    """
    with transaction.atomic():
        submitted = lock_submitted(masklet_id=masklet_id, version=version)
        masklet = submitted.masklet
        end = masklet.video.num_frames if stop is None else stop
        require_range(masklet.video, start, end)
        require_comment(decision, comment)
        review = Review.objects.create(
            masklet=masklet,
            reviewer=actor,
            decision=decision,
            version=version,
            start=start,
            stop=end,
            comment=comment.strip(),
        )
        if decision == Decision.SATISFACTORY:
            approve_frames(submitted=submitted, start=start, stop=end, actor=actor)
            return review
        rejected = decision == Decision.UNSATISFACTORY
        status = Masklet.Status.REJECTED if rejected else Masklet.Status.NOT_WELL_DEFINED
        refuse_masklet(submitted=submitted, start=start, stop=end, status=status, actor=actor)
        return review
