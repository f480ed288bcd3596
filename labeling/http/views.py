"""The base of every REST view."""

from typing import Any, cast

from django.db import transaction
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from labeling.accounts.models import Scope, User
from labeling.http.idempotency import claim_key, store_answer

MUTATING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class ActionView(APIView):
    """Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.

    A handler that raises rolls everything back, its key too; one that must store something and still answer 409
    returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
    """

    honours_idempotency = True
    scope = Scope.ADMIN

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if request.method not in MUTATING:
            return super().dispatch(request, *args, **kwargs)
        with transaction.atomic():
            return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self._claim = None
        if request.method not in MUTATING or not self.honours_idempotency or not isinstance(request.user, User):
            return
        self._claim = claim_key(request, request.user)
        if self._claim is not None and self._claim.replay is not None:
            replay = self._claim.replay
            handler_name = request.method.lower()
            setattr(self, handler_name, lambda *_args, **_kwargs: replay)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        claim = getattr(self, "_claim", None)
        if claim is not None and claim.replay is None and isinstance(response, Response) and not self._failed:
            store_answer(claim, response)
        return super().finalize_response(request, response, *args, **kwargs)

    def handle_exception(self, exc: Exception) -> Response:
        self._failed = True
        if self.request.method in MUTATING:
            transaction.set_rollback(True)
        return super().handle_exception(exc)

    _failed = False

    @property
    def actor(self) -> User:
        """The signed-in person; permission classes have refused everyone else."""
        return cast(User, self.request.user)
