"""One JSON object a line."""

import logging
from typing import Any

from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter

from backend.settings.log_lines import hide_secrets

# Beside logging's own: what servers add for other forms of theirs, and requests with their whole address.
_LEFT_OUT = ("color_message", "request", "status_code", "data", "trace")


class JsonLines(JsonFormatter):
    """`time`, `level`, `logger`, `message`, `role`, `request_id`, `user_id`, and what a line adds of its own."""

    def __init__(self, *, role: str, worker: str) -> None:
        super().__init__(
            "{levelname}{name}{message}{request_id}{user_id}",
            style="{",
            rename_fields={"levelname": "level", "name": "logger", "exc_info": "exception"},
            static_fields={"role": role, **({"worker": worker} if role == "gpu" else {})},
            timestamp="time",
            json_ensure_ascii=False,
            reserved_attrs=[*RESERVED_ATTRS, *_LEFT_OUT],
        )

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in log_data.items() if value is not None and value != ""}

    def format(self, record: logging.LogRecord) -> str:
        return hide_secrets(super().format(record))
