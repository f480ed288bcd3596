from pathlib import Path

import pytest

from backend.services.installation import REPOSITORY
from backend.services.setup.python_packages import explain_failure
from backend.services.setup.steps import digest, is_stamped, last_words, run_logged, write_stamp

LOG = Path("/logs/setup.log")


def test_run_logged_returns_what_the_command_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    log = tmp_path / "setup.log"
    log.write_text("an older run\n")

    assert run_logged("Saying hello", ["sh", "-c", "echo hello; exit 3"], log) == (False, "hello\n")
    assert capsys.readouterr().out == "Saying hello …\n"
    assert log.read_text().startswith("an older run\n")


def test_digest_changes_with_content_and_words(tmp_path: Path):
    paths = [REPOSITORY / "maskloop", REPOSITORY / "pyproject.toml"]

    assert digest(paths) == digest(reversed(paths))
    assert digest(paths) != digest(paths[:1])
    assert digest(paths) != digest(paths, "Python 3.12")


def test_stamp_holds_for_its_value_only(tmp_path: Path):
    stamp = tmp_path / "stamp"

    assert not is_stamped(stamp, "one")
    write_stamp(stamp, "one")
    assert is_stamped(stamp, "one")
    assert not is_stamped(stamp, "two")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Collecting torch\nERROR: No torch found.\n", "ERROR: No torch found"),
        (
            "npm error code EUSAGE\nnpm error\nnpm error `npm ci` needs a lock\nnpm error A complete log: /x\n",
            "npm error `npm ci` needs a lock",
        ),
        ("all fine\nbut no\n", "but no"),
        ("", "it said nothing"),
    ],
)
def test_last_words_are_those_that_say_most(said: str, words: str):
    assert last_words(said) == words


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            "OSError: [Errno 28] No space left on device",
            "The disk filled up while installing torch: make room, then try again.",
        ),
        (
            "NewConnectionError: Failed to establish a new connection",
            "The packages could not be fetched: check the network, then try again (log: /logs/setup.log).",
        ),
        ("ERROR: something else.", "Installing torch failed: ERROR: something else (log: /logs/setup.log)."),
    ],
)
def test_explain_failure_says_what_to_do(said: str, sentence: str):
    assert explain_failure("Installing torch", said, LOG) == sentence


def test_explain_failure_without_a_compiler_names_the_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CC", raising=False)

    sentence = explain_failure("Installing packages", "error: command 'gcc' failed: No such file or directory", LOG)

    assert sentence == (
        "A package has to be compiled and there is no C compiler: install one (`apt-get install gcc g++` on Debian "
        "and Ubuntu), then try again."
    )
