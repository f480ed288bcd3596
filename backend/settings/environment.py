"""Typed readers of environment variables: a missing or malformed value stops the process with a sentence."""

import os
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off"})


@dataclass(frozen=True)
class DatabaseAddress:
    """A Postgres address; `host` may be the folder of a unix socket."""

    name: str
    user: str
    password: str
    host: str
    port: str


def read_str(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, default)
    if value is None or value == "":
        if default is not None:
            return default
        raise ImproperlyConfigured(f"Set the environment variable {name}, or start through ./maskloop, which sets it.")
    return value


def read_bool(name: str, *, default: bool) -> bool:
    word = os.environ.get(name, "").strip().lower()
    if not word:
        return default
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise ImproperlyConfigured(f"{name} must be true or false, not {word!r}.")


def read_int(name: str, *, default: int, least: int = 0) -> int:
    word = os.environ.get(name, "").strip()
    if not word:
        return default
    try:
        number = int(word)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {word!r}.") from error
    if number < least:
        raise ImproperlyConfigured(f"{name} must be at least {least}, not {number}.")
    return number


def read_list(name: str, *, default: tuple[str, ...]) -> list[str]:
    words = [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]
    return words or list(default)


def read_networks(name: str, *, default: tuple[str, ...]) -> list[IPv4Network | IPv6Network]:
    """Read `10.0.0.0/8,192.0.2.7`: addresses and networks, with commas."""
    words = read_list(name, default=default)
    try:
        return [ip_network(word) for word in words]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be addresses or networks with commas: {error}.") from error


def read_database(name: str) -> DatabaseAddress:
    """Read `postgresql://user:password@host:port/name?host=/folder/of/the/socket`."""
    url = read_str(name)
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(f"{name} must begin with postgresql://, for Maskloop keeps everything in Postgres.")
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    database = parts.path.lstrip("/")
    if not database:
        raise ImproperlyConfigured(f"{name} must name a database: postgresql://user@host/database.")
    return DatabaseAddress(
        name=unquote(database),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        host=query.get("host", parts.hostname or ""),
        port=str(parts.port or query.get("port", "")),
    )
