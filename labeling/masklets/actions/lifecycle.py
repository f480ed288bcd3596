"""Making, naming and deleting masklets, and handing them over for review."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from labeling.accounts.models import User
from labeling.events.publish import record_event
from labeling.events.schema import MaskletChanged
from labeling.masklets.actions.commits import lock_masklets
from labeling.masklets.actions.edits import edit_masklet, remember_masklet
from labeling.masklets.actions.opening import lock_masklet, read_role
from labeling.masklets.actions.predictions import cancel_queued_predictions, request_prediction
from labeling.masklets.models import ApprovedRange, Masklet, MaskletEdit, Operation, Prediction, Prompt
from labeling.masklets.queries.masks import list_stated_frames
from labeling.masklets.queries.states import describe_masklet
from labeling.masklets.rules import (
    REVIEWERS,
    require_described,
    require_editable,
    require_label_of,
    require_ready,
    require_reopenable,
    require_submittable,
)
from labeling.problems import Conflict, NotFound
from labeling.projects.models import Label
from labeling.projects.rules import list_defaults, require_values
from labeling.videos.models import Video


def create_masklet(
    *, video_id: int, label_id: int, actor: User, attributes: Mapping[str, Any] | None = None
) -> Masklet:
    """Begin an object with the next number of its video; what `attributes` leave out has the label's defaults.

    Locks the video's row, by which the numbers are dealt, then the video's counter.
    """
    with transaction.atomic():
        video = lock_video(video_id)
        require_ready(video)
        label = require_label_of(video, Label.objects.filter(pk=label_id).first())
        operation = Operation.objects.create(video=video, author=actor, kind=Operation.Kind.CREATE)
        values = {**list_defaults(label), **require_values(label, attributes or {})}
        return begin_masklet(operation=operation, label=label, attributes=values)


def lock_video(video_id: int) -> Video:
    """Lock a video's row, by which the numbers of its objects are dealt; before any masklet of it."""
    video = Video.objects.select_for_update(no_key=True).filter(pk=video_id, deleted_at=None).first()
    if video is None:
        raise NotFound("There is no such video: it may have been deleted.")
    return video


def begin_masklet(*, operation: Operation, label: Label, attributes: Mapping[str, Any]) -> Masklet:
    """An object with the next number of its locked video. Locks the video's counter."""
    video, author = operation.video, operation.author
    highest = Masklet.objects.filter(video=video).aggregate(highest=Max("number"))["highest"] or 0
    values = {key: value for key, value in attributes.items() if value is not None}
    masklet = Masklet.objects.create(video=video, label=label, number=highest + 1, author=author, attributes=values)
    remember_masklet(operation=operation, masklet=masklet, is_new=True)
    payload = MaskletChanged(masklet=describe_masklet(masklet))
    record_event(video_id=video.pk, actor=author, payload=payload)
    return masklet


def relabel_masklet(
    *, masklet_id: int, label_id: int, actor: User, attributes: Mapping[str, Any] | None = None
) -> Masklet:
    """Give the object another of its project's labels, with that label's defaults where it has no values yet.

    Values of the old label's attributes are kept for the way back. Locks the masklet, then the video's counter.
    """
    with transaction.atomic():
        masklet = lock_masklet(masklet_id)
        require_editable(masklet)
        label = require_label_of(masklet.video, Label.objects.filter(pk=label_id).first())
        operation = Operation.objects.create(video=masklet.video, author=actor, kind=Operation.Kind.RELABEL)
        fresh = {key: value for key, value in list_defaults(label).items() if key not in masklet.attributes}
        values = {**fresh, **require_values(label, attributes or {})}
        edit_masklet(operation=operation, masklet=masklet, label=label, attributes=values)
        return masklet


def set_attributes(*, masklet_id: int, attributes: Mapping[str, Any], actor: User) -> Masklet:
    """Say what the object is like, by the ids of its label's attributes; None takes a value away.

    Other attributes stay, so that two people who set different ones both win. Nothing is done where all are as they
    were. Locks the masklet, then the video's counter.
    """
    with transaction.atomic():
        masklet = lock_masklet(masklet_id)
        require_editable(masklet)
        values = require_values(masklet.label, attributes)
        changed = {key: value for key, value in values.items() if masklet.attributes.get(key) != value}
        if changed:
            operation = Operation.objects.create(video=masklet.video, author=actor, kind=Operation.Kind.ATTRIBUTE)
            edit_masklet(operation=operation, masklet=masklet, attributes=changed)
        return masklet


