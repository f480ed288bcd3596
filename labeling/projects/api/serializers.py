from typing import Any

from django.core.validators import ProhibitNullCharactersValidator
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.validators import ProhibitSurrogateCharactersValidator

from labeling.accounts.api.serializers import PersonSerializer
from labeling.projects.models import Membership, validate_color
from labeling.projects.queries import Shelf

# Beyond this, a browser cannot tell two whole numbers apart.
MAX_NUMBER = 2**53
KINDS = [(kind, kind) for kind in ("choice", "checkbox", "number", "text")]


class ProjectSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    description = serializers.CharField()
    instructions = serializers.CharField()
    tracking_model = serializers.CharField()
    default_label = serializers.IntegerField(allow_null=True)
    assigned_only = serializers.BooleanField(help_text="annotators find in their inbox only what they were given")
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
    instructions = serializers.CharField(required=False, default="", allow_blank=True, max_length=20_000)
    tracking_model = serializers.CharField(required=False, default="", allow_blank=True, max_length=60)


class ProjectChangesSerializer(serializers.Serializer):
    name = serializers.CharField(max_length=200, required=False)
    description = serializers.CharField(required=False, allow_blank=True, max_length=10_000)
    instructions = serializers.CharField(
        required=False, allow_blank=True, max_length=20_000, help_text="plain text, shown to annotators in the editor"
    )
    tracking_model = serializers.CharField(max_length=60, required=False)
    assigned_only = serializers.BooleanField(required=False)
    default_label = serializers.IntegerField(
        source="default_label_id",
        required=False,
        allow_null=True,
        min_value=1,
        max_value=2**63 - 1,
        help_text="the label of the next new object where nobody chose another",
    )


@extend_schema_field({"anyOf": [{"type": "boolean"}, {"type": "number"}, {"type": "string"}]})
class ValueField(serializers.Field):
    """Yes or no, a number, text, or the id of an option."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, str):
            for validate in (ProhibitNullCharactersValidator(), ProhibitSurrogateCharactersValidator()):
                validate(data)
            return data
        is_number = isinstance(data, int | float) and abs(data) <= MAX_NUMBER
        if isinstance(data, bool) or is_number:
            return data
        raise serializers.ValidationError(f"Give true or false, a text, or a number of at most {MAX_NUMBER:,}.")

    def to_representation(self, value: Any) -> Any:
        return value


class OptionSerializer(serializers.Serializer):
    id = serializers.CharField()
    name = serializers.CharField()
    removed = serializers.BooleanField()


class AttributeSerializer(serializers.Serializer):
    """What can be said of an object beside its label; a removed one is hidden, and its values are kept."""

    id = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=KINDS)
    required = serializers.BooleanField()  # type: ignore[assignment]  # hides the field's own `required`
    default = ValueField(allow_null=True)
    options = OptionSerializer(many=True)
    min = serializers.FloatField(allow_null=True)
    max = serializers.FloatField(allow_null=True)
    removed = serializers.BooleanField()


class WishedOptionSerializer(serializers.Serializer):
    id = serializers.CharField(required=False, allow_blank=True, max_length=40)
    name = serializers.CharField(max_length=80)


class WishedAttributeSerializer(serializers.Serializer):
    """With the `id` of one that there is, it is changed, moved or brought back; without, it is added."""

    id = serializers.CharField(required=False, allow_blank=True, max_length=40)
    name = serializers.CharField(max_length=80)
    kind = serializers.ChoiceField(choices=KINDS)
    required = serializers.BooleanField(required=False, default=False)  # type: ignore[assignment]  # hides the field's own `required`
    default = ValueField(required=False, allow_null=True, help_text="an option's id or name where it is a choice")
    options = WishedOptionSerializer(many=True, required=False)
    min = serializers.FloatField(required=False, allow_null=True)
    max = serializers.FloatField(required=False, allow_null=True)


class LabelSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    project = serializers.IntegerField(source="project_id")
    name = serializers.CharField()
    color = serializers.CharField()
    position = serializers.IntegerField()
    deleted = serializers.BooleanField(source="is_deleted")
    shortcut = serializers.CharField(allow_blank=True, help_text="the key that chooses it in the editor")
    attributes = AttributeSerializer(many=True)


class LabelsQuerySerializer(serializers.Serializer):
    deleted = serializers.BooleanField(
        required=False, default=False, help_text="also labels taken off the menu, which masklets may still carry"
    )


class NewLabelSerializer(serializers.Serializer):
    name = serializers.CharField(max_length=120)
    color = serializers.CharField(validators=[validate_color])
    position = serializers.IntegerField(required=False, min_value=0, max_value=1_000_000)
    shortcut = serializers.CharField(
        required=False, allow_blank=True, max_length=1, help_text="1 to 9 or a free letter; absent, the next free digit"
    )
    attributes = WishedAttributeSerializer(many=True, required=False)


class LabelChangesSerializer(serializers.Serializer):
    name = serializers.CharField(max_length=120, required=False)
    color = serializers.CharField(validators=[validate_color], required=False)
    position = serializers.IntegerField(required=False, min_value=0, max_value=1_000_000)
    shortcut = serializers.CharField(required=False, allow_blank=True, max_length=1)
    attributes = WishedAttributeSerializer(
        many=True, required=False, help_text="all that the label is to have, in order: those left out are removed"
    )


class LabelOrderSerializer(serializers.Serializer):
    """All labels of the menu, each once."""

    labels = serializers.ListField(child=serializers.IntegerField(min_value=1, max_value=2**63 - 1), max_length=10_000)


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
