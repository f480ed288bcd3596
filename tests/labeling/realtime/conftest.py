from collections.abc import AsyncIterator

import pytest
from asgiref.sync import sync_to_async
from django.db import connections


@pytest.fixture(autouse=True)
async def _closed_thread_connections() -> AsyncIterator[None]:
    """Close the connection of the thread in which `sync_to_async` works, so that the test database can go."""
    yield
    await sync_to_async(connections.close_all)()
