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


class AccountSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    username = serializers.CharField()
    display_name = serializers.CharField(help_text="may be empty: others then see the username")
    email = serializers.CharField()
    is_staff = serializers.BooleanField()


class AccountChangesSerializer(serializers.Serializer):
    display_name = serializers.CharField(max_length=120, required=False, allow_blank=True)
    email = serializers.EmailField(max_length=254, required=False, allow_blank=True)


class PasswordChangeSerializer(serializers.Serializer):
    old = serializers.CharField(max_length=4096, trim_whitespace=False)
    new = serializers.CharField(max_length=4096, trim_whitespace=False)
    revoke_tokens = serializers.BooleanField(required=False, default=False, help_text="end all API tokens as well")


class PasswordResetSerializer(serializers.Serializer):
    revoke_tokens = serializers.BooleanField(required=False, default=False, help_text="end all API tokens as well")


class BrowserSessionSerializer(serializers.Serializer):
    id = serializers.CharField()
    address = serializers.IPAddressField(allow_null=True)
    agent = serializers.CharField(help_text="what the browser says of itself")
    signed_in_at = serializers.DateTimeField()
    last_used_at = serializers.DateTimeField()
    is_this = serializers.BooleanField(help_text="the session that asks")


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
    is_expired = serializers.BooleanField()
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


class UserRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    username = serializers.CharField()
    display_name = serializers.CharField(source="shown_name")
    is_staff = serializers.BooleanField()
    is_active = serializers.BooleanField(help_text="false: closed, nobody gets in with it")
    joined_at = serializers.DateTimeField(source="date_joined")
    last_signed_in_at = serializers.DateTimeField(source="last_login", allow_null=True)


class UserChangesSerializer(serializers.Serializer):
    is_active = serializers.BooleanField()


class CreatedUserSerializer(UserSerializer):
    password = serializers.CharField(help_text="shown only now")
