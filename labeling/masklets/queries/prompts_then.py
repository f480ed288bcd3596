"""The prompts that stood on a masklet at an earlier version."""

from labeling.masklets.models import Prompt, PromptEdit, Version


def list_prompts_at(version: Version, *, start: int, stop: int) -> list[Prompt]:
    """Those on frames [start, stop), in the order given, wherever they stand now."""
    edits = (
        PromptEdit.objects.select_related("prompt__operation", "prompt__rle")
        .filter(prompt__frame__gte=start, prompt__frame__lt=stop, operation__created_at__lte=version.created_at)
        .filter(operation__video_id=version.masklet.video_id)
        .order_by("prompt_id", "-pk")
        .distinct("prompt_id")
    )
    return [edit.prompt for edit in edits if edit.new_masklet_id == version.masklet_id]
