import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from backend.services.command_line import split_at_dashes
from backend.services.installation import REPOSITORY, Installation


def call(*words: str, home: Path) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "MASKLOOP_HOME": str(home)}
    for name in ("DATABASE_URL", "REDIS_URL"):
        environment.pop(name, None)
    return subprocess.run(
        [sys.executable, str(REPOSITORY / "maskloop"), *words],
        env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_up_on_a_taken_port_says_so_in_a_sentence(tmp_path: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        port = taken.getsockname()[1]

        answer = call("up", "--port", str(port), home=tmp_path)

    assert answer.returncode == 1
    assert answer.stderr == (
        f"maskloop: Port {port} on 127.0.0.1 is taken: stop what uses it, or choose another with --port.\n"
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("up", "--port", "70000"), "70000 is no port: choose one from 1 to 65535 with --port."),
        (
            ("up", "--host", "192.0.2.1"),
            "192.0.2.1 is no address of this machine: give --host an IP address or name that is.",
        ),
        (("test", "everything"), "There are no checks called everything: choose from lint, frontend, python, e2e."),
    ],
)
def test_command_with_a_wrong_value_says_so_in_a_sentence(words: tuple[str, ...], sentence: str, tmp_path: Path):
    answer = call(*words, home=tmp_path)

    assert (answer.returncode, answer.stderr) == (1, f"maskloop: {sentence}\n")


def test_unknown_command_names_the_known_ones(tmp_path: Path):
    answer = call("frobnicate", home=tmp_path)

    assert answer.returncode == 2
    assert "invalid choice: 'frobnicate'" in answer.stderr
    assert "--help" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_home_that_cannot_be_made_says_so_in_a_sentence(tmp_path: Path):
    (tmp_path / "file").write_text("")

    answer = call("env", home=tmp_path / "file" / "home")

    assert answer.returncode == 1
    assert answer.stderr == (
        f"maskloop: {tmp_path / 'file' / 'home'} cannot be written (Not a directory): "
        "mend that, or set MASKLOOP_HOME to another folder.\n"
    )


@pytest.mark.parametrize("command", ["up", "setup", "test", "bench", "manage", "services", "env"])
def test_help_of_each_command_is_its_usage(command: str, tmp_path: Path):
    answer = call(command, "--help", home=tmp_path)

    assert answer.returncode == 0
    assert answer.stdout.startswith(f"usage: ./maskloop {command}")


def test_split_at_dashes_gives_the_rest_to_pytest():
    assert split_at_dashes(["test", "python", "--", "-k", "undo"]) == (["test", "python"], ["-k", "undo"])
    assert split_at_dashes(["test"]) == (["test"], [])


@pytest.mark.services
def test_unknown_bench_says_which_there_are(installation: Installation):
    answer = call("bench", "no-such-bench", "--json", home=installation.home)

    assert answer.returncode == 1
    assert answer.stdout == ""
    assert "there is no bench no-such-bench" in answer.stderr


def test_second_up_on_one_home_says_where_the_first_is(tmp_path: Path):
    code = (
        f"import fcntl, time; lock = open({str(tmp_path / '.up.lock')!r}, 'a+'); fcntl.flock(lock, fcntl.LOCK_EX); "
        "lock.write('http://127.0.0.1:8123'); lock.flush(); print('held', flush=True); time.sleep(60)"
    )
    holder = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"

        answer = call("up", home=tmp_path)

        assert answer.returncode == 1
        assert answer.stderr == (
            "maskloop: Maskloop already runs for this home, at http://127.0.0.1:8123: "
            "stop it with Ctrl-C there, or set MASKLOOP_HOME to another folder.\n"
        )
    finally:
        holder.kill()
        holder.communicate()


def test_env_prints_what_a_shell_can_evaluate(tmp_path: Path):
    lines = call("env", home=tmp_path).stdout
    shown = subprocess.run(
        ["bash", "-c", f'{lines}\n{sys.executable} -c "import json, os; print(json.dumps(dict(os.environ)))"'],
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    environment = json.loads(shown.stdout)
    assert environment["MASKLOOP_HOME"] == str(tmp_path)
    assert environment["DATABASE_URL"].startswith("postgresql://maskloop@/maskloop?host=/")
    assert environment["REDIS_URL"].startswith("unix:///")
