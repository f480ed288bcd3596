"""Which scope a token needs for a call. Browser sessions are not limited: a person may do what their role allows."""

from typing import Any

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from labeling.accounts.models import ApiToken, Scope
from labeling.problems import Forbidden


def find_required_scope(view: Any, method: str) -> Scope:
    """A view names the scope of its changes in `scope`; one that names none is for tokens that may do everything.

    Whatever is read needs `read`, unless the view says otherwise in `read_scope`.
    """
    if method in SAFE_METHODS:
        return getattr(view, "read_scope", Scope.READ)
    return getattr(view, "scope", Scope.ADMIN)


def describe_lack(scope: Scope) -> str:
    return f"This token may not do that: it lacks the scope “{scope}”. Make one that has it on your account page."


class HasScope(BasePermission):
    """Lets a token do only what its scopes allow."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not isinstance(request.auth, ApiToken):
            return True
        scope = find_required_scope(view, request.method or "")
        if scope not in request.auth.scopes:
            raise Forbidden(describe_lack(scope))
        return True
