"""Hostile files: every kind made by hand and mutants of good files of all containers, through the real ingest child."""

import os
import subprocess
import time

from backend.services.benchmarks import Row
from labeling.videos.ingest.limits import NOBODY
from labeling.videos.ingest.supervise import CRASHED, TOOK_TOO_LONG, WENT_WRONG
from tests.media.hostile import KINDS
from tests.media.hostile.campaign import run_campaign
from tests.media.trial import Trial

NAME = "hostile"
SUMMARY = "files that lie: how many were refused with a sentence, what they cost, and that nothing outside was touched"
NUM_MUTANTS = 1000
SHORT_KINDS = 6
SHORT_MUTANTS = 12
MB = 1024**2


def run(short: bool) -> list[Row]:
    kinds = list(KINDS)[:: len(KINDS) // SHORT_KINDS] if short else list(KINDS)
    # The suite tries those before.
    mutants = range(60, 60 + (SHORT_MUTANTS if short else NUM_MUTANTS))
    began_at = time.time()
    results = run_campaign(kinds, mutants)
    by_hand, mutated = list(results.kinds.values()), list(results.mutants.values())
    both = by_hand + mutated
    wrong = [kind for kind, trial in results.kinds.items() if not _says(trial, KINDS[kind][1])]
    # Looking through the whole disk takes longer than the short form may.
    strays = (
        [] if short else [Row("of the sandbox's user left on the machine", _count_strays(began_at), "files", "== 0")]
    )
    return [
        *_count("kinds made by hand", by_hand),
        *_count("mutants", mutated),
        Row("kinds refused with another sentence than theirs", len(wrong), "files", "== 0"),
        Row("accidents of ours (traceback)", _said(both, WENT_WRONG), "files", "== 0"),
        Row("crashes of a decoder in its sandbox", _said(both, CRASHED), "files", "== 0"),
        Row("stopped at 60 s", _said(both, TOOK_TOO_LONG), "files", "== 0"),
        Row("longest", max(trial.cpu_s for trial in both), "CPU s", "<= 60"),
        Row("all together", sum(trial.cpu_s for trial in both), "CPU s"),
        Row("largest", max(trial.peak_bytes for trial in both) / MB, "MB", "<= 1024"),
        Row("that showed the secret file", sum(trial.shows_secret for trial in both), "files", "== 0"),
        Row("written beside what ingest makes", sum(len(trial.strays) for trial in both), "files", "== 0"),
        Row("connections to the listening server", results.num_visits, "visits", "== 0"),
        *strays,
    ]


def _count(name: str, trials: list[Trial]) -> list[Row]:
    refused = [trial for trial in trials if trial.said is not None]
    return [
        Row(f"{name}: tried", len(trials), "files"),
        Row(
            f"{name}: refused with a sentence", sum(trial.is_clean for trial in refused), "files", f"== {len(refused)}"
        ),
        Row(f"{name}: became videos", len(trials) - len(refused), "files"),
    ]


def _says(trial: Trial, sentence: str | None) -> bool:
    return sentence is None or (trial.said or "").startswith(sentence)


def _said(trials: list[Trial], sentence: str) -> int:
    return sum(trial.said == sentence for trial in trials)


def _count_strays(began_at: float) -> int | None:
    """Files on this file system that belong to the sandbox's user and are new; None where that is the caller itself."""
    if os.geteuid() != 0:
        return None
    found = subprocess.run(
        ["find", "/", "-xdev", "-user", str(NOBODY), "-newermt", f"@{began_at}", "-type", "f"],
        capture_output=True,
        text=True,
        check=False,
    )
    return len(found.stdout.splitlines())
