import hashlib

MAX_FAILURES = 10
FAILURE_WINDOW_S = 300


def digest_token(token: str) -> str:
    """SHA-256 in hex. A token has 256 random bits, so it needs no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()
