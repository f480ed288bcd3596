from rest_framework import serializers

from labeling.accounts.api.serializers import PersonSerializer
from labeling.dataengine.models import Activity
from labeling.dataengine.rules import SLOT_MS

# More of anything within 15 s is a broken client.
MAX_COUNT = 10_000


class ActivitySerializer(serializers.Serializer):
    """Effort since the last call; the server adds it up per person, video, masklet, slot and mode."""

    masklet = serializers.IntegerField(min_value=1, max_value=2**63 - 1, required=False, allow_null=True, default=None)
    slot = serializers.IntegerField(min_value=0, max_value=2**40, help_text="unix seconds // 15")
    mode = serializers.ChoiceField(choices=Activity.Mode.choices)
    active_ms = serializers.IntegerField(min_value=0, max_value=4 * SLOT_MS, help_text="counted up to the slot's 15 s")
    clicks = serializers.IntegerField(min_value=0, max_value=MAX_COUNT, required=False, default=0)
    strokes = serializers.IntegerField(min_value=0, max_value=MAX_COUNT, required=False, default=0)
    frames_seen = serializers.IntegerField(min_value=0, max_value=MAX_COUNT, required=False, default=0)


class EffortSerializer(serializers.Serializer):
    """What a person did in a project: objects they began, how many of those are approved, reviews they decided."""

    user = PersonSerializer()
    objects = serializers.IntegerField()
    approved = serializers.IntegerField()
    reviews = serializers.IntegerField()
    clicks = serializers.IntegerField()
    strokes = serializers.IntegerField()
    annotate_minutes = serializers.FloatField()
    review_minutes = serializers.FloatField()
