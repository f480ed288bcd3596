import hashlib

from labeling.accounts.models import Scope
from labeling.problems import Invalid

FAILURE_WINDOW_S = 300
# Within the window: of a name from one address or one known browser, of an address, of a name from everywhere; and, of
# a name beyond that, from each address.
MAX_FAILURES = 10
MAX_FAILURES_OF_ADDRESS = 60
MAX_FAILURES_OF_NAME = 30
TRIES_OF_A_NAME_UNDER_ATTACK = 2

TOKEN_DAYS = 90
MAX_TOKEN_DAYS = 3650


def digest_token(token: str) -> str:
    """SHA-256 in hex. A token has 256 random bits, so it needs no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def name_session(key: str) -> str:
    """By what a session is named to its owner: the key itself would let whoever reads it in."""
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def complete_scopes(scopes: list[str]) -> list[str]:
    """In the order of what they allow; whatever may change something may also read."""
    return [scope for scope in Scope if scope == Scope.READ or scope in scopes]


def require_within(*, scopes: list[str], of: list[str]) -> None:
    """Raise Invalid where a token would make one that may do more than itself."""
    beyond = [scope for scope in scopes if scope not in of]
    if beyond:
        raise Invalid(f"A token cannot make one that may do more than itself, and it may not {beyond[0]}.")
