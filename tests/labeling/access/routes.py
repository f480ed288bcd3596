"""What every route answers to every role. A route that is missing here fails the suite."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.labeling.access.world import World

ROLES = ("anonymous", "outsider", "annotator", "reviewer", "admin")


@dataclass(frozen=True)
class Row:
    """The statuses are those of ROLES, in order; a body that names things is made from the world.

    A token needs `read` to look and, to change something, the scope of the least role that may: a row says only what
    differs from that.
    """

    method: str
    route: str
    statuses: tuple[int, int, int, int, int]
    body: dict[str, Any] | Callable[[World], dict[str, Any]] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    scope: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is for people who have not signed in as well, and so for every token."""
        return len(set(self.statuses)) == 1

    @property
    def needed_scope(self) -> str:
        if self.scope is not None:
            return self.scope
        if self.method in {"GET", "HEAD", "OPTIONS"}:
            return "read"
        _, outsider, annotator, reviewer, _ = self.statuses
        if outsider != 404 or reviewer in {403, 404}:
            return "admin"
        return "review" if annotator == 403 else "annotate"

    @property
    def name(self) -> str:
        return f"{self.method} {self.route}"

    @property
    def pattern(self) -> str:
        """The route as the address table has it: what was deleted has its id where other things have theirs."""
        return self.route.replace("<deleted_", "<")


TUS = {"Tus-Resumable": "1.0.0"}


def everyone(status: int) -> tuple[int, int, int, int, int]:
    """Also people who have not signed in."""
    return (status,) * 5


def signed_in(status: int) -> tuple[int, int, int, int, int]:
    return (401, status, status, status, status)


def members(status: int) -> tuple[int, int, int, int, int]:
    return (401, 404, status, status, status)


def reviewers(status: int) -> tuple[int, int, int, int, int]:
    return (401, 404, 403, status, status)


def admins(status: int) -> tuple[int, int, int, int, int]:
    return (401, 404, 403, 403, status)


POINT = {"frame": 2, "kind": "point", "points": [[5, 5]], "labels": [1]}

