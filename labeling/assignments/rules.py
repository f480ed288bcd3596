"""Who may be asked for what, as guards that read nothing but their arguments."""

from labeling.assignments.models import Assignment
from labeling.masklets.rules import REVIEWERS
from labeling.problems import Conflict, Forbidden, Invalid
from labeling.projects.models import Membership

# More open videos than anyone works on at once: whoever takes more keeps them from others.
MAX_HELD = 20


def require_may(member: Membership, kind: str) -> None:
    if kind == Assignment.Kind.REVIEW and member.role not in REVIEWERS:
        name = member.user.shown_name
        raise Invalid(f"{name} may not review in this project: choose a reviewer or an admin, or change the role.")


def require_few_held(num_held: int) -> None:
    if num_held >= MAX_HELD:
        raise Conflict(
            f"You hold {num_held} videos that are not finished: submit their objects, or give some back, then take the "
            "next one."
        )


def require_own_or_admin(assignment: Assignment, member: Membership) -> None:
    if assignment.user_id != member.user_id and member.role != Membership.Role.ADMIN:
        raise Forbidden("Only an admin of the project may take a video from somebody else; ask one of them.")
