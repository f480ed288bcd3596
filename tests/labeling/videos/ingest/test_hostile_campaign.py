"""Every hostile kind and the first mutants: a sentence or a video, within limits, and nothing touched outside."""

import pytest

from tests.media.hostile import KINDS
from tests.media.hostile.campaign import Results, run_campaign
from tests.media.trial import Trial

NUM_MUTANTS = 60
MAX_CPU_S = 60
MAX_BYTES = 1024**3


@pytest.fixture(scope="module")
def results() -> Results:
    return run_campaign(KINDS, range(NUM_MUTANTS))


def require_harmless(trial: Trial) -> None:
    assert trial.is_clean, trial.said
    assert (trial.strays, trial.shows_secret) == ([], False)
    assert trial.cpu_s <= MAX_CPU_S
    assert trial.peak_bytes <= MAX_BYTES


@pytest.mark.timeout(300)
@pytest.mark.parametrize("kind", KINDS)
def test_ingest_lives_through(kind: str, results: Results):
    _, sentence = KINDS[kind]
    trial = results.kinds[kind]

    require_harmless(trial)
    if sentence is not None:
        assert (trial.said or "").startswith(sentence)


@pytest.mark.parametrize("number", range(NUM_MUTANTS))
def test_ingest_lives_through_mutant(number: int, results: Results):
    require_harmless(results.mutants[number])


def test_no_hostile_file_makes_ingest_call_anywhere(results: Results):
    assert results.num_visits == 0