ROWS = [
    # accounts
    Row("GET", "session/", everyone(200)),
    Row("POST", "session/", everyone(400), {"username": "nobody", "password": "wrong"}),
    Row("DELETE", "session/", everyone(204)),
    Row("GET", "sessions/", signed_in(200), scope="admin"),
    Row("DELETE", "sessions/", signed_in(204)),
    Row("DELETE", "sessions/<session_id>/", (401, 404, 404, 404, 204)),  # the admin's own
    Row("GET", "account/", signed_in(200)),
    Row("PATCH", "account/", signed_in(200), {"display_name": "Me"}),
    Row("POST", "account/password/", signed_in(400), {"old": "wrong", "new": "also wrong"}),
    Row("GET", "tokens/", signed_in(200)),
    Row("POST", "tokens/", signed_in(201), {"name": "script"}),
    Row("DELETE", "tokens/<token_id>/", (401, 404, 404, 404, 204)),  # the admin's own
    Row("GET", "users/", signed_in(403), scope="admin"),  # nobody here is staff
    Row("POST", "users/", signed_in(403), {"username": "erin"}),
    Row("PATCH", "users/<user_id>/", signed_in(403), {"is_active": False}),
    Row("POST", "users/<user_id>/password/", signed_in(403)),
    # projects
    Row("GET", "models/", signed_in(200)),
    Row("GET", "projects/", signed_in(200)),
    Row("POST", "projects/", signed_in(201), {"name": "Birds"}),
    Row("GET", "projects/<project_id>/", members(200)),
    Row("PATCH", "projects/<project_id>/", admins(200), {"name": "Fish"}),
    Row("DELETE", "projects/<project_id>/", admins(204)),
    Row("POST", "projects/<project_id>/archive/", admins(200)),
    Row("POST", "projects/<project_id>/unarchive/", admins(409)),  # it is not archived
    Row("POST", "projects/<deleted_project_id>/restore/", (401, 404, 404, 404, 200)),  # for its admins
    Row("GET", "projects/<project_id>/labels/", members(200)),
    Row("POST", "projects/<project_id>/labels/", admins(201), {"name": "cat", "color": "#000000"}),
    Row(
        "PUT",
        "projects/<project_id>/labels/order/",
        admins(200),
        lambda w: {"labels": [label.pk for label in w.project.labels.filter(deleted_at=None)]},
    ),
    Row("PATCH", "labels/<label_id>/", admins(200), {"name": "cat"}),
    Row("GET", "labels/<label_id>/usage/", members(200)),
    Row("DELETE", "labels/<label_id>/", admins(204)),
    Row("POST", "labels/<deleted_label_id>/restore/", admins(200)),
    Row("GET", "projects/<project_id>/members/", members(200)),
    Row(
        "POST",
        "projects/<project_id>/members/",
        admins(201),
        lambda w: {"username": w.outsider.username, "role": "annotator"},
    ),
    Row("GET", "projects/<project_id>/invites/", admins(200), scope="admin"),
    Row("POST", "projects/<project_id>/invites/", admins(201), {"role": "annotator"}),
    Row("DELETE", "invites/<invite_id>/", admins(204)),
    Row("POST", "invitation/", everyone(200), lambda w: {"secret": w.secret}),
    Row("POST", "invitation/accept/", (401, 200, 409, 409, 409), lambda w: {"secret": w.secret}),
    Row(
        "POST",
        "invitation/join/",
        everyone(201),
        lambda w: {"secret": w.secret, "username": "newcomer", "password": "open sesame please"},
    ),
    Row("PATCH", "members/<member_id>/", admins(200), {"role": "reviewer"}),
    Row("DELETE", "members/<member_id>/", admins(204)),
    # videos
    Row("OPTIONS", "uploads/", signed_in(204)),
    Row("OPTIONS", "uploads/<upload_id>/", signed_in(204)),
    Row("GET", "uploads/", signed_in(200)),  # one's own
    Row("POST", "uploads/", signed_in(201), headers=TUS | {"Upload-Length": "10"}),
    Row("HEAD", "uploads/<upload_id>/", (401, 404, 404, 404, 200), headers=TUS),  # the admin's own
    Row(
        "PATCH",
        "uploads/<upload_id>/",
        (401, 404, 404, 404, 409),  # the admin's own; the offset is wrong
        headers=TUS | {"Upload-Offset": "3", "Content-Type": "application/offset+octet-stream"},
    ),
    Row("DELETE", "uploads/<upload_id>/", (401, 404, 404, 404, 204), headers=TUS),
    Row("GET", "projects/<project_id>/upload-room/", members(200)),
    Row("GET", "projects/<project_id>/duplicates/", members(200)),
    Row(
        "POST",
        "videos/",
        (401, 404, 403, 403, 422),  # the admin's upload is not whole yet
        lambda w: {"project": w.project.pk, "upload": str(w.upload.pk), "name": "clip.mp4"},
    ),
    Row("GET", "videos/<video_id>/", members(200)),
    Row("PATCH", "videos/<video_id>/", admins(200), {"name": "new.mp4"}),
    Row("DELETE", "videos/<video_id>/", admins(204)),
    Row("POST", "videos/<video_id>/retry/", admins(409)),  # it is ready
    Row("POST", "videos/<video_id>/archive/", admins(200)),
    Row("POST", "videos/<video_id>/unarchive/", admins(409)),  # it is not archived
    Row("POST", "videos/<deleted_video_id>/restore/", (401, 404, 404, 404, 200)),  # for the project's admins
    Row("GET", "videos/<video_id>/frames/", members(200)),
    Row("GET", "videos/<video_id>/frames/<index>.jpg", members(200)),
    Row("GET", "videos/<video_id>/proxy.mp4", members(200)),
    Row("GET", "videos/<video_id>/poster.jpg", members(200)),
    # masklets
    Row("GET", "videos/<video_id>/masklets/", members(200)),
    Row("POST", "videos/<video_id>/masklets/", members(201), lambda w: {"label": w.label.pk}),
    Row("GET", "masklets/<masklet_id>/", members(200)),
    Row("PATCH", "masklets/<masklet_id>/", members(200), lambda w: {"label": w.label.pk}),
    Row("DELETE", "masklets/<masklet_id>/", members(204)),
    Row("GET", "videos/<video_id>/prompts/", members(200)),
    Row("POST", "masklets/<masklet_id>/prompts/", members(202), POINT),
    Row("DELETE", "prompts/<prompt_id>/", members(202)),
    Row("PUT", "masklets/<masklet_id>/frames/<frame>/", members(200), {"state": "absent"}),
    Row("GET", "masklets/<masklet_id>/masks/", members(200)),
    Row("GET", "masklets/<masklet_id>/versions/", members(200)),
    Row("GET", "videos/<video_id>/operations/", members(200)),
    Row("GET", "masklets/<masklet_id>/diff/", members(200)),
    Row("POST", "masklets/<masklet_id>/split/", members(409), {"frame": 5}),  # it still waits for a mask
    Row("POST", "masklets/<masklet_id>/merge/", members(422), lambda w: {"source": w.masklet.pk}),
    Row("POST", "masklets/<masklet_id>/swap/", members(422), lambda w: {"other": w.masklet.pk, "frame": 5}),
    Row("POST", "masklets/<masklet_id>/copy/", members(422), {"frame": 5, "start": 0, "stop": 3}),  # it has no mask
    Row("POST", "masklets/<masklet_id>/mark/", members(200), {"state": "absent", "start": 0, "stop": 3}),
    Row("POST", "masklets/<masklet_id>/restore/", members(422), {"version": 1}),  # there is none yet
    Row("POST", "masklets/<masklet_id>/recover/", members(409)),  # it is not deleted
    Row("GET", "videos/<video_id>/deleted-masklets/", members(200)),
    Row("GET", "videos/<video_id>/undo/", members(200)),
    Row("POST", "videos/<video_id>/undo/", members(409)),  # nobody has done anything yet
    Row("POST", "videos/<video_id>/redo/", members(409)),
    Row("POST", "masklets/<masklet_id>/submit/", members(422)),  # it has no mask yet
    Row("POST", "masklets/<masklet_id>/reopen/", members(409)),  # it is a draft
    Row("GET", "videos/<video_id>/side-edits/", members(200)),
    Row("GET", "side-edits/<side_edit_id>/", members(200)),
    Row("POST", "side-edits/<side_edit_id>/apply/", members(200), {"how": "replace"}),
    Row("POST", "side-edits/<side_edit_id>/dismiss/", members(204)),
    # propagation
    Row("GET", "videos/<video_id>/propagations/", members(200)),
    Row(
        "POST",
        "videos/<video_id>/propagations/",
        members(201),
        lambda w: {"masklets": [w.masklet.pk], "direction": "forward", "start": 0, "stop": 9},
    ),
    Row("GET", "propagations/<propagation_id>/", members(200)),
    Row("DELETE", "propagations/<propagation_id>/", members(202)),
    # assignments
    Row("GET", "projects/progress/", signed_in(200)),
    Row("GET", "projects/<project_id>/progress/", members(200)),
    Row("GET", "projects/<project_id>/videos/", members(200)),
    Row(
        "POST",
        "projects/<project_id>/assignments/",
        admins(201),
        lambda w: {"videos": [w.video.pk], "user": w.annotator.pk, "kind": "annotate"},
    ),
    Row("POST", "projects/<project_id>/assignments/end/", admins(200), lambda w: {"videos": [w.video.pk]}),
    Row("POST", "assignments/next/", signed_in(200), {"kind": "annotate"}, scope="annotate"),
    Row("DELETE", "assignments/<assignment_id>/", (401, 404, 204, 403, 204), scope="annotate"),  # the annotator's own
    # review
    Row("GET", "masklets/<masklet_id>/reviews/", members(200)),
    Row(
        "POST",
        "masklets/<masklet_id>/reviews/",
        reviewers(409),  # it is not submitted
        {"decision": "satisfactory", "version": 1, "start": 0, "stop": 9, "comment": ""},
    ),
    Row("GET", "inbox/", signed_in(200)),
    Row("GET", "inbox/counts/", signed_in(200)),
    # exchange
    Row("GET", "projects/<project_id>/exports/", reviewers(200)),
    Row(
        "POST",
        "projects/<project_id>/exports/",
        reviewers(201),
        {"format": "sav", "scope": "all", "ann_every": 4},
    ),
    Row("GET", "exports/<export_id>/", reviewers(200)),
    Row("GET", "exports/<export_id>/download/", reviewers(200)),
    # effort
    Row(
        "POST",
        "videos/<video_id>/activity/",
        members(204),
        {"slot": 1, "mode": "annotate", "active_ms": 10, "clicks": 1, "strokes": 0, "frames_seen": 2},
    ),
    Row("GET", "projects/<project_id>/effort/", admins(200)),
    # feed
    Row("GET", "projects/<project_id>/feed/", members(200)),
    Row("GET", "videos/<video_id>/feed/", members(200)),
    # realtime
    Row("GET", "videos/<video_id>/events/", members(200)),
    Row("GET", "videos/<video_id>/snapshot/", members(200)),
    # documentation
    Row("GET", "schema/", everyone(200)),
    Row("GET", "docs/", everyone(200)),
]
