"""Whatever was done, undoing it gives back exactly what was there, and redoing it what it had made."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labeling.accounts.models import User
from labeling.masklets import actions
from labeling.masklets.models import FrameHead, Masklet, Operation, Version
from labeling.masklets.queries.undoing import find_next_undo
from labeling.problems import Problem
from labeling.projects.models import Project
from labeling.propagation.models import Propagation
from labeling.realtime.replay import take_snapshot
from tests.labeling.realtime.deeds import DEEDS, Deed, Stage
from tests.labeling.realtime.test_convergence import BEGINNING, MORE_OFTEN, make_stage, people

__all__ = ["people"]

deeds = st.builds(
    Deed,
    name=st.sampled_from([*sorted(DEEDS), *MORE_OFTEN]),
    who=st.integers(0, 2),
    which=st.integers(0, 2),
    frame=st.integers(0, 12),
    variant=st.integers(0, 5),
)


def look(stage: Stage) -> dict[str, Any]:
    """Everything that a gesture may change: objects with label and size, what is said on each frame, and prompts."""
    heads = FrameHead.objects.filter(masklet__video=stage.video, masklet__deleted_at=None).exclude(state="cleared")
    return {
        "masklets": set(
            Masklet.objects.filter(video=stage.video, deleted_at=None).values_list("pk", "label", "attributes__size")
        ),
        "masks": set(heads.values_list("masklet", "frame", "origin", "state", "score", "rle__counts")),
        "prompts": sorted((entry["id"], entry["masklet"]) for entry in take_snapshot(stage.video.pk)["prompts"]),
    }


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(script=st.lists(deeds, max_size=14))
def test_undo_gives_back_what_was_there_and_redo_what_was_made(
    project: Project, people: list[User], script: list[Deed]
) -> None:
    stage = make_stage(project, people)
    for deed in (*BEGINNING, *script):
        newest = Operation.objects.order_by("pk").last()
        before = look(stage)
        stage.do(deed)
        target = find_next_undo(video=stage.video, author=stage.person(deed))
        if target is None or (newest is not None and target.pk <= newest.pk):
            continue
        after = look(stage)
        if Propagation.objects.filter(operation=target, status="running").exists():
            with pytest.raises(Problem, match="still runs"):
                actions.undo_operation(video=stage.video, actor=stage.person(deed))
            continue
        undone = actions.undo_operation(video=stage.video, actor=stage.person(deed))
        assert undone.operation.undoes_id == target.pk
        assert look(stage) == before, deed
        actions.redo_operation(video=stage.video, actor=stage.person(deed))
        assert look(stage) == after, deed

    for masklet in Masklet.objects.filter(video=stage.video):
        numbers = Version.objects.filter(masklet=masklet).order_by("number").values_list("number", flat=True)
        assert list(numbers) == list(range(1, masklet.head + 1))
