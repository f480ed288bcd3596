"""Why an operation cannot be undone now: who changed what it changed, and what is closed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import F, Q

from labeling.accounts.models import User
from labeling.masklets.models import ApprovedRange, MaskletEdit, Operation, Prompt, PromptEdit
from labeling.masklets.queries.undoing import OPEN_JOB, Footprint
from labeling.masklets.rules import Range, compress_frames, is_frame_approved, require_editable, say_frames
from labeling.problems import Conflict

# Frames of a masklet on which something was said after its version `head`, but for what `operation` itself said.
LATER_SQL = """
SELECT head.frame, head.author_id
FROM masklets_framehead AS head
JOIN masklets_framemask AS now
    ON now.masklet_id = head.masklet_id AND now.frame = head.frame AND now.version = head.version
JOIN masklets_version AS made
    ON made.masklet_id = head.masklet_id AND made.number = coalesce(now.source, now.version)
WHERE head.masklet_id = %(masklet)s AND made.number > %(head)s AND made.operation_id <> %(operation)s
ORDER BY head.frame
"""


@dataclass(frozen=True)
class Changed:
    """Frames of a masklet that somebody changed since, as ranges [start, stop)."""

    masklet: int
    author: int
    ranges: list[Range]


@dataclass(frozen=True)
class Refusal:
    """`detail` is a sentence; `propagation` is the job that must end first, if one must."""

    detail: str
    changed: tuple[Changed, ...] = ()
    propagation: int | None = None


def find_refusal(footprint: Footprint) -> Refusal | None:
    """The first thing that speaks against undoing the operation, None where nothing does."""
    return (
        _find_open_job(footprint)
        or _find_edited(footprint)
        or _find_redescribed(footprint)
        or _find_closed(footprint)
        or _find_changed(footprint)
        or _find_moved_prompt(footprint)
    )


def _find_open_job(footprint: Footprint) -> Refusal | None:
    operation = Operation.objects.filter(pk=footprint.operation.pk, propagation__status__in=OPEN_JOB)
    job = operation.values_list("propagation", flat=True).first()
    if job is None:
        return None
    return Refusal("This propagation still runs: cancel it or wait for its end, then undo it.", propagation=job)


def _find_edited(footprint: Footprint) -> Refusal | None:
    """Labels and presence that are not any more as the operation left them."""
    for edit in footprint.masklet_edits:
        masklet = footprint.masklets[edit.masklet_id]
        is_there = masklet.deleted_at is None
        if is_there != edit.is_there:
            done = "recovered" if is_there else "deleted"
            editor = _say_editor(edit, footprint, Q(is_there=is_there, was_there=not is_there))
            return Refusal(f"{editor} {done} object {masklet.number} since.")
        if masklet.label_id != edit.new_label_id:
            editor = _say_editor(edit, footprint, ~Q(old_label=F("new_label")))
            return Refusal(f"{editor} gave object {masklet.number} another label since.")
        if edit.old_label.deleted_at is not None and edit.old_label_id != edit.new_label_id:
            return Refusal(f"The label “{edit.old_label.name}” was deleted from the project since.")
        if not edit.was_there:
            changed = _list_later(edit)
            if changed:
                return _refuse_changed(footprint, changed)
            later = Prompt.objects.filter(masklet=masklet, removed_by=None, operation_id__gt=footprint.operation.pk)
            other = later.exclude(operation__author=footprint.operation.author_id).select_related("operation__author")
            if (prompt := other.first()) is not None:
                name = prompt.operation.author.shown_name
                return Refusal(f"{name} put a prompt on object {masklet.number} since.")
    return None


def _find_redescribed(footprint: Footprint) -> Refusal | None:
    """Attributes whose values are not any more as the operation left them."""
    for edit in footprint.masklet_edits:
        masklet = footprint.masklets[edit.masklet_id]
        for key, (_, new) in edit.attributes.items():
            if masklet.attributes.get(key) != new:
                editor = _say_editor(edit, footprint, Q(attributes__has_key=key))
                return Refusal(f"{editor} said something else about object {masklet.number} since.")
    return None


def _find_closed(footprint: Footprint) -> Refusal | None:
    """Masklets that went, and what is submitted or approved."""
    coming_back = {edit.masklet_id for edit in footprint.masklet_edits if edit.was_there and not edit.is_there}
    for masklet in footprint.masklets.values():
        if masklet.deleted_at is not None and masklet.pk not in coming_back:
            return Refusal(f"Object {masklet.number} was deleted since: recover it first.")
        try:
            require_editable(masklet)
        except Conflict as error:
            return Refusal(error.detail)
        approved = list(ApprovedRange.objects.filter(masklet=masklet, reopened_at=None))
        if approved and any(edit.masklet_id == masklet.pk and not edit.was_there for edit in footprint.masklet_edits):
            return Refusal(f"Some frames of object {masklet.number} are approved: ask a reviewer to reopen it first.")
        frames = [entry.frame for entry in footprint.frames.get(masklet.pk, [])]
        frames += [edit.prompt.frame for edit in footprint.prompt_edits if edit.new_masklet_id == masklet.pk]
        closed = compress_frames(frame for frame in frames if is_frame_approved(frame, approved))
        if closed:
            return Refusal(
                f"{say_frames(closed).capitalize()} of object {masklet.number} "
                f"{_are(closed)} approved: ask a reviewer to reopen it first."
            )
    return None


def _find_changed(footprint: Footprint) -> Refusal | None:
    changed: list[Changed] = []
    for masklet_id, frames in footprint.frames.items():
        later = [(entry.frame, entry.changed_by) for entry in frames if not entry.is_current]
        changed += _group(masklet_id, later)
    return _refuse_changed(footprint, changed) if changed else None


def _find_moved_prompt(footprint: Footprint) -> Refusal | None:
    for edit in footprint.prompt_edits:
        prompt = edit.prompt
        stands_on = prompt.masklet_id if prompt.removed_by_id is None else None
        if stands_on == edit.new_masklet_id:
            continue
        last = PromptEdit.objects.select_related("operation__author").filter(prompt=prompt).latest("pk")
        masklet = footprint.masklets[edit.new_masklet_id or edit.old_masklet_id or prompt.masklet_id]
        name = _say_person(last.operation.author, footprint)
        frame = f"frame {prompt.frame} of object {masklet.number}"
        return Refusal(
            f"{name} changed the prompts on {frame} since.",
            changed=(Changed(masklet.pk, last.operation.author_id, [(prompt.frame, prompt.frame + 1)]),),
        )
    return None


def _list_later(edit: MaskletEdit) -> list[Changed]:
    with connection.cursor() as cursor:
        cursor.execute(LATER_SQL, {"masklet": edit.masklet_id, "head": edit.head, "operation": edit.operation_id})
        return _group(edit.masklet_id, cursor.fetchall())


def _group(masklet_id: int, frames: Iterable[tuple[int, int]]) -> list[Changed]:
    by_author: dict[int, list[int]] = defaultdict(list)
    for frame, author in frames:
        by_author[author].append(frame)
    return [Changed(masklet_id, author, compress_frames(found)) for author, found in sorted(by_author.items())]


def _refuse_changed(footprint: Footprint, changed: list[Changed]) -> Refusal:
    people = User.objects.in_bulk([entry.author for entry in changed])
    parts = [
        f"{_say_person(people[entry.author], footprint)} changed {say_frames(entry.ranges)} "
        f"of object {_number(footprint, entry.masklet)}"
        for entry in changed
    ]
    own = all(entry.author == footprint.operation.author_id for entry in changed)
    advice = "undo that first" if own else "look at the newer masks and change them by hand if you still want to"
    sentence = f"{'; '.join(parts)} since: {advice}."
    return Refusal(sentence[0].upper() + sentence[1:], changed=tuple(changed))


def _number(footprint: Footprint, masklet_id: int) -> int:
    return footprint.masklets[masklet_id].number


def _say_editor(edit: MaskletEdit, footprint: Footprint, wanted: Q) -> str:
    """Who made the newest edit of the masklet that is `wanted`."""
    edits = MaskletEdit.objects.select_related("operation__author").filter(wanted, masklet_id=edit.masklet_id)
    name = _say_person(edits.latest("pk").operation.author, footprint)
    return name[0].upper() + name[1:]


def _say_person(person: User, footprint: Footprint) -> str:
    return "you" if person.pk == footprint.operation.author_id else person.shown_name


def _are(ranges: list[Range]) -> str:
    is_one = len(ranges) == 1 and ranges[0][1] - ranges[0][0] == 1
    return "is" if is_one else "are"