def delete_masklet(*, masklet_id: int, actor: User) -> None:
    """Hide the object and keep its history. Locks the masklet, then the video's counter.

    What is submitted or approved must be withdrawn or reopened first.
    """
    with transaction.atomic():
        masklet = lock_masklet(masklet_id)
        if masklet.status in {Masklet.Status.SUBMITTED, Masklet.Status.APPROVED}:
            require_editable(masklet)
        if ApprovedRange.objects.filter(masklet=masklet, reopened_at=None).exists():
            raise Conflict(
                f"Some frames of object {masklet.number} are approved: ask a reviewer to reopen it, then delete it."
            )
        operation = Operation.objects.create(video=masklet.video, author=actor, kind=Operation.Kind.DELETE)
        cancel_queued_predictions(masklet=masklet)
        edit_masklet(operation=operation, masklet=masklet, is_there=False)


def recover_masklet(*, masklet_id: int, actor: User) -> Masklet:
    """Show a deleted object again, with its prompts and masks. Locks the masklet, then the video's counter.

    What the model was asked when it was deleted is asked again. Raises Conflict where it is not deleted.
    """
    with transaction.atomic():
        masklet = lock_masklets([masklet_id])[masklet_id]
        if masklet.deleted_at is None:
            raise Conflict(f"Object {masklet.number} is not deleted.")
        gone = MaskletEdit.objects.filter(masklet=masklet, is_there=False).order_by("-pk").first()
        operation = Operation.objects.create(video=masklet.video, author=actor, kind=Operation.Kind.RECOVER)
        if gone is not None:
            _ask_again(masklet, operation, since=gone.operation.created_at)
        edit_masklet(operation=operation, masklet=masklet, is_there=True)
        return masklet


def submit_masklet(*, masklet_id: int, actor: User) -> Masklet:
    """Hand the object over for review as it stands; it is read-only from now. Locks the masklet, then the counter.

    Refused while a prompt still waits for its mask or a propagation runs, and where there is no mask at all or a
    required attribute has no value.
    """
    with transaction.atomic():
        masklet = lock_masklet(masklet_id)
        pending = Prediction.objects.filter(masklet=masklet, status__in=["queued", "running"]).count()
        require_submittable(masklet, num_stated_frames=len(list_stated_frames(masklet)), num_pending=pending)
        # Propagations live in the app above, which may not be imported here; the relation may be followed.
        if masklet.propagations.filter(status__in=["queued", "running"]).exists():
            raise Conflict(f"Object {masklet.number} is being propagated: wait for the end, or cancel it, then submit.")
        require_described(masklet)
        masklet.status = Masklet.Status.SUBMITTED
        masklet.submitted_version = masklet.head
        masklet.submitted_at = timezone.now()
        masklet.save(update_fields=["status", "submitted_version", "submitted_at"])
        _record(masklet, actor=actor, kind=Operation.Kind.SUBMIT)
        return masklet


def reopen_masklet(*, masklet_id: int, actor: User) -> Masklet:
    """Make the object a draft again: its author withdraws it, a reviewer or an admin reopens it whatever its state.

    Reviewers and admins also open its approved frames; approval itself lasts on every frame whose mask then stays as
    it was. Locks the masklet, then the video's counter.
    """
    with transaction.atomic():
        masklet = lock_masklet(masklet_id)
        role = read_role(masklet, actor)
        approved = ApprovedRange.objects.filter(masklet=masklet, reopened_at=None)
        require_reopenable(masklet, actor=actor, role=role, has_approved=approved.exists())
        if role in REVIEWERS:
            approved.update(reopened_at=timezone.now(), reopened_by=actor)
        masklet.status = Masklet.Status.DRAFT
        masklet.submitted_version = None
        masklet.submitted_at = None
        masklet.save(update_fields=["status", "submitted_version", "submitted_at"])
        _record(masklet, actor=actor, kind=Operation.Kind.REOPEN)
        return masklet


def _ask_again(masklet: Masklet, operation: Operation, *, since: datetime) -> None:
    cut_off = Prediction.objects.filter(masklet=masklet, status=Prediction.Status.CANCELLED, finished_at__gte=since)
    for frame in sorted(set(cut_off.values_list("frame", flat=True))):
        if Prompt.objects.filter(masklet=masklet, frame=frame, removed_by=None).exists():
            request_prediction(masklet=masklet, operation=operation, frame=frame)


def _record(masklet: Masklet, *, actor: User, kind: str) -> None:
    operation = Operation.objects.create(video_id=masklet.video_id, author=actor, kind=kind)
    remember_masklet(operation=operation, masklet=masklet)
    payload = MaskletChanged(masklet=describe_masklet(masklet))
    record_event(video_id=masklet.video_id, actor=actor, payload=payload)
