from rest_framework import serializers

from labeling.accounts.models import Scope
from labeling.accounts.rules import MAX_TOKEN_DAYS, TOKEN_DAYS


class UserSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    username = serializers.CharField()
    display_name = serializers.CharField()
    is_staff = serializers.BooleanField()


class PersonSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    username = serializers.CharField()
    display_name = serializers.CharField()


class SessionSerializer(serializers.Serializer):
    user = UserSerializer(allow_null=True)


class SignInSerializer(serializers.Serializer):
    username = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=4096, trim_whitespace=False)


class TokenSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=Scope.choices))
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(allow_null=True, help_text="null: never")
    last_used_at = serializers.DateTimeField(allow_null=True)


class NewTokenSerializer(serializers.Serializer):
    name = serializers.CharField(max_length=120)
    scopes = serializers.ListField(
        child=serializers.ChoiceField(choices=Scope.choices),
        required=False,
        min_length=1,
        max_length=10,
        help_text="what it may be used for; `read` is always among them, and all are where none is named",
    )
    expires_in_days = serializers.IntegerField(
        required=False, allow_null=True, default=TOKEN_DAYS, min_value=1, max_value=MAX_TOKEN_DAYS,
        help_text="null: it never expires",
    )  # fmt: skip


class CreatedTokenSerializer(TokenSerializer):
    token = serializers.CharField(help_text="shown only now")


class NewUserSerializer(serializers.Serializer):
    username = serializers.CharField(max_length=150)
    display_name = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)
    password = serializers.CharField(max_length=4096, required=False, default="", allow_blank=True)


class UserChangesSerializer(serializers.Serializer):
    is_active = serializers.BooleanField()


class CreatedUserSerializer(UserSerializer):
    password = serializers.CharField(help_text="shown only now")
