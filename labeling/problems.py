"""The ways a request can fail, each with a sentence a person can act on; rendered as RFC 9457 problem details."""

from collections.abc import Mapping
from typing import Any


class Problem(Exception):
    """A refusal. `detail` is one sentence; `extra` becomes extension members of the problem details."""

    status = 500
    slug = "problem"
    title = "Something went wrong"

    def __init__(self, detail: str, **extra: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.extra: Mapping[str, Any] = extra


class Invalid(Problem):
    status, slug, title = 422, "invalid", "This cannot be done as asked"


class Malformed(Problem):
    status, slug, title = 400, "malformed", "The request could not be understood"


class Unauthenticated(Problem):
    status, slug, title = 401, "unauthenticated", "Sign in first"


class Forbidden(Problem):
    status, slug, title = 403, "forbidden", "Your role does not allow this"


class NotFound(Problem):
    status, slug, title = 404, "not-found", "Not found"


class Conflict(Problem):
    status, slug, title = 409, "conflict", "This conflicts with what is there"


class Archived(Conflict):
    slug, title = "archived", "This is archived"


class Gone(Problem):
    status, slug, title = 410, "gone", "This is over"


class TooLarge(Problem):
    status, slug, title = 413, "too-large", "Too large"


class Throttled(Problem):
    """`retry_after_s` among the extra members is sent as a header, too."""

    status, slug, title = 429, "throttled", "Too many attempts"


class Unavailable(Problem):
    status, slug, title = 503, "unavailable", "Not available at the moment"
