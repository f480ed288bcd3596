"""Approval as the reviewers' app decides it: frames that are right, and the masklet's status."""

from dataclasses import dataclass

from django.db import transaction

from labeling.accounts.models import User
from labeling.events.publish import record_event
from labeling.events.schema import MaskletChanged
from labeling.masklets.actions.edits import remember_masklet
from labeling.masklets.actions.opening import lock_masklet
from labeling.masklets.models import ApprovedRange, Masklet, Operation
from labeling.masklets.queries.masks import list_stated_frames
from labeling.masklets.queries.states import describe_masklet
from labeling.masklets.rules import is_frame_approved
from labeling.problems import Conflict


@dataclass(frozen=True)
class SubmittedMasklet:
    """A masklet that is locked and waits for a decision on `version`."""

    masklet: Masklet
    version: int


def lock_submitted(*, masklet_id: int, version: int) -> SubmittedMasklet:
    """Lock a masklet for a decision on its submitted version until the end of the transaction.

    Raises Conflict when it is not submitted, or was submitted again with another version.
    """
    masklet = lock_masklet(masklet_id)
    if masklet.status != Masklet.Status.SUBMITTED or masklet.submitted_version is None:
        raise Conflict(f"Object {masklet.number} is not submitted for review at the moment: look at the queue again.")
    if version != masklet.submitted_version:
        raise Conflict(
            f"Version {masklet.submitted_version} of object {masklet.number} was submitted, not version {version}: "
            "look at the newer one, then decide.",
            head=masklet.submitted_version,
        )
    return SubmittedMasklet(masklet=masklet, version=version)


def approve_frames(*, submitted: SubmittedMasklet, start: int, stop: int, actor: User) -> Masklet:
    """Approve frames [start, stop) of a locked masklet; it is approved itself once no frame with a mask is left over.

    Locks the video's counter.
    """
    with transaction.atomic():
        masklet = submitted.masklet
        _cut_out(masklet, start=start, stop=stop)
        ApprovedRange.objects.create(
            masklet=masklet, version=submitted.version, start=start, stop=stop, approved_by=actor
        )
        approved = list(ApprovedRange.objects.filter(masklet=masklet, reopened_at=None))
        if all(is_frame_approved(frame, approved) for frame in list_stated_frames(masklet)):
            masklet.status = Masklet.Status.APPROVED
            masklet.save(update_fields=["status"])
        return _record_decision(masklet, actor)


def refuse_masklet(*, submitted: SubmittedMasklet, start: int, stop: int, status: str, actor: User) -> Masklet:
    """Give a locked masklet back as rejected or not well defined; frames [start, stop) lose any approval they had.

    Locks the video's counter.
    """
    with transaction.atomic():
        masklet = submitted.masklet
        _cut_out(masklet, start=start, stop=stop)
        masklet.status = status
        masklet.save(update_fields=["status"])
        return _record_decision(masklet, actor)


def _cut_out(masklet: Masklet, *, start: int, stop: int) -> None:
    """Shorten every approval that overlaps [start, stop), reopened ones too, so that ranges never overlap."""
    for entry in ApprovedRange.objects.filter(masklet=masklet, start__lt=stop, stop__gt=start):
        rest = [(entry.start, min(entry.stop, start)), (max(entry.start, stop), entry.stop)]
        pieces = [(begin, end) for begin, end in rest if begin < end]
        if not pieces:
            entry.delete()
            continue
        entry.start, entry.stop = pieces[0]
        entry.save(update_fields=["start", "stop"])
        for begin, end in pieces[1:]:
            piece = ApprovedRange.objects.get(pk=entry.pk)
            piece.pk = None
            piece.start, piece.stop = begin, end
            piece.save()


def _record_decision(masklet: Masklet, actor: User) -> Masklet:
    operation = Operation.objects.create(video_id=masklet.video_id, author=actor, kind=Operation.Kind.REVIEW)
    remember_masklet(operation=operation, masklet=masklet)
    payload = MaskletChanged(masklet=describe_masklet(masklet))
    record_event(video_id=masklet.video_id, actor=actor, payload=payload)
    return masklet
