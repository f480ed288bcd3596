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

from labeling.accounts import actions
from labeling.accounts.api import serializers
from labeling.accounts.models import ApiToken, Scope, User
from labeling.accounts.queries import describe_user, list_tokens
from labeling.accounts.sessions import note_beginning
from labeling.problems import Forbidden


@method_decorator([ensure_csrf_cookie, csrf_protect], name="dispatch")
class SessionView(APIView):
    """The browser's session. No transaction of its own: a refused log-in must still be counted."""

    permission_classes = [AllowAny]

    @extend_schema(responses=serializers.SessionSerializer)
    def get(self, request: Request) -> Response:
        return Response({"user": asdict(describe_user(request.user)) if isinstance(request.user, User) else None})

    @extend_schema(request=serializers.SignInSerializer, responses=serializers.SessionSerializer)
    def post(self, request: Request) -> Response:
        form = serializers.SignInSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        address = request.META.get("REMOTE_ADDR") or None
        user = actions.check_password(**form.validated_data, address=address)
        login(request._request, user)
        note_beginning(request._request, address=address)
        return Response({"user": asdict(describe_user(user))})

    @extend_schema(responses={204: None})
    def delete(self, request: Request) -> Response:
        actions.sign_out(request._request)
        return Response(status=204)


class TokensView(APIView):
    @extend_schema(responses=serializers.TokenSerializer(many=True))
    def get(self, request: Request) -> Response:
        tokens = list_tokens(_require_user(request))
        return Response(serializers.TokenSerializer(tokens, many=True).data)

    @extend_schema(request=serializers.NewTokenSerializer, responses={201: serializers.CreatedTokenSerializer})
    def post(self, request: Request) -> Response:
        form = serializers.NewTokenSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        by = request.auth if isinstance(request.auth, ApiToken) else None
        token, text = actions.create_token(user=_require_user(request), by=by, **form.validated_data)
        return Response({**serializers.TokenSerializer(token).data, "token": text}, status=201)


class TokenView(APIView):
    @extend_schema(responses={204: None})
    def delete(self, request: Request, token_id: int) -> Response:
        actions.revoke_token(user=_require_user(request), token_id=token_id)
        return Response(status=204)


class UsersView(APIView):
    read_scope = Scope.ADMIN

    @extend_schema(responses=serializers.UserSerializer(many=True))
    def get(self, request: Request) -> Response:
        if not _require_user(request).is_staff:
            raise Forbidden("Only staff may list accounts; ask whoever runs this installation.")
        users = User.objects.filter(is_active=True).order_by("username")
        return Response([asdict(describe_user(user)) for user in users])

    @extend_schema(request=serializers.NewUserSerializer, responses={201: serializers.CreatedUserSerializer})
    def post(self, request: Request) -> Response:
        form = serializers.NewUserSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        user, password = actions.create_user(actor=_require_user(request), **form.validated_data)
        return Response({**asdict(describe_user(user)), "password": password}, status=201)


class UserView(APIView):
    @extend_schema(request=serializers.UserChangesSerializer, responses=serializers.UserSerializer)
    def patch(self, request: Request, user_id: int) -> Response:
        """Close an account or open it again. For staff."""
        form = serializers.UserChangesSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        user = actions.set_active(actor=_require_user(request), user_id=user_id, **form.validated_data)
        return Response(asdict(describe_user(user)))


def _require_user(request: Request) -> User:
    return cast(User, request.user)
