"""What a line looks like, and that no secret is ever in one."""

import io
import json
import logging
import logging.config
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from backend.settings.environment import SECRETS, keep_secret
from backend.settings.log_lines import configure_logging, hide_secrets
from labeling.tracing import traced


@contextmanager
def logging_as(log_format: str) -> Iterator[Callable[[], str]]:
    """Yields what was written so far by a logger that is configured as a process's are."""
    config = configure_logging(level="INFO", log_format=log_format, role="gpu", worker="gpu1")
    stream = io.StringIO()
    config["handlers"]["console"]["stream"] = stream
    # The loggers of the running tests stay as they are.
    config.update(root={}, loggers={"maskloop.tried": {"handlers": ["console"], "propagate": False, "level": "INFO"}})
    del config["root"]
    logging.config.dictConfig(config)
    yield stream.getvalue


def test_json_line_has_the_request_and_the_person():
    with logging_as("json") as written, traced("click-12345678", user_id=7):
        logging.getLogger("maskloop.tried").info("prediction %d: %.0f ms", 3, 12.4)
    line = json.loads(written())
    assert line.pop("time").endswith("+00:00")
    assert line == {
        "level": "INFO",
        "logger": "maskloop.tried",
        "message": "prediction 3: 12 ms",
        "request_id": "click-12345678",
        "user_id": 7,
        "role": "gpu",
        "worker": "gpu1",
    }


def test_failure_is_one_json_line_with_its_trace():
    with logging_as("json") as written:
        try:
            raise ValueError("of two\nlines")
        except ValueError:
            logging.getLogger("maskloop.tried").exception("it failed")
    (text,) = written().splitlines()
    line = json.loads(text)
    assert (line["message"], line["exception"].splitlines()[-2:]) == ("it failed", ["ValueError: of two", "lines"])


def test_readable_line_has_the_request_and_the_person():
    with logging_as("readable") as written:
        with traced("click-12345678", user_id=7):
            logging.getLogger("maskloop.tried").warning("slow")
        logging.getLogger("maskloop.tried").warning("idle")
    first, second = (line.split(" WARNING ")[1] for line in written().splitlines())
    assert (first, second) == ("maskloop.tried [click-12345678] user 7: slow", "maskloop.tried: idle")


@pytest.mark.parametrize("log_format", ["json", "readable"])
def test_secrets_of_the_installation_are_never_written(log_format: str):
    keep_secret("correct-horse-battery")
    with logging_as(log_format) as written:
        try:
            raise ConnectionError("postgresql://maskloop:correct-horse-battery@db/maskloop refused")
        except ConnectionError:
            logging.getLogger("maskloop.tried").exception("no %s", {"key": "correct-horse-battery"})
    SECRETS.discard("correct-horse-battery")
    assert "correct-horse" not in written()
    assert "ConnectionError" in written()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Authorization: Token 0a1b2c3d4e5f60718293", "Authorization: Token ***"),
        ("redis://:hunter2hunter2@127.0.0.1:6379/0 is away", "redis://:***@127.0.0.1:6379/0 is away"),
        ("postgresql://me:pw@db/x", "postgresql://me:***@db/x"),
        ('{"password": "open-sesame-now"}', '{"password": "***"}'),
        ("Cookie: sessionid=abcdefgh12345678; theme=dark", "Cookie: sessionid=***; theme=dark"),
        ("Uvicorn running on http://127.0.0.1:8000 (Press CTRL+C to quit)",) * 2,
        ("the lease token moved on to 12",) * 2,
    ],
)
def test_what_stands_where_a_credential_is_expected_is_hidden(text: str, shown: str):
    assert hide_secrets(text) == shown
