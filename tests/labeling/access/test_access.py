"""Every route of the API for every role, against the table in routes.py."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.test import APIClient

from labeling.videos.models import Video
from tests.labeling.access.routes import ROLES, ROWS, Row
from tests.labeling.access.world import World, build_world

METHODS = ("get", "head", "post", "put", "patch", "delete", "options")


def list_routes() -> Iterator[str]:
    """`METHOD route` for every handler that the API's address table reaches."""
    for route, pattern in walk(get_resolver().url_patterns, ""):
        if not route.startswith("api/"):
            continue
        view = pattern.callback.view_class
        plain = re.sub(r"<\w+:(\w+)>", r"<\1>", route.removeprefix("api/"))
        for method in METHODS:
            handler = getattr(view, method, None)
            # DRF answers OPTIONS everywhere with a description, and Django answers HEAD as it answers GET.
            if handler is not None and handler.__module__.startswith(("labeling", "drf_spectacular")):
                yield f"{method.upper()} {plain}"


def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, route)
        else:
            yield route, pattern


def test_table_names_every_route_and_no_other():
    assert sorted(list_routes()) == sorted(f"{row.method} {row.pattern}" for row in ROWS)


@pytest.fixture
def world(video_with_media: Video) -> World:
    return build_world(video_with_media)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_route_answers_the_role_as_the_table_says(row: Row, role: str, world: World):
    client = APIClient()
    user = world.user(role)
    if user is not None:
        client.force_authenticate(user)
    answer = ask(client, row, world)
    assert answer.status_code == row.statuses[ROLES.index(role)], getattr(answer, "content", b"")[:500]


def ask(client: APIClient, row: Row, world: World) -> Any:
    body = row.body(world) if callable(row.body) else row.body
    answer = client.generic(
        row.method,
        world.fill(row.route),
        data=b"" if body is None else client._encode_data(body, "json")[0],
        content_type=row.headers.get("Content-Type", "application/json"),
        headers={name: value for name, value in row.headers.items() if name != "Content-Type"},
    )
    for _ in getattr(answer, "streaming_content", []):
        pass
    return answer
