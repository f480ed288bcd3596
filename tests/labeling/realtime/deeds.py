"""Everything that people and workers can do to a video, as deeds that a test can pick at random and carry out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from django.db import transaction

from inference.types import BoxPrompt, MaskPrompt, MaskResult, PointPrompt
from labeling.accounts.models import User
from labeling.events.publish import record_event
from labeling.events.schema import PropagationChanged
from labeling.jobs.leases import claim_next
from labeling.masklets import actions
from labeling.masklets.models import Masklet, Operation, Prediction, Prompt, SideEdit
from labeling.problems import Problem
from labeling.projects.models import Label
from labeling.propagation.models import Propagation
from labeling.propagation.queries import describe_propagation
from labeling.review.actions import decide_masklet
from labeling.videos.actions import rename_video
from labeling.videos.models import Video
from tests.factories.masklets import make_square


@dataclass(frozen=True)
class Deed:
    """A deed by the `who`-th person to the `which`-th thing of its kind on a frame; `variant` chooses among forms."""

    name: str
    who: int = 0
    which: int = 0
    frame: int = 0
    variant: int = 0


@dataclass(frozen=True)
class Stage:
    """A video, the people who work on it and the labels that there are."""

    video: Video
    people: list[User]
    labels: list[Label]

    def do(self, deed: Deed) -> None:
        """Carry a deed out; one that is refused changes nothing, as over the API."""
        try:
            with transaction.atomic():
                DEEDS[deed.name](self, deed)
        except Problem:
            pass

    def person(self, deed: Deed) -> User:
        return self.people[deed.who % len(self.people)]

    def masklet(self, deed: Deed) -> Masklet | None:
        masklets = list(Masklet.objects.filter(video=self.video, deleted_at=None).order_by("pk"))
        return masklets[deed.which % len(masklets)] if masklets else None

    def neighbour(self, masklet: Masklet) -> Masklet:
        """The object after this one, round about; itself where it is alone."""
        masklets = list(Masklet.objects.filter(video=self.video, deleted_at=None).order_by("pk"))
        return masklets[(masklets.index(masklet) + 1) % len(masklets)]


def _create(stage: Stage, deed: Deed) -> None:
    label = stage.labels[deed.variant % len(stage.labels)]
    actions.create_masklet(video_id=stage.video.pk, label_id=label.pk, actor=stage.person(deed))


def _rename(stage: Stage, deed: Deed) -> None:
    rename_video(video=stage.video, name=f"clip {deed.variant}.mp4", actor=stage.person(deed))


def _relabel(stage: Stage, deed: Deed, masklet: Masklet) -> None:
    label = stage.labels[deed.variant % len(stage.labels)]
    actions.relabel_masklet(masklet_id=masklet.pk, label_id=label.pk, actor=stage.person(deed))


def _describe(stage: Stage, deed: Deed, masklet: Masklet) -> None:
    values = {entry["id"]: (None, deed.frame, deed.variant)[deed.variant % 3] for entry in masklet.label.attributes}
    actions.set_attributes(masklet_id=masklet.pk, attributes=values, actor=stage.person(deed))


def _delete(stage: Stage, deed: Deed, masklet: Masklet) -> None:
    actions.delete_masklet(masklet_id=masklet.pk, actor=stage.person(deed))


def _prompt(stage: Stage, deed: Deed, masklet: Masklet) -> None:
    values = (
        PointPrompt(frame=deed.frame, points=((5.0, 6.5),), labels=(1,)),
        BoxPrompt(frame=deed.frame, box=(1.0, 2.0, 30.0, 40.0)),
        MaskPrompt(frame=deed.frame, rle=make_square(deed.frame % 20)),
    )
    value = values[deed.variant % len(values)]
    actions.add_prompt(masklet_id=masklet.pk, actor=stage.person(deed), value=value)


def _unprompt(stage: Stage, deed: Deed, masklet: Masklet) -> None:
    prompt = Prompt.objects.filter(masklet=masklet, removed_by=None).order_by("pk").first()
    if prompt is not None:
        actions.remove_prompt(prompt_id=prompt.pk, actor=stage.person(deed))


def _draw(stage: Stage, deed: Deed, masklet: Masklet) -> None:
    state = ("present", "absent", "cleared")[deed.variant % 3]
    actions.draw_frame(
        masklet_id=masklet.pk,
        actor=stage.person(deed),
        frame=deed.frame,
        rle=make_square(deed.frame % 20) if state == "present" else None,
        state=state,
        base_version=max(0, masklet.head - deed.variant) if deed.variant > 2 else None,
    )


def _apply(stage: Stage, deed: Deed) -> None:
    side_edit = _pick_side_edit(stage, deed)
    if side_edit is not None:
        how: Literal["replace", "union"] = "union" if deed.variant % 2 else "replace"
        actions.apply_side_edit(side_edit_id=side_edit.pk, actor=stage.person(deed), how=how)


def _dismiss(stage: Stage, deed: Deed) -> None:
    side_edit = _pick_side_edit(stage, deed)
    if side_edit is not None:
        actions.dismiss_side_edit(side_edit_id=side_edit.pk, actor=stage.person(deed))


def _pick_side_edit(stage: Stage, deed: Deed) -> SideEdit | None:
    found = list(SideEdit.objects.filter(masklet__video=stage.video, masklet__deleted_at=None).order_by("pk"))
    return found[deed.which % len(found)] if found else None


def _predict(stage: Stage, deed: Deed) -> None:
    job = claim_next(Prediction.objects.filter(masklet__video=stage.video), owner="worker")
    if job is None:
        return
    if deed.variant % 4 == 3:
        actions.fail_prediction(prediction_id=job.pk, token=job.lease_token, problem="The model is not there.")
        return
    present = deed.variant % 4 != 2
    result = MaskResult(
        frame=job.frame, rle=make_square(7) if present else None, score=0.5, state="present" if present else "absent"
    )
    actions.complete_prediction(prediction_id=job.pk, token=job.lease_token, result=result)


def _propagate(stage: Stage, deed: Deed, masklet: Masklet) -> None:
    author = stage.person(deed)
    operation = Operation.objects.create(video=stage.video, author=author, kind=Operation.Kind.PROPAGATE)
    job = Propagation.objects.create(
        video=stage.video,
        operation=operation,
        direction="forward",
        start=deed.frame,
        stop=deed.frame + 6,
        anchor=deed.frame,
        status=("done", "failed", "cancelled", "running")[deed.variant % 4],
        frames_total=6,
        created_by=author,
    )
    job.masklets.add(masklet)
    for chunk in (range(deed.frame, deed.frame + 3), range(deed.frame + 3, deed.frame + 6)):
        writes = [
            actions.FrameWrite(
                frame=frame,
                rle=make_square(frame % 20) if frame % 4 else None,
                origin="propagated",
                state="present" if frame % 4 else "absent",
                score=0.5,
            )
            for frame in chunk
        ]
        actions.commit_masks(operation=operation, writes={masklet.pk: writes})
    record_event(
        video_id=stage.video.pk, actor=author, payload=PropagationChanged(propagation=describe_propagation(job))
    )


def _finish(stage: Stage, deed: Deed) -> None:
    job = Propagation.objects.filter(video=stage.video, status="running").order_by("pk").first()
    if job is None:
        return
    job.status = "done"
    job.save()
    record_event(video_id=stage.video.pk, actor=None, payload=PropagationChanged(propagation=describe_propagation(job)))


def _split(stage: Stage, deed: Deed, masklet: Masklet) -> None:
    actions.split_masklet(masklet_id=masklet.pk, actor=stage.person(deed), frame=deed.frame)


def _merge(stage: Stage, deed: Deed, masklet: Masklet) -> None:
    keep: tuple[Literal["target", "source", "union"] | None, ...] = (None, "target", "source", "union")
    actions.merge_masklets(
        target_id=masklet.pk,
        source_id=stage.neighbour(masklet).pk,
        actor=stage.person(deed),
        keep=keep[deed.variant % 4],
    )


def _swap(stage: Stage, deed: Deed, masklet: Masklet) -> None:
    other = stage.neighbour(masklet)
    actions.swap_masklets(masklet_id=masklet.pk, other_id=other.pk, actor=stage.person(deed), frame=deed.frame)


def _copy(stage: Stage, deed: Deed, masklet: Masklet) -> None:
    start = deed.frame + deed.variant - 3
    actions.copy_mask(
        masklet_id=masklet.pk, actor=stage.person(deed), frame=deed.frame, start=max(0, start), stop=max(1, start + 5)
    )


def _mark(stage: Stage, deed: Deed, masklet: Masklet) -> None:
    state = ("absent", "cleared")[deed.variant % 2]
    actions.mark_frames(
        masklet_id=masklet.pk, actor=stage.person(deed), state=state, start=deed.frame, stop=deed.frame + 4
    )


def _restore(stage: Stage, deed: Deed, masklet: Masklet) -> None:
    actions.restore_version(
        masklet_id=masklet.pk,
        actor=stage.person(deed),
        version=max(1, masklet.head - deed.variant),
        start=deed.frame if deed.variant % 2 else 0,
    )


def _recover(stage: Stage, deed: Deed) -> None:
    gone = list(Masklet.objects.filter(video=stage.video, deleted_at__isnull=False).order_by("pk"))
    if gone:
        actions.recover_masklet(masklet_id=gone[deed.which % len(gone)].pk, actor=stage.person(deed))


def _undo(stage: Stage, deed: Deed) -> None:
    operation = None
    if deed.variant > 3:  # a gesture of one's own that is named, however old
        own = Operation.objects.filter(video=stage.video, author=stage.person(deed)).order_by("-pk")
        operation = own[deed.which % max(1, own.count())].pk if own.exists() else None
    actions.undo_operation(video=stage.video, actor=stage.person(deed), operation_id=operation)


def _redo(stage: Stage, deed: Deed) -> None:
    actions.redo_operation(video=stage.video, actor=stage.person(deed))


def _submit(stage: Stage, deed: Deed, masklet: Masklet) -> None:
    actions.submit_masklet(masklet_id=masklet.pk, actor=stage.person(deed))


def _reopen(stage: Stage, deed: Deed, masklet: Masklet) -> None:
    actions.reopen_masklet(masklet_id=masklet.pk, actor=stage.person(deed))


def _review(stage: Stage, deed: Deed, masklet: Masklet) -> None:
    decide_masklet(
        masklet_id=masklet.pk,
        actor=stage.person(deed),
        decision=("satisfactory", "unsatisfactory", "not_well_defined", "satisfactory")[deed.variant % 4],
        version=masklet.submitted_version or 0,
        start=deed.frame if deed.variant % 4 == 3 else 0,
        stop=None,
        comment="Look again.",
    )


def _to_masklet(act: Callable[[Stage, Deed, Masklet], None]) -> Callable[[Stage, Deed], None]:
    def do(stage: Stage, deed: Deed) -> None:
        masklet = stage.masklet(deed)
        if masklet is not None:
            act(stage, deed, masklet)

    return do


DEEDS: dict[str, Callable[[Stage, Deed], None]] = {
    "create": _create,
    "rename": _rename,
    "relabel": _to_masklet(_relabel),
    "describe": _to_masklet(_describe),
    "delete": _to_masklet(_delete),
    "prompt": _to_masklet(_prompt),
    "unprompt": _to_masklet(_unprompt),
    "draw": _to_masklet(_draw),
    "apply": _apply,
    "dismiss": _dismiss,
    "predict": _predict,
    "propagate": _to_masklet(_propagate),
    "finish": _finish,
    "submit": _to_masklet(_submit),
    "reopen": _to_masklet(_reopen),
    "review": _to_masklet(_review),
    "split": _to_masklet(_split),
    "merge": _to_masklet(_merge),
    "swap": _to_masklet(_swap),
    "copy": _to_masklet(_copy),
    "mark": _to_masklet(_mark),
    "restore": _to_masklet(_restore),
    "recover": _recover,
    "undo": _undo,
    "redo": _redo,
}
