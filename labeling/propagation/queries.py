from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from inference.legs import Leg, plan_legs
from labeling.accounts.models import User
from labeling.events.schema import PropagationState
from labeling.masklets.models import ApprovedRange, FrameHead, MaskState, Prediction, Prompt
from labeling.masklets.rules import BARRIER_ORIGINS
from labeling.problems import NotFound
from labeling.projects.queries import Access
from labeling.propagation.models import GpuWorker, Propagation
from labeling.propagation.waiting import count_before, estimate_remaining_s
from labeling.videos.models import Video
from labeling.videos.queries import find_access_to

NO_PROPAGATION = "There is no such propagation, or you are not a member of its project."
LISTED = 50
# For so long a click waits for the worker that has the video open, before any other may take it.
HOME_WAIT = timedelta(milliseconds=300)


def find_propagation(*, user: User, propagation_id: int, to_change: bool = False) -> tuple[Propagation, Access]:
    """The propagation and the user's access to its project; to an outsider it does not exist.

    `to_change`: as every call asks that changes something. Raises Archived where video or project is read-only.
    """
    propagation = Propagation.objects.select_related("video").filter(pk=propagation_id, video__deleted_at=None).first()
    if propagation is None:
        raise NotFound(NO_PROPAGATION)
    access = find_access_to(propagation.video, user=user, refusal=NO_PROPAGATION, to_change=to_change)
    return propagation, access


def list_propagations(video: Video) -> list[Propagation]:
    """The newest 50 of the video, newest first."""
    return list(video.propagations.prefetch_related("masklets").order_by("-id")[:LISTED])


def list_recent_propagations(video: Video, *, num_over: int = 10) -> list[Propagation]:
    """Those that go on and the newest `num_over` that are over, newest first: what a page needs when it opens."""
    over = video.propagations.filter(status__in=[Propagation.Status.DONE, *_ENDED_EARLY]).order_by("-id")
    going_on = Q(status__in=[Propagation.Status.QUEUED, Propagation.Status.RUNNING])
    wanted = going_on | Q(pk__in=list(over.values_list("pk", flat=True)[:num_over]))
    return list(video.propagations.filter(wanted).prefetch_related("masklets").order_by("-id"))


def describe_propagation(propagation: Propagation) -> PropagationState:
    """The propagation as events carry it."""
    return PropagationState(
        id=propagation.pk,
        video=propagation.video_id,
        masklets=sorted(masklet.pk for masklet in propagation.masklets.all()),
        direction=propagation.direction,  # type: ignore[arg-type]  # one of Direction
        start=propagation.start,
        stop=propagation.stop,
        anchor=propagation.anchor,
        status=propagation.status,  # type: ignore[arg-type]  # one of Status
        frames_done=propagation.frames_done,
        frames_total=propagation.frames_total,
        stopped_at=propagation.stopped_at,
        problem=propagation.problem,
        cancel_requested=propagation.cancel_requested_at is not None,
        created_by=_require_creator(propagation),
        created_at=propagation.created_at,
    )


def show_propagation(propagation: Propagation) -> dict[str, Any]:
    """The propagation as the REST API shows it: its state, how many wait before it while it waits, and until when."""
    return {
        **describe_propagation(propagation).model_dump(),
        "queue_position": count_before(propagation),
        "eta_s": estimate_remaining_s(propagation),
    }


def list_barrier_frames(masklet_ids: Sequence[int], *, start: int, stop: int) -> dict[int, list[int]]:
    """The frames of [start, stop) on which a person said what a masklet is, by masklet, in order, without masks."""
    found: dict[int, set[int]] = defaultdict(set)
    here = Q(masklet_id__in=list(masklet_ids), frame__gte=start, frame__lt=stop)
    heads = FrameHead.objects.filter(here).exclude(state=MaskState.CLEARED)
    approved = ApprovedRange.objects.filter(masklet_id__in=list(masklet_ids), reopened_at=None)
    by_people = Q(origin__in=BARRIER_ORIGINS)
    for masklet_id, first, end in approved.values_list("masklet_id", "start", "stop"):
        by_people |= Q(masklet_id=masklet_id, frame__gte=first, frame__lt=end)
    rows = list(heads.filter(by_people).values_list("masklet_id", "frame"))
    rows += Prompt.objects.filter(here, removed_by=None).values_list("masklet_id", "frame")
    for masklet_id, frame in rows:
        found[masklet_id].add(frame)
    return {masklet_id: sorted(frames) for masklet_id, frames in found.items()}


def plan_propagation(propagation: Propagation) -> tuple[Leg, ...]:
    """The legs as they were when the propagation was asked for, so that every attempt walks the same way."""
    starts: Mapping[str, int] = propagation.resume["starts"]
    return plan_legs(
        direction=propagation.direction,  # type: ignore[arg-type]  # one of Direction
        start=propagation.start,
        stop=propagation.stop,
        starts={int(masklet_id): frame for masklet_id, frame in starts.items()},
    )


def list_open_predictions(*, worker: str) -> QuerySet[Prediction]:
    """The predictions that a worker may take: all but fresh ones of videos that another living worker has open, and
    those that a newer one on the same frame answers as well."""
    now = timezone.now()
    lease = "masklet__video__session_lease"
    elsewhere = Q(**{f"{lease}__expires_at__gt": now}) & ~Q(**{f"{lease}__worker": worker})
    newer = Prediction.objects.filter(
        masklet_id=OuterRef("masklet_id"),
        frame=OuterRef("frame"),
        pk__gt=OuterRef("pk"),
        status__in=[Prediction.Status.QUEUED, Prediction.Status.RUNNING],
    )
    return Prediction.objects.exclude(elsewhere & Q(created_at__gt=now - HOME_WAIT)).exclude(Exists(newer))


def list_open_propagations(*, busy_people: Sequence[int]) -> QuerySet[Propagation]:
    """The propagations that a worker may take: those of people for whom it tracks nothing yet."""
    return Propagation.objects.exclude(created_by_id__in=list(busy_people))


def count_unfinished(user: User) -> int:
    """How many propagations of a person wait or run, in all videos."""
    unfinished = [Propagation.Status.QUEUED, Propagation.Status.RUNNING]
    return Propagation.objects.filter(created_by=user, status__in=unfinished).count()


def is_cancel_requested(propagation_id: int) -> bool:
    return Propagation.objects.filter(pk=propagation_id, cancel_requested_at__isnull=False).exists()


def count_queued_jobs() -> int:
    """How many clicks and propagations wait for a gpu worker."""
    return sum(model._default_manager.filter(status="queued").count() for model in (Prediction, Propagation))


def describe_gpu_workers() -> list[dict[str, Any]]:
    """Every gpu worker seen, its model and device, and the seconds since its last heartbeat."""
    now = timezone.now()
    return [
        {
            "name": worker.name,
            "model": worker.model,
            "device": worker.device,
            "seen_s_ago": round((now - worker.seen_at).total_seconds(), 1),
        }
        for worker in GpuWorker.objects.order_by("name")
    ]


_ENDED_EARLY = (Propagation.Status.FAILED, Propagation.Status.CANCELLED)


def _require_creator(propagation: Propagation) -> int:
    if propagation.created_by_id is None:
        raise ValueError(f"propagation {propagation.pk} was created by nobody")
    return propagation.created_by_id
