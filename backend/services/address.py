"""Where the web process listens, and the sentences for where it cannot."""

import contextlib
import errno
import socket
from dataclasses import dataclass

from backend.services.problems import LauncherProblem

LOOPBACK = ("127.0.0.1", "localhost", "::1")
ANY = ("0.0.0.0", "::")  # noqa: S104 - named, not bound


@dataclass(frozen=True)
class Address:
    host: str
    port: int

    @property
    def url(self) -> str:
        """What a browser on this machine opens."""
        host = "127.0.0.1" if self.host in ANY else self.host
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    def allowed_hosts(self) -> str | None:
        """Return the names under which others reach this machine, None where nobody else can."""
        if self.host in LOOPBACK:
            return None
        names = ["127.0.0.1", "localhost", "[::1]", socket.gethostname(), socket.getfqdn()]
        if self.host not in ANY:
            names.append(self.host)
        with contextlib.suppress(socket.gaierror):
            names += [str(found[4][0]) for found in socket.getaddrinfo(socket.gethostname(), None)]
        return ",".join(dict.fromkeys(names))


def require_free(address: Address) -> None:
    """Raise LauncherProblem where nothing can listen at `address`."""
    if not 1 <= address.port <= 65535:
        raise LauncherProblem(f"{address.port} is no port: choose one from 1 to 65535 with --port.")
    try:
        family, _, _, _, place = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror:
        raise LauncherProblem(
            f"{address.host} is no address of this machine: give --host an IP address or name that is."
        ) from None
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(place)
            probe.listen(1)
        except OSError as error:
            raise LauncherProblem(_explain(address, error)) from None


def _explain(address: Address, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {address.port} on {address.host} is taken: stop what uses it, or choose another with --port."
    if error.errno == errno.EACCES:
        return f"Port {address.port} is reserved for root: choose one above 1023 with --port."
    if error.errno == errno.EADDRNOTAVAIL:
        return f"{address.host} is no address of this machine: give --host an IP address or name that is."
    return f"Nothing can listen on {address.host}:{address.port}: {error.strerror}."
