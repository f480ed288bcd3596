"""A real S3-compatible server on this machine: rclone's, which keeps objects as files of a folder."""

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Self

BUCKET = "media"
KEYS = ("an-access-key", "a-secret-key")
RCLONE = Path(sys.executable).parent / "rclone"
START_S = 20


class S3Server:
    """Serves `folder`; may be stopped and started again at the same address. Made without listening."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bucket_folder = folder / BUCKET
        self.bucket_folder.mkdir(parents=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = int(probe.getsockname()[1])
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> Self:
        """Does nothing where it runs."""
        if self._process is not None:
            return self
        command = [str(RCLONE), "serve", "s3", "--addr", f"127.0.0.1:{self._port}", "--auth-key", ",".join(KEYS)]
        with (self.folder.parent / "rclone.log").open("ab") as log:
            self._process = subprocess.Popen(
                # Nearly always read from the disk: tests put files there by themselves too. With 0 the server's own
                # timers may keep a core busy for good.
                [*command, "--dir-cache-time", "1ms", str(self.folder)],
                env={**os.environ, "RCLONE_CONFIG": "/dev/null"},
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + START_S
        while not self._answers():
            assert self._process.poll() is None, "the S3 server ended"
            assert time.monotonic() < deadline, "the S3 server does not start"
            time.sleep(0.02)
        return self

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def empty(self) -> None:
        for child in self.bucket_folder.iterdir():
            shutil.rmtree(child)

    def list_names(self) -> list[str]:
        files = (path for path in self.bucket_folder.rglob("*") if path.is_file())
        return sorted(path.relative_to(self.bucket_folder).as_posix() for path in files)

    def options(self, **more: Any) -> dict[str, Any]:
        """What Django's STORAGES says of a storage there."""
        options = {
            "bucket_name": BUCKET,
            "endpoint_url": self.endpoint,
            "region_name": "us-east-1",
            "access_key": KEYS[0],
            "secret_key": KEYS[1],
            "location": "",
            "addressing_style": "path",
        }
        return {"BACKEND": "labeling.media.s3.S3Media", "OPTIONS": {**options, **more}}

    def environment(self) -> dict[str, str]:
        """The variables that have a process of its own keep its media there."""
        return {
            "MASKLOOP_S3_BUCKET": BUCKET,
            "MASKLOOP_S3_ENDPOINT": self.endpoint,
            "MASKLOOP_S3_REGION": "us-east-1",
            "MASKLOOP_S3_ACCESS_KEY": KEYS[0],
            "MASKLOOP_S3_SECRET_KEY": KEYS[1],
            "MASKLOOP_S3_ADDRESSING": "path",
        }

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self._port)) == 0
