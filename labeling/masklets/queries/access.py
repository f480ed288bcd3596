from labeling.accounts.models import User
from labeling.masklets.models import Masklet, Prompt, SideEdit
from labeling.problems import NotFound
from labeling.projects.queries import Access, find_access
from labeling.videos.models import Video

NO_MASKLET = "There is no such object: it may have been deleted, or you are not a member of its project."
NO_PROMPT = "There is no such prompt: it may have been removed, or you are not a member of its project."
NO_SIDE_EDIT = "There is no such edit: its object may have been deleted, or you are not a member of its project."


def find_masklet(*, user: User, masklet_id: int) -> tuple[Masklet, Access]:
    """A masklet that has not been deleted, for a member of its project; raises NotFound for everybody else."""
    masklet = (
        Masklet.objects.select_related("video", "label")
        .filter(pk=masklet_id, deleted_at=None, video__deleted_at=None)
        .first()
    )
    if masklet is None:
        raise NotFound(NO_MASKLET)
    return masklet, _find_access(user=user, video=masklet.video, refusal=NO_MASKLET)


def find_deleted_masklet(*, user: User, masklet_id: int) -> tuple[Masklet, Access]:
    """A masklet, deleted or not, for a member of its project; raises NotFound for everybody else."""
    masklet = Masklet.objects.select_related("video").filter(pk=masklet_id, video__deleted_at=None).first()
    if masklet is None:
        raise NotFound(NO_MASKLET)
    return masklet, _find_access(user=user, video=masklet.video, refusal=NO_MASKLET)


def find_prompt(*, user: User, prompt_id: int) -> tuple[Prompt, Access]:
    """A prompt that stands, for a member of its project; raises NotFound for everybody else."""
    prompt = (
        Prompt.objects.select_related("masklet__video")
        .filter(pk=prompt_id, removed_by=None, masklet__deleted_at=None, masklet__video__deleted_at=None)
        .first()
    )
    if prompt is None:
        raise NotFound(NO_PROMPT)
    return prompt, _find_access(user=user, video=prompt.masklet.video, refusal=NO_PROMPT)


def find_side_edit(*, user: User, side_edit_id: int) -> tuple[SideEdit, Access]:
    """A side edit, open or closed, for a member of its project; raises NotFound for everybody else."""
    side_edit = (
        SideEdit.objects.select_related("masklet__video", "rle")
        .filter(pk=side_edit_id, masklet__deleted_at=None, masklet__video__deleted_at=None)
        .first()
    )
    if side_edit is None:
        raise NotFound(NO_SIDE_EDIT)
    return side_edit, _find_access(user=user, video=side_edit.masklet.video, refusal=NO_SIDE_EDIT)


def list_masklets(video: Video) -> list[Masklet]:
    return list(Masklet.objects.filter(video=video, deleted_at=None).order_by("number"))


def _find_access(*, user: User, video: Video, refusal: str) -> Access:
    """Outsiders read the same sentence as for what does not exist, so that they learn nothing."""
    try:
        return find_access(user=user, project_id=video.project_id)
    except NotFound as error:
        raise NotFound(refusal) from error
