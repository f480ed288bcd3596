"""Writes what the frontend's types are generated from: the OpenAPI schema, the events and the websocket's messages."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from drf_spectacular.generators import SchemaGenerator

from labeling.events.schema import describe_schema
from labeling.realtime.messages import describe_messages


class Command(BaseCommand):
    help = "Write openapi.json, events.schema.json and socket.schema.json for the frontend."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        folder = settings.REPOSITORY / "frontend" / "src" / "protocol"
        parser.add_argument("--out", type=Path, default=folder, help="the folder to write to")

    def handle(self, *args: Any, **options: Any) -> None:
        schema = SchemaGenerator().get_schema(request=None, public=True)
        write_json(options["out"] / "openapi.json", schema)
        write_json(options["out"] / "events.schema.json", describe_schema())
        write_json(options["out"] / "socket.schema.json", describe_messages())


def write_json(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False, default=str) + "\n")
