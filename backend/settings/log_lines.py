"""How a log line looks: readable, or one JSON object a line where MASKLOOP_LOG_FORMAT=json. Secrets never appear."""

import logging
import re
from typing import Any

from backend.settings.environment import SECRETS
from labeling.tracing import current_trace, hide_secrets_in_path

HIDDEN = "***"
# What a library or a person may write down beside the secrets that were read from the environment.
_CREDENTIALS = (
    re.compile(r"(?i)(\b(?:token|bearer|basic) )[A-Za-z0-9_+/=.~-]{16,}"),
    re.compile(r"""(?i)(\b(?:password|passwd|secret|sessionid|csrftoken)["']?\s*[:=]\s*["']?)[^\s"',;&}]{8,}"""),
    re.compile(r"(\w+://[^\s:/@]*:)[^\s:/@]+(?=@)"),
)


def hide_secrets(text: str) -> str:
    """`text` without any secret of this installation, and without what stands where a credential is expected."""
    for secret in SECRETS:
        text = text.replace(secret, HIDDEN)
    for credential in _CREDENTIALS:
        text = credential.sub(rf"\g<1>{HIDDEN}", text)
    return text


class TraceFilter(logging.Filter):
    """Adds the request and the person that a line belongs to."""

    def filter(self, record: logging.LogRecord) -> bool:
        trace = current_trace()
        record.request_id = "" if trace is None else trace.request_id
        record.user_id = None if trace is None else trace.user_id
        return True


class PathFilter(logging.Filter):
    """For loggers that name the address of a request among their arguments."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(hide_secrets_in_path(a) if isinstance(a, str) else a for a in record.args)
        return True


class HandshakeFilter(logging.Filter):
    """Leaves out what uvicorn says of each websocket, with its whole address; our own line says it."""

    def filter(self, record: logging.LogRecord) -> bool:
        return '"WebSocket ' not in str(record.msg) and not str(record.msg).startswith("connection ")


class ReadableLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        request_id, user_id = getattr(record, "request_id", ""), getattr(record, "user_id", None)
        where = f" [{request_id}]" if request_id else ""
        who = f" user {user_id}" if user_id is not None else ""
        record.trace = f"{where}{who}"
        return hide_secrets(super().format(record))


def configure_logging(*, level: str, log_format: str, role: str, worker: str) -> dict[str, Any]:
    """Django's LOGGING; the servers' and Celery's lines take the same form as ours."""
    readable = {
        "()": "backend.settings.log_lines.ReadableLines",
        "fmt": "{asctime} {levelname} {name}{trace}: {message}",
        "style": "{",
    }
    as_json = {"()": "backend.settings.json_lines.JsonLines", "role": role, "worker": worker}
    passed_on: dict[str, Any] = {"handlers": [], "propagate": True, "level": "NOTSET"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            name: {"()": f"backend.settings.log_lines.{kind}"}
            for name, kind in (("trace", "TraceFilter"), ("path", "PathFilter"), ("handshake", "HandshakeFilter"))
        },
        "formatters": {"line": as_json if log_format == "json" else readable},
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["trace"],
            }
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "uvicorn": passed_on,
            "uvicorn.error": {**passed_on, "filters": ["handshake"]},
            # One line for each request is enough, and ours leaves out what may be secret.
            "uvicorn.access": {**passed_on, "level": "WARNING"},
            "django": passed_on,
            # What was refused has its line with its status; failures come with their trace.
            "django.request": {**passed_on, "level": "ERROR", "filters": ["path"]},
            "django.security.csrf": {**passed_on, "filters": ["path"]},
            "celery": passed_on,
        },
    }
