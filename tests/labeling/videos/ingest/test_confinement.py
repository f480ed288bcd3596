"""The child's own view after it has confined itself, asked from inside."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from labeling.videos.ingest.limits import NOBODY
from labeling.videos.ingest.supervise import SOURCE_ROOT

PROBE = """
import json, os, resource, socket, sys
from labeling.videos.ingest.limits import Limits, confine
confine(Limits(cpu_s=20, memory_bytes=512 * 1024**2, file_bytes=10**6))
def attempt(action):
    try:
        action()
        return "done"
    except OSError as error:
        return type(error).__name__
def dial():
    with socket.socket() as dialling:
        dialling.settimeout(2)
        dialling.connect(("127.0.0.1", int(sys.argv[1])))
print(json.dumps({
    "user": os.geteuid(),
    "become_root": attempt(lambda: os.setuid(0)) if os.geteuid() != 0 else "done",
    "read_passwd": attempt(lambda: open("/etc/passwd").close()),
    "write_here": attempt(lambda: open("here", "w").close()),
    "write_much": attempt(lambda: open("much", "wb", buffering=0).write(bytes(2 * 10**6)) == 10**6 or None),
    "dial": attempt(dial),
    "memory": resource.getrlimit(resource.RLIMIT_AS)[0],
    "environment": sorted(set(os.environ) - {"LC_CTYPE", "PYTHONPATH", "OPENBLAS_NUM_THREADS"}),
}))
"""


@pytest.fixture
def seen(tmp_path: Path) -> dict[str, Any]:
    if os.geteuid() == 0:
        os.chown(tmp_path, NOBODY, NOBODY)
    import socket

    with socket.create_server(("127.0.0.1", 0)) as listener:
        result = subprocess.run(
            [sys.executable, "-P", "-s", "-c", PROBE, str(listener.getsockname()[1])],
            cwd=tmp_path,
            env={"PYTHONPATH": str(SOURCE_ROOT)},
            capture_output=True,
            check=True,
            timeout=60,
        )
    return json.loads(result.stdout)


def test_confined_child_has_its_limits_and_an_empty_environment(seen: dict[str, Any]):
    assert (seen["memory"], seen["environment"], seen["write_here"]) == (512 * 1024**2, [], "done")


@pytest.mark.skipif(
    os.geteuid() != 0, reason="an ordinary user's kernel may not grant namespaces; root always has them"
)
def test_confined_child_of_root_has_neither_user_files_nor_network(seen: dict[str, Any]):
    assert (seen["user"], seen["become_root"]) == (NOBODY, "PermissionError")
    assert seen["read_passwd"] == "FileNotFoundError"
    assert seen["dial"] == "OSError"
