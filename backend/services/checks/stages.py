"""What `./maskloop test` runs, and how each stage's output is counted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from backend.services.installation import REPOSITORY
from backend.services.programs import VENV, venv_python

# They need neither Postgres nor Redis, so they may run beside those that share the two.
SERVICELESS = ("tests/inference", "tests/architecture", "tests/labeling/videos/ingest")
GROUPS = ("lint", "frontend", "python", "e2e")
PROTOCOL = REPOSITORY / "frontend" / "src" / "protocol"


@dataclass(frozen=True)
class Count:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)


@dataclass(frozen=True)
class Stage:
    """One command; `counts` is "pytest" or "vitest" where its output says how many tests passed, else it is one.

    Stages of the main lane and of the side lane run at the same time, each lane in its order; those alone follow.
    """

    name: str
    group: str
    command: tuple[str, ...]
    counts: str = "one"
    lane: Literal["main", "side", "alone"] = "side"
    keeps: Path | None = None  # a folder that the command writes again and must not change


def list_stages(groups: Sequence[str], npm: tuple[str, ...], pytest_words: Sequence[str]) -> list[Stage]:
    """Return the stages of `groups`, the cheap ones first."""
    tools = VENV / "bin"
    stages = [
        Stage("ruff check", "lint", (f"{tools}/ruff", "check", ".")),
        Stage("ruff format", "lint", (f"{tools}/ruff", "format", "--check", ".")),
        Stage("import arrows", "lint", (f"{tools}/lint-imports",)),
        Stage("mypy", "lint", (f"{tools}/mypy",)),
        Stage("eslint", "lint", (*npm, "run", "--silent", "lint")),
        Stage("tsc", "lint", (*npm, "run", "--silent", "typecheck")),
        Stage("migrations", "lint", (str(venv_python()), "manage.py", "makemigrations", "--check", "--dry-run")),
        Stage("schemas are up to date", "lint", (str(venv_python()), "manage.py", "export_protocol"), keeps=PROTOCOL),
        Stage("protocol is up to date", "lint", (*npm, "run", "--silent", "protocol"), keeps=PROTOCOL),
        Stage("vitest", "frontend", (*npm, "run", "--silent", "test"), counts="vitest"),
        Stage("build", "frontend", (*npm, "run", "--silent", "build"), lane="main"),
        *_list_pytest(pytest_words),
    ]
    return [stage for stage in stages if stage.group in groups]


def _list_pytest(words: Sequence[str]) -> list[Stage]:
    """Split in two only where everything is wanted: a choice of tests may leave nothing to one of them."""
    pytest = (str(venv_python()), "-m", "pytest")
    ignored = [f"--ignore={folder}" for folder in ("tests/e2e", *([] if words else SERVICELESS))]
    asked_for_paths = any((REPOSITORY / word.split("::")[0]).exists() for word in words)
    everything, story = ((), ()) if asked_for_paths else (("tests", *ignored), ("tests/e2e",))
    serviceless = Stage("pytest without services", "python", (*pytest, *SERVICELESS), counts="pytest")
    return [
        *([] if words else [serviceless]),
        Stage("pytest", "python", (*pytest, *everything, *words), counts="pytest", lane="main"),
        Stage("end to end", "e2e", (*pytest, *story, *words), counts="pytest", lane="alone"),
    ]


def count_results(stage: Stage, code: int, said: str) -> Count:
    """Read the counts that the tool printed; a failure without any is one failure."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", said)
    found = {"pytest": _count_pytest, "vitest": _count_vitest}.get(stage.counts, lambda _: Count())(plain)
    if code == 0:
        return found if found != Count() else Count(passed=1)
    return found if found.failed else found + Count(failed=1)


def _count_pytest(said: str) -> Count:
    lines = [line for line in said.splitlines() if re.search(r" in \d+(\.\d+)?s", line)]
    return _count_words(lines[-1]) if lines else Count()


def _count_vitest(said: str) -> Count:
    lines = [line for line in said.splitlines() if line.strip().startswith("Tests ")]
    return _count_words(lines[-1]) if lines else Count()


def _count_words(line: str) -> Count:
    numbers = {word: int(number) for number, word in re.findall(r"(\d+) ([a-z]+)", line)}
    failed = sum(numbers.get(word, 0) for word in ("failed", "error", "errors"))
    skipped = sum(numbers.get(word, 0) for word in ("skipped", "xfailed", "todo"))
    return Count(numbers.get("passed", 0) + numbers.get("xpassed", 0), failed, skipped)
