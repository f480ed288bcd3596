from rest_framework import serializers


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
    created_at = serializers.DateTimeField()
    last_used_at = serializers.DateTimeField(allow_null=True)


class NewTokenSerializer(serializers.Serializer):
    name = serializers.CharField(max_length=120)


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
