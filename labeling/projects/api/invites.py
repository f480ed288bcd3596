"""Invite links. Their secrets are in bodies, never in an address, where logs and other sites would read them."""

from dataclasses import asdict
from typing import Any

from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from labeling.accounts.addresses import find_address
from labeling.accounts.api.serializers import UserSerializer
from labeling.accounts.api.views import require_user, sign_in
from labeling.accounts.models import Scope
from labeling.accounts.throttle import Caller, count_refusals
from labeling.http.views import ActionView
from labeling.projects import actions, queries
from labeling.projects.models import Membership

ADMIN = Membership.Role.ADMIN
MAX_SECRET_CHARS = 100


class InviteSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    role = serializers.ChoiceField(choices=Membership.Role.choices)
    note = serializers.CharField()
    created_by = serializers.CharField()
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    max_uses = serializers.IntegerField(allow_null=True, help_text="null: any number")
    joined = serializers.ListField(child=serializers.CharField(), help_text="who came by it")
    problem = serializers.CharField(allow_null=True, help_text="why it lets nobody in any more")


class CreatedInviteSerializer(InviteSerializer):
    path = serializers.CharField(help_text="the link without the name of this site; shown only now")


class NewInviteSerializer(serializers.Serializer):
    role = serializers.ChoiceField(choices=Membership.Role.choices)
    expires_in_days = serializers.IntegerField(required=False, default=7, min_value=1, max_value=90)
    max_uses = serializers.IntegerField(required=False, default=1, allow_null=True, min_value=1, max_value=10_000)
    note = serializers.CharField(required=False, default="", allow_blank=True, max_length=200)


class SecretSerializer(serializers.Serializer):
    secret = serializers.CharField(max_length=MAX_SECRET_CHARS, help_text="what stands behind the # of the link")


class NewcomerSerializer(SecretSerializer):
    username = serializers.CharField(max_length=150)
    display_name = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)
    password = serializers.CharField(max_length=4096, trim_whitespace=False)


class InvitationSerializer(serializers.Serializer):
    """What a link is for, for whoever holds it."""

    project = serializers.CharField()
    role = serializers.ChoiceField(choices=Membership.Role.choices)
    invited_by = serializers.CharField()
    expires_at = serializers.DateTimeField()
    member_of = serializers.IntegerField(allow_null=True, help_text="the project, where whoever asks is in it already")


class JoinedSerializer(serializers.Serializer):
    project = serializers.IntegerField()
    role = serializers.ChoiceField(choices=Membership.Role.choices)


class NewcomerJoinedSerializer(JoinedSerializer):
    user = UserSerializer()


class InvitesView(ActionView):
    # An answer has a secret in it, and those of calls with a key are stored.
    honours_idempotency = False
    read_scope = Scope.ADMIN

    @extend_schema(responses=InviteSerializer(many=True))
    def get(self, request: Request, project_id: int) -> Response:
        access = queries.find_access(user=self.actor, project_id=project_id)
        access.require(ADMIN)
        return Response([asdict(state) for state in queries.list_invites(access.project)])

    @extend_schema(request=NewInviteSerializer, responses={201: CreatedInviteSerializer})
    def post(self, request: Request, project_id: int) -> Response:
        access = queries.find_access(user=self.actor, project_id=project_id, to_change=True)
        access.require(ADMIN)
        form = NewInviteSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        invite, secret = actions.create_invite(project=access.project, actor=self.actor, **form.validated_data)
        return Response({**asdict(queries.describe_invite(invite)), "path": f"/invite/#{secret}"}, status=201)


class InviteView(ActionView):
    @extend_schema(responses={204: None})
    def delete(self, request: Request, invite_id: int) -> Response:
        """Revoke a link."""
        invite, access = queries.find_invite(user=self.actor, invite_id=invite_id)
        access.require(ADMIN)
        actions.revoke_invite(invite=invite)
        return Response(status=204)


class InvitationView(APIView):
    """For whoever holds a link. No transaction of its own: what is refused must still be counted."""

    permission_classes = [AllowAny]

    @extend_schema(request=SecretSerializer, responses=InvitationSerializer)
    def post(self, request: Request) -> Response:
        """What a link is for."""
        secret = _read(request, SecretSerializer)["secret"]
        with count_refusals(_caller(request)):
            invite = queries.find_invite_by_secret(secret)
        is_member = Membership.objects.filter(
            project=invite.project, user__pk=request.user.pk or 0, deleted_at=None
        ).exists()
        body = {
            "project": invite.project.name,
            "role": invite.role,
            "invited_by": invite.created_by.shown_name,
            "expires_at": invite.expires_at,
            "member_of": invite.project_id if is_member else None,
        }
        return Response(InvitationSerializer(body).data)


class AcceptView(APIView):
    scope = Scope.ADMIN

    @extend_schema(request=SecretSerializer, responses=JoinedSerializer)
    def post(self, request: Request) -> Response:
        """Become a member with the account that one is signed in with."""
        secret = _read(request, SecretSerializer)["secret"]
        with count_refusals(_caller(request)):
            member = actions.accept_invite(secret=secret, user=require_user(request))
        return Response({"project": member.project_id, "role": member.role})


@method_decorator(csrf_protect, name="dispatch")
class JoinView(APIView):
    permission_classes = [AllowAny]

    @extend_schema(request=NewcomerSerializer, responses={201: NewcomerJoinedSerializer})
    def post(self, request: Request) -> Response:
        """Make an account, become a member with it and be signed in."""
        data = _read(request, NewcomerSerializer)
        with count_refusals(_caller(request)):
            member = actions.join_by_invite(**data)
        response = sign_in(request, member.user)
        response.data.update(project=member.project_id, role=member.role)
        response.status_code = 201
        return response


def _caller(request: Request) -> Caller:
    """Wrong secrets count as wrong passwords do, by address."""
    return Caller(username="", address=find_address(request._request))


def _read(request: Request, form_class: type[serializers.Serializer]) -> dict[str, Any]:
    form = form_class(data=request.data)
    form.is_valid(raise_exception=True)
    return dict(form.validated_data)
