"""What a tracker must know about a masklet before it starts."""

from collections import defaultdict

from django.db.models import Q

from inference.types import BarrierMask, BoxPrompt, Conditioning, MaskPrompt, PointPrompt
from inference.types import Prompt as PromptValue
from labeling.masklets.models import ApprovedRange, FrameHead, Masklet, MaskState, Prompt
from labeling.masklets.queries.states import read_rle
from labeling.masklets.rules import BARRIER_ORIGINS


def list_conditioning(masklet: Masklet) -> Conditioning:
    """The prompts that stand and the masks of the barrier frames: prompted, drawn and approved ones.

    Read without a lock: `commit_masks` reads the barriers again under the masklet's lock before it writes.
    """
    prompts: dict[int, list[PromptValue]] = defaultdict(list)
    for row in Prompt.objects.select_related("rle").filter(masklet=masklet, removed_by=None).order_by("pk"):
        prompts[row.frame].append(_read_prompt(row))
    barriers = {
        head.frame: BarrierMask(frame=head.frame, rle=read_rle(head.rle), origin=head.origin)
        for head in FrameHead.objects.select_related("rle").filter(_barriers_of(masklet)).order_by("frame")
    }
    return Conditioning(prompts={frame: tuple(found) for frame, found in sorted(prompts.items())}, barriers=barriers)


def _barriers_of(masklet: Masklet) -> Q:
    barrier = Q(origin__in=BARRIER_ORIGINS)
    for start, stop in ApprovedRange.objects.filter(masklet=masklet, reopened_at=None).values_list("start", "stop"):
        barrier |= Q(frame__gte=start, frame__lt=stop)
    return Q(masklet=masklet) & ~Q(state=MaskState.CLEARED) & barrier


def _read_prompt(prompt: Prompt) -> PromptValue:
    if prompt.kind == Prompt.Kind.POINT:
        points = tuple((float(x), float(y)) for x, y in prompt.points or [])
        return PointPrompt(frame=prompt.frame, points=points, labels=tuple(prompt.labels or []))
    if prompt.kind == Prompt.Kind.BOX:
        x0, y0, x1, y1 = (float(side) for side in prompt.box or [])
        return BoxPrompt(frame=prompt.frame, box=(x0, y0, x1, y1))
    rle = read_rle(prompt.rle)
    if rle is None:
        raise ValueError(f"mask prompt {prompt.pk} has no mask")
    return MaskPrompt(frame=prompt.frame, rle=rle)
