import pytest

from backend.services.checks.stages import GROUPS, SERVICELESS, Count, Stage, count_results, list_stages
from backend.services.installation import REPOSITORY

PYTEST = Stage("pytest", "python", ("pytest",), counts="pytest")
VITEST = Stage("vitest", "frontend", ("npm",), counts="vitest")
RUFF = Stage("ruff", "lint", ("ruff",))


@pytest.mark.parametrize(
    ("stage", "code", "said", "count"),
    [
        (PYTEST, 0, "....\n===== 12 passed, 3 skipped, 1 warning in 4.20s =====\n", Count(12, 0, 3)),
        (PYTEST, 1, "== 1 failed, 12 passed, 2 errors in 64.20s (0:01:04) ==\n", Count(12, 3, 0)),
        (PYTEST, 0, "\x1b[32m\x1b[1m15 passed\x1b[0m\x1b[32m in 23.26s\x1b[0m\n", Count(15, 0, 0)),
        (PYTEST, 4, "ERROR: file or directory not found: tests/e2e\n\nno tests ran in 0.00s\n", Count(0, 1, 0)),
        (PYTEST, 5, "no tests ran in 0.01s\n", Count(0, 1, 0)),
        (PYTEST, -9, "....", Count(0, 1, 0)),
        (VITEST, 0, " Test Files  9 passed (9)\n      Tests  80 passed | 2 skipped (82)\n", Count(80, 0, 2)),
        (VITEST, 1, " Test Files  1 failed (1)\n\x1b[2m      Tests \x1b[22m 1 failed | 3 passed (4)\n", Count(3, 1, 0)),
        (VITEST, 1, "Tests  3 passed (3)\nUnhandled error\n", Count(3, 1, 0)),
        (RUFF, 0, "All checks passed!\n", Count(1, 0, 0)),
        (RUFF, 1, "Found 7 errors.\n", Count(0, 1, 0)),
    ],
)
def test_count_results_of_each_tool(stage: Stage, code: int, said: str, count: Count):
    assert count_results(stage, code, said) == count


def test_list_stages_of_one_group_has_no_other():
    assert {stage.group for stage in list_stages(["lint"], ("npm",), [])} == {"lint"}
    assert [stage.group for stage in list_stages(GROUPS, ("npm",), [])] == sorted(
        (stage.group for stage in list_stages(GROUPS, ("npm",), [])), key=GROUPS.index
    )


def test_list_stages_with_pytest_words_hands_them_over():
    python = list_stages(["python"], ("npm",), ["tests/inference", "-x"])[0]

    assert python.command[-2:] == ("tests/inference", "-x")
    assert "--ignore=tests/e2e" not in python.command


def test_list_stages_with_an_expression_still_names_the_folders():
    python, story = list_stages(["python", "e2e"], ("npm",), ["-k", "undo"])

    assert python.command[-4:] == ("tests", "--ignore=tests/e2e", "-k", "undo")
    assert story.command[-3:] == ("tests/e2e", "-k", "undo")


def test_list_stages_runs_every_folder_of_tests_once():
    beside, rest, story = list_stages(["python", "e2e"], ("npm",), [])

    ignored = {word.removeprefix("--ignore=") for word in rest.command if word.startswith("--ignore=")}
    assert (beside.lane, rest.lane, story.lane) == ("side", "main", "alone")
    assert ignored == {*beside.command[3:], *story.command[3:]} == {*SERVICELESS, "tests/e2e"}


def test_tests_that_run_beside_others_use_no_database():
    """Two runs that make the same test database would take it from each other."""
    files = [path for folder in SERVICELESS for path in (REPOSITORY / folder).rglob("*.py")]
    assert [path.name for path in files if "django_db" in path.read_text()] == []
