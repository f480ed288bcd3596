"""History cannot be changed, not even by a programmer's mistake: Postgres itself refuses."""

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from inference.types import MaskPrompt
from labeling.accounts.models import User
from labeling.masklets import actions
from labeling.masklets.models import Masklet
from labeling.projects.actions import create_label
from labeling.review.actions import decide_masklet
from tests.factories.masklets import make_square

TABLES = (
    "masklets_operation",
    "masklets_maskletedit",
    "masklets_version",
    "masklets_framemask",
    "masklets_rlebytes",
    "masklets_promptedit",
    "events_event",
    "review_review",
    "projects_projectchange",
)


@pytest.fixture
def history(masklet: Masklet, bob: User, carol: User) -> Masklet:
    create_label(project=masklet.video.project, name="cat", color="#000000", actor=bob)
    mask = MaskPrompt(frame=2, rle=make_square())
    actions.add_prompt(masklet_id=masklet.pk, actor=bob, value=mask)
    actions.draw_frame(masklet_id=masklet.pk, actor=bob, frame=3, rle=make_square())
    actions.submit_masklet(masklet_id=masklet.pk, actor=bob)
    decide_masklet(masklet_id=masklet.pk, actor=carol, decision="satisfactory", version=2, start=0, stop=None)
    return masklet


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
@pytest.mark.usefixtures("history")
def test_row_of_history_cannot_be_changed(table: str, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - the tables above
        rows = cursor.fetchone()[0]
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else Postgres refuses TRUNCATE for a reason of its own
        column = "frame" if table == "masklets_framemask" else "id"
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(statement.format(table, column, column))

    assert rows > 0
