"""What a decision must be like, as guards that read nothing but their arguments."""

from labeling.problems import Invalid
from labeling.review.models import Review
from labeling.videos.models import Video


def require_range(video: Video, start: int, stop: int) -> None:
    if not 0 <= start < stop <= video.num_frames:
        raise Invalid(
            f"A decision is about frames from `start` to before `stop`, within 0 and {video.num_frames}, "
            f"not about {start} to {stop}."
        )


def require_comment(decision: str, comment: str) -> None:
    if decision == Review.Decision.UNSATISFACTORY and not comment.strip():
        raise Invalid("Say in a comment what is not right, so that the annotator can mend it.")
