"""What every edit of a masklet begins with."""

from labeling.accounts.models import User
from labeling.masklets.actions.commits import lock_masklets
from labeling.masklets.models import ApprovedRange, Masklet
from labeling.masklets.queries.access import NO_MASKLET
from labeling.masklets.rules import require_editable, require_frame, require_frame_open, require_ready
from labeling.problems import Invalid, NotFound
from labeling.projects.models import Membership


def lock_masklet(masklet_id: int) -> Masklet:
    """Lock a masklet until the end of the transaction; raises NotFound when it was deleted meanwhile."""
    masklet = lock_masklets([masklet_id]).get(masklet_id)
    if masklet is None or masklet.deleted_at is not None:
        raise NotFound(NO_MASKLET)
    return masklet


def lock_pair(first_id: int, second_id: int) -> tuple[Masklet, Masklet]:
    """Lock two masklets of one video; raises NotFound when one was deleted, Invalid when they are not a pair."""
    if first_id == second_id:
        raise Invalid("Name two different objects.")
    masklets = lock_masklets([first_id, second_id])
    first, second = masklets.get(first_id), masklets.get(second_id)
    if first is None or second is None or first.deleted_at is not None or second.deleted_at is not None:
        raise NotFound(NO_MASKLET)
    if first.video_id != second.video_id:
        raise Invalid("The two objects are in different videos.")
    return first, second


def lock_masklet_for_edit(masklet_id: int, *, frame: int) -> Masklet:
    """Lock a masklet whose `frame` may be changed; raises Conflict when masklet or frame is closed."""
    masklet = lock_masklet(masklet_id)
    require_ready(masklet.video)
    require_frame(masklet.video, frame)
    require_editable(masklet)
    require_frame_open(masklet, frame, ApprovedRange.objects.filter(masklet=masklet, reopened_at=None))
    return masklet


def read_role(masklet: Masklet, actor: User) -> str:
    """The actor's role now, read inside the transaction; empty for somebody who is no member any more."""
    found = Membership.objects.filter(project_id=masklet.video.project_id, user=actor, deleted_at=None)
    return found.values_list("role", flat=True).first() or ""
