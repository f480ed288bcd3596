"""Calls made up from the published schema: never a server error, never an answer that the schema does not name.

`MASKLOOP_FUZZ_CASES` makes it longer (`./maskloop bench api-fuzz`).
"""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from labeling.videos.models import Video
from tests.collaboration.served import serve
from tests.fuzz.campaign import Campaign
from tests.fuzz.world import make_world

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

CASES = int(os.environ.get("MASKLOOP_FUZZ_CASES", "2000"))
NUMBER = int(os.environ.get("MASKLOOP_FUZZ_NUMBER", "1"))
TALLY_FILE = "MASKLOOP_TALLY"


@pytest.mark.timeout(24 * 3600)
def test_made_up_calls_are_answered_as_the_schema_says(
    make_video: Callable[[], Video], tmp_path: Path, settings: Any
) -> None:
    with serve(tmp_path) as address:
        campaign = Campaign(f"http://{address}", lambda: make_world(make_video()), number=NUMBER)
        tally = campaign.run(cases=CASES)
    said = (tmp_path / "web.log").read_text(errors="replace")
    tracebacks = said.count("Traceback")
    if TALLY_FILE in os.environ:
        Path(os.environ[TALLY_FILE]).write_text(json.dumps(tally.describe() | {"tracebacks": tracebacks}))
    assert tally.wrong == {}, tally.tell()
    assert tracebacks == 0, said[-5000:]
    assert tally.tried == tally.operations
