from rest_framework import serializers

from labeling.accounts.api.serializers import PersonSerializer
from labeling.projects.models import Membership, validate_color
from labeling.projects.queries import Shelf


class ProjectSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    description = serializers.CharField()
    tracking_model = serializers.CharField()
    role = serializers.ChoiceField(choices=Membership.Role.choices)
    num_videos = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    archived_at = serializers.DateTimeField(allow_null=True)
    deleted_at = serializers.DateTimeField(allow_null=True)
    last_change = serializers.IntegerField(help_text="the number of the newest change that open editors hear of")


class ShelfSerializer(serializers.Serializer):
    shelf = serializers.ChoiceField(
        choices=Shelf.choices,
        required=False,
        default=Shelf.ACTIVE,
        help_text="what is at hand, what is archived, or what was deleted and may be restored (shown to admins)",
    )


class NewProjectSerializer(serializers.Serializer):
    name = serializers.CharField(max_length=200)
    description = serializers.CharField(required=False, default="", allow_blank=True, max_length=10_000)
    tracking_model = serializers.CharField(required=False, default="", allow_blank=True, max_length=60)


class ProjectChangesSerializer(serializers.Serializer):
    name = serializers.CharField(max_length=200, required=False)
    description = serializers.CharField(required=False, allow_blank=True, max_length=10_000)
    tracking_model = serializers.CharField(max_length=60, required=False)


class LabelSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    project = serializers.IntegerField(source="project_id")
    name = serializers.CharField()
    color = serializers.CharField()
    position = serializers.IntegerField()
    deleted = serializers.BooleanField(source="is_deleted")


class LabelsQuerySerializer(serializers.Serializer):
    deleted = serializers.BooleanField(
        required=False, default=False, help_text="also labels taken off the menu, which masklets may still carry"
    )


class NewLabelSerializer(serializers.Serializer):
    name = serializers.CharField(max_length=120)
    color = serializers.CharField(validators=[validate_color])
    position = serializers.IntegerField(required=False, min_value=0, max_value=1_000_000)


class LabelChangesSerializer(serializers.Serializer):
    name = serializers.CharField(max_length=120, required=False)
    color = serializers.CharField(validators=[validate_color], required=False)
    position = serializers.IntegerField(required=False, min_value=0, max_value=1_000_000)


class MemberSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    project = serializers.IntegerField(source="project_id")
    user = PersonSerializer()
    role = serializers.ChoiceField(choices=Membership.Role.choices)


class NewMemberSerializer(serializers.Serializer):
    username = serializers.CharField(max_length=150)
    role = serializers.ChoiceField(choices=Membership.Role.choices)


class RoleSerializer(serializers.Serializer):
    role = serializers.ChoiceField(choices=Membership.Role.choices)


class ModelSerializer(serializers.Serializer):
    name = serializers.CharField()
    title = serializers.CharField()
    is_default = serializers.BooleanField()
    available = serializers.BooleanField()
    needs_gpu = serializers.BooleanField()
    size_bytes = serializers.IntegerField()
