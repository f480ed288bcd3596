"""The browser's sessions and a person's own tokens."""

from dataclasses import asdict
from typing import cast

from django.contrib.auth import login
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect, ensure_csrf_cookie
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from labeling.accounts import actions, queries
from labeling.accounts.addresses import find_address
from labeling.accounts.api import serializers
from labeling.accounts.devices import read_device, remember_device
from labeling.accounts.models import ApiToken, Scope, User
from labeling.accounts.sessions import note_beginning


def require_user(request: Request) -> User:
    """The signed-in person; permission classes have refused everyone else."""
    return cast(User, request.user)


def sign_in(request: Request, user: User) -> Response:
    """Begin a session in the browser that asks; the answer says whose it is."""
    login(request._request, user, backend="django.contrib.auth.backends.ModelBackend")
    note_beginning(request._request, address=find_address(request._request))
    response = Response({"user": asdict(queries.describe_user(user))})
    remember_device(response, read_device(request._request), user.pk)
    return response


@method_decorator([ensure_csrf_cookie, csrf_protect], name="dispatch")
class SessionView(APIView):
    """The browser's session. No transaction of its own: a refused log-in must still be counted."""

    permission_classes = [AllowAny]

    @extend_schema(responses=serializers.SessionSerializer)
    def get(self, request: Request) -> Response:
        user = request.user
        return Response({"user": asdict(queries.describe_user(user)) if isinstance(user, User) else None})

    @extend_schema(request=serializers.SignInSerializer, responses=serializers.SessionSerializer)
    def post(self, request: Request) -> Response:
        form = serializers.SignInSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        address, device = find_address(request._request), read_device(request._request)
        return sign_in(request, actions.check_password(**form.validated_data, address=address, device=device))

    @extend_schema(responses={204: None})
    def delete(self, request: Request) -> Response:
        actions.sign_out(request._request)
        return Response(status=204)


class BrowserSessionsView(APIView):
    """Where a person is signed in."""

    read_scope = Scope.ADMIN

    @extend_schema(responses=serializers.BrowserSessionSerializer(many=True))
    def get(self, request: Request) -> Response:
        found = queries.list_sessions(user=require_user(request), this=request._request.session.session_key)
        return Response([asdict(session) for session in found])

    @extend_schema(operation_id="sessions_destroy_others", responses={204: None})
    def delete(self, request: Request) -> Response:
        """Sign out everywhere else."""
        actions.end_sessions(user=require_user(request), keep=request._request.session.session_key)
        return Response(status=204)


class BrowserSessionView(APIView):
    @extend_schema(responses={204: None})
    def delete(self, request: Request, session_id: str) -> Response:
        """Sign one browser out."""
        actions.end_session(user=require_user(request), session_id=session_id)
        return Response(status=204)


class TokensView(APIView):
    @extend_schema(responses=serializers.TokenSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(serializers.TokenSerializer(queries.list_tokens(require_user(request)), many=True).data)

    @extend_schema(request=serializers.NewTokenSerializer, responses={201: serializers.CreatedTokenSerializer})
    def post(self, request: Request) -> Response:
        form = serializers.NewTokenSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        by = request.auth if isinstance(request.auth, ApiToken) else None
        token, text = actions.create_token(user=require_user(request), by=by, **form.validated_data)
        return Response({**serializers.TokenSerializer(token).data, "token": text}, status=201)


class TokenView(APIView):
    @extend_schema(responses={204: None})
    def delete(self, request: Request, token_id: int) -> Response:
        actions.revoke_token(user=require_user(request), token_id=token_id)
        return Response(status=204)
