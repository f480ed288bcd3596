"""Typed readers of environment variables: a missing or malformed value stops the process with a sentence."""

import os
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off"})
# What was read as a secret, so that no log line shows it. A shorter one would hide half of what is written.
SECRETS: set[str] = set()
LEAST_SECRET_CHARS = 8


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


def read_secret(name: str, default: str | None = None) -> str:
    """Read a secret from `name`, or from the file that `name`_FILE names, as containers are given them."""
    path = os.environ.get(f"{name}_FILE", "")
    if path:
        if os.environ.get(name):
            raise ImproperlyConfigured(f"Set {name} or {name}_FILE, not both.")
        try:
            value = Path(path).read_text().strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ImproperlyConfigured(f"{name}_FILE names {path}, which cannot be read: {error}.") from error
        if not value:
            raise ImproperlyConfigured(f"{name}_FILE names {path}, which is empty: write the secret into it.")
    else:
        value = read_str(name, default)
    keep_secret(value)
    return value


def keep_secret(value: str) -> None:
    """Let no log line show `value` from now on."""
    if len(value) >= LEAST_SECRET_CHARS:
        SECRETS.add(value)


def read_bool(name: str, *, default: bool) -> bool:
    word = os.environ.get(name, "").strip().lower()
    if not word:
        return default
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise ImproperlyConfigured(f"{name} must be true or false, not {word!r}.")


def read_choice(name: str, choices: tuple[str, ...]) -> str:
    """Read one of `choices`; the first is the default."""
    word = os.environ.get(name, "").strip().lower() or choices[0]
    if word not in choices:
        raise ImproperlyConfigured(f"{name} must be {' or '.join(choices)}, not {word!r}.")
    return word


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
    """Read `postgresql://user:password@host:port/name?host=/folder/of/the/socket`.

    The password may also be in DATABASE_PASSWORD or in the file that DATABASE_PASSWORD_FILE names.
    """
    url = read_str(name)
    parts = urlsplit(url)
    password = unquote(parts.password or "") or read_secret("DATABASE_PASSWORD", "")
    keep_secret(password)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(f"{name} must begin with postgresql://, for Maskloop keeps everything in Postgres.")
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    database = parts.path.lstrip("/")
    if not database:
        raise ImproperlyConfigured(f"{name} must name a database: postgresql://user@host/database.")
    return DatabaseAddress(
        name=unquote(database),
        user=unquote(parts.username or ""),
        password=password,
        host=query.get("host", parts.hostname or ""),
        port=str(parts.port or query.get("port", "")),
    )


def read_redis(name: str) -> str:
    """Read `redis://host:port/0`, with the password of REDIS_PASSWORD or REDIS_PASSWORD_FILE where it names none."""
    url = read_str(name)
    parts = urlsplit(url)
    password = unquote(parts.password or "")
    if not password and (password := read_secret("REDIS_PASSWORD", "")):
        netloc = f"{parts.username or ''}:{quote(password, safe='')}@{parts.netloc.rpartition('@')[2]}"
        url = parts._replace(netloc=netloc).geturl()
    for word in (password, quote(password, safe="")):
        keep_secret(word)
    return url
