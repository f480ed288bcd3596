"""Answers a repeated call from what the first one stored, in the transaction of its change."""

import hashlib
import json
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from labeling.accounts.models import IdempotencyKey, User
from labeling.problems import Conflict, Invalid, Malformed

HEADER = "Idempotency-Key"
MAX_KEY_CHARS = 200


@dataclass(frozen=True)
class Claim:
    """A key that this request is the first to use, or the answer that an earlier one stored."""

    record: IdempotencyKey
    replay: Response | None


def claim_key(request: Request, user: User) -> Claim | None:
    """Claim the request's key inside its transaction; None where it carries no key.

    A second request with the same key waits for the first one's commit on the unique index. Raises Invalid when the key
    was used with another body, method or path.
    """
    key = request.headers.get(HEADER, "")
    if not key:
        return None
    if len(key) > MAX_KEY_CHARS:
        raise Malformed(f"{HEADER} may have at most {MAX_KEY_CHARS} characters.")
    digest = _digest_request(request)
    try:
        with transaction.atomic():
            return Claim(IdempotencyKey.objects.create(user=user, key=key, request_digest=digest), None)
    except IntegrityError:
        record = IdempotencyKey.objects.get(user=user, key=key)
    if record.request_digest != digest:
        raise Invalid(f"This {HEADER} was already used for another request; make a new one for each change.")
    if record.status is None:
        raise Conflict("The first request with this key has not finished; try again in a moment.")
    replay = Response(record.body, status=record.status, headers={"Idempotent-Replay": "true"})
    return Claim(record, replay)


def store_answer(claim: Claim, response: Response) -> None:
    claim.record.status = response.status_code
    claim.record.body = json.loads(JSONRenderer().render(response.data) or "null")
    claim.record.save(update_fields=["status", "body"])


def _digest_request(request: Request) -> str:
    parts = (request.method or "", request.get_full_path(), hashlib.sha256(request.body).hexdigest())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
