"""A person's own account, and everybody's for staff.

Passwords are in the answers, so that these are no `ActionView`s: with an idempotency key an answer would be stored.
"""

from dataclasses import asdict

from django.contrib.auth import update_session_auth_hash
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from labeling.accounts import actions, queries
from labeling.accounts.addresses import find_address
from labeling.accounts.api import serializers
from labeling.accounts.api.views import require_user
from labeling.accounts.models import Scope
from labeling.problems import Forbidden


class AccountView(APIView):
    @extend_schema(responses=serializers.AccountSerializer)
    def get(self, request: Request) -> Response:
        return Response(serializers.AccountSerializer(require_user(request)).data)

    @extend_schema(request=serializers.AccountChangesSerializer, responses=serializers.AccountSerializer)
    def patch(self, request: Request) -> Response:
        form = serializers.AccountChangesSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        user = actions.change_profile(user=require_user(request), changes=form.validated_data)
        return Response(serializers.AccountSerializer(user).data)


class PasswordView(APIView):
    @extend_schema(request=serializers.PasswordChangeSerializer, responses={204: None})
    def post(self, request: Request) -> Response:
        """Change the password: this browser stays signed in, all others and their websockets end."""
        form = serializers.PasswordChangeSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        user = require_user(request)
        actions.change_password(user=user, address=find_address(request._request), **form.validated_data)
        if request.auth is None:
            update_session_auth_hash(request._request, user)
        actions.end_sessions(user=user, keep=request._request.session.session_key)
        return Response(status=204)


class UsersView(APIView):
    read_scope = Scope.ADMIN

    @extend_schema(responses=serializers.UserRowSerializer(many=True))
    def get(self, request: Request) -> Response:
        if not require_user(request).is_staff:
            raise Forbidden("Only staff may list accounts; ask whoever runs this installation.")
        return Response(serializers.UserRowSerializer(queries.list_accounts(), many=True).data)

    @extend_schema(request=serializers.NewUserSerializer, responses={201: serializers.CreatedUserSerializer})
    def post(self, request: Request) -> Response:
        form = serializers.NewUserSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        user, password = actions.create_user(actor=require_user(request), **form.validated_data)
        return Response({**asdict(queries.describe_user(user)), "password": password}, status=201)


class UserView(APIView):
    @extend_schema(request=serializers.UserChangesSerializer, responses=serializers.UserRowSerializer)
    def patch(self, request: Request, user_id: int) -> Response:
        """Close an account or open it again. For staff."""
        form = serializers.UserChangesSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        user = actions.set_active(actor=require_user(request), user_id=user_id, **form.validated_data)
        return Response(serializers.UserRowSerializer(user).data)


class UserPasswordView(APIView):
    @extend_schema(request=serializers.PasswordResetSerializer, responses=serializers.CreatedUserSerializer)
    def post(self, request: Request, user_id: int) -> Response:
        """Give somebody a generated password, shown only now, and sign them out everywhere. For staff."""
        form = serializers.PasswordResetSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        user, password = actions.reset_password(actor=require_user(request), user_id=user_id, **form.validated_data)
        return Response({**asdict(queries.describe_user(user)), "password": password})
