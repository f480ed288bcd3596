"""What a token needs for every route and every message, against the tables in routes.py and messages.py."""

import re

import pytest
from asgiref.sync import sync_to_async
from django.db import transaction
from django.urls import get_resolver
from rest_framework.test import APIClient

from labeling.accounts.actions import create_token
from labeling.accounts.models import Scope, User
from labeling.accounts.scopes import describe_lack, find_required_scope
from labeling.videos.models import Video
from tests.labeling.access.messages import MESSAGE_ROWS, MessageRow
from tests.labeling.access.routes import ROWS, Row
from tests.labeling.access.test_access import ask, walk
from tests.labeling.access.world import World, build_world
from tests.labeling.realtime.sockets import open_socket


def test_every_route_needs_the_scope_that_the_table_says() -> None:
    views = {
        re.sub(r"<\w+:(\w+)>", r"<\1>", route.removeprefix("api/")): pattern.callback.view_class
        for route, pattern in walk(get_resolver().url_patterns, "")
        if route.startswith("api/")
    }
    found = {row.name: str(find_required_scope(views[row.pattern], row.method)) for row in ROWS if not row.is_open}
    assert found == {row.name: row.needed_scope for row in ROWS if not row.is_open}


def test_token_passes_with_the_scope_that_its_route_needs_and_with_no_other(video_with_media: Video) -> None:
    world = build_world(video_with_media)
    clients = {scope: client_with(world.admin, scope) for scope in Scope}
    passed = {row.name: {scope for scope in Scope if passes(clients[scope], row, world)} for row in ROWS}
    assert passed == {
        row.name: set(Scope) if row.is_open or row.needed_scope == "read" else {row.needed_scope} for row in ROWS
    }


def client_with(user: User, scope: Scope) -> APIClient:
    text = create_token(user=user, name=scope, scopes=[scope])[1]
    return APIClient(headers={"Authorization": f"Token {text}"})


def passes(client: APIClient, row: Row, world: World) -> bool:
    """Whether the call gets beyond the scopes; whatever it does is undone."""
    with transaction.atomic():
        answer = ask(client, row, world)
        transaction.set_rollback(True)
    refusals = {describe_lack(scope) for scope in Scope}
    return answer.status_code != 403 or answer.json()["detail"] not in refusals


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("row", MESSAGE_ROWS, ids=lambda row: row.type)
async def test_message_needs_the_scope_that_the_table_says(row: MessageRow, video: Video, bob: User) -> None:
    lacking = {"type": "error", "detail": describe_lack(Scope(row.scope))}
    for scope in (Scope.READ, Scope.ANNOTATE):
        text = (await sync_to_async(create_token)(user=bob, name="script", scopes=[scope]))[1]
        socket = await open_socket(video, (b"authorization", f"Token {text}".encode()))
        assert (await socket.receive())["type"] == "hello"
        await socket.send({"type": row.type, **row.message})
        await socket.send({"type": "ping"})
        is_refused = (await socket.receive()) == lacking
        assert is_refused == (row.scope == "annotate" and scope == Scope.READ)
        await socket.close()
