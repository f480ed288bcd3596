"""What a file may reach for: a file of the server with a secret in it, and a server of its own."""

import socket
import threading
from dataclasses import dataclass, field
from pathlib import Path

CANARY = "canary-7d1f0c52-never-to-be-seen"


@dataclass
class Trap:
    """A secret file and a listening port; `num_visits` counts who connected."""

    secret: Path
    port: int = 0
    num_visits: int = field(default=0, init=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/secret.mp4"

    @property
    def texts(self) -> tuple[bytes, ...]:
        """The secret as it may turn up: plain, or one letter in two bytes."""
        return CANARY.encode(), CANARY.encode("utf-16-le"), CANARY.encode("utf-16-be")

    def is_in(self, folder: Path) -> bool:
        return any(text in path.read_bytes() for path in folder.rglob("*") if path.is_file() for text in self.texts)


class Listener:
    """Answers nobody on 127.0.0.1 and counts who came."""

    def __init__(self, folder: Path) -> None:
        secret = folder / "secret.mp4"
        secret.write_text(CANARY)
        secret.chmod(0o644)
        self._server = socket.create_server(("127.0.0.1", 0))
        self.trap = Trap(secret, self._server.getsockname()[1])
        threading.Thread(target=self._count, daemon=True).start()

    def close(self) -> None:
        self._server.close()

    def _count(self) -> None:
        while True:
            try:
                visitor, _ = self._server.accept()
            except OSError:
                return
            self.trap.num_visits += 1
            visitor.close()
