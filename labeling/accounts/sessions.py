"""Django's session engine over `BrowserSession`: a session knows its person, and can be ended from another one."""

from datetime import datetime
from typing import Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.http import HttpRequest
from django.utils import timezone

from labeling.accounts.models import BrowserSession

BEGUN = "begun"
MAX_AGENT_CHARS = 300


class SessionStore(DatabaseSessionStore):
    last_used_at: datetime | None = None
    """As the row said when it was read; None where it was not."""

    def _get_session_from_db(self) -> Any:
        row = super()._get_session_from_db()  # type: ignore[misc]  # the stubs leave it out
        self.last_used_at = None if row is None else row.last_used_at
        return row

    @classmethod
    def get_model_class(cls) -> Any:
        return BrowserSession

    def create_model_instance(self, data: dict[str, Any]) -> BrowserSession:
        """The row is written whole at each change, so what it tells of the sign-in is kept in the data too."""
        row = cast(BrowserSession, super().create_model_instance(data))
        row.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        begun = data.get(BEGUN)
        if begun is not None:
            row.address, row.agent = begun["address"], begun["agent"]
            row.signed_in_at = datetime.fromisoformat(begun["at"])
        return row


def note_beginning(request: HttpRequest, *, address: str | None) -> None:
    """Keep in the session from where it was begun."""
    agent = request.headers.get("User-Agent", "")[:MAX_AGENT_CHARS]
    request.session[BEGUN] = {"at": timezone.now().isoformat(), "address": address, "agent": agent.replace("\0", "")}
