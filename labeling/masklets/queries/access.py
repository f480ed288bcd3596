from labeling.accounts.models import User
from labeling.masklets.models import Masklet, Prompt, SideEdit
from labeling.problems import NotFound
from labeling.projects.queries import Access
from labeling.videos.models import Video
from labeling.videos.queries import find_access_to

NO_MASKLET = "There is no such object: it may have been deleted, or you are not a member of its project."
NO_PROMPT = "There is no such prompt: it may have been removed, or you are not a member of its project."
NO_SIDE_EDIT = "There is no such edit: its object may have been deleted, or you are not a member of its project."


def find_masklet(*, user: User, masklet_id: int, to_change: bool = False) -> tuple[Masklet, Access]:
    """A masklet that has not been deleted, for a member of its project; raises NotFound for everybody else.

    `to_change`, here and below: as every call asks that changes something. Raises Archived where video or project is
    read-only.
    """
    masklet = (
        Masklet.objects.select_related("video", "label")
        .filter(pk=masklet_id, deleted_at=None, video__deleted_at=None)
        .first()
    )
    if masklet is None:
        raise NotFound(NO_MASKLET)
    return masklet, find_access_to(masklet.video, user=user, refusal=NO_MASKLET, to_change=to_change)


def find_deleted_masklet(*, user: User, masklet_id: int, to_change: bool = False) -> tuple[Masklet, Access]:
    """A masklet, deleted or not, for a member of its project; raises NotFound for everybody else."""
    masklet = Masklet.objects.select_related("video").filter(pk=masklet_id, video__deleted_at=None).first()
    if masklet is None:
        raise NotFound(NO_MASKLET)
    return masklet, find_access_to(masklet.video, user=user, refusal=NO_MASKLET, to_change=to_change)


def find_prompt(*, user: User, prompt_id: int, to_change: bool = False) -> tuple[Prompt, Access]:
    """A prompt that stands, for a member of its project; raises NotFound for everybody else."""
    prompt = (
        Prompt.objects.select_related("masklet__video")
        .filter(pk=prompt_id, removed_by=None, masklet__deleted_at=None, masklet__video__deleted_at=None)
        .first()
    )
    if prompt is None:
        raise NotFound(NO_PROMPT)
    return prompt, find_access_to(prompt.masklet.video, user=user, refusal=NO_PROMPT, to_change=to_change)


def find_side_edit(*, user: User, side_edit_id: int, to_change: bool = False) -> tuple[SideEdit, Access]:
    """A side edit, open or closed, for a member of its project; raises NotFound for everybody else."""
    side_edit = (
        SideEdit.objects.select_related("masklet__video", "rle")
        .filter(pk=side_edit_id, masklet__deleted_at=None, masklet__video__deleted_at=None)
        .first()
    )
    if side_edit is None:
        raise NotFound(NO_SIDE_EDIT)
    return side_edit, find_access_to(side_edit.masklet.video, user=user, refusal=NO_SIDE_EDIT, to_change=to_change)


def list_masklets(video: Video) -> list[Masklet]:
    return list(Masklet.objects.filter(video=video, deleted_at=None).order_by("number"))
