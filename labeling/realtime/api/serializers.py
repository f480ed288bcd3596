from rest_framework import serializers

from labeling.masklets.api.serializers import MaskletSerializer, PromptSerializer
from labeling.masklets.api.side_edits import SideEditSerializer
from labeling.propagation.api.serializers import PropagationSerializer
from labeling.realtime.replay import EVENTS_A_PAGE
from labeling.videos.api.serializers import VideoSerializer


class EventsQuerySerializer(serializers.Serializer):
    after = serializers.IntegerField(min_value=0, max_value=2**63 - 1, required=False, default=0)
    limit = serializers.IntegerField(min_value=1, max_value=EVENTS_A_PAGE, required=False, default=EVENTS_A_PAGE)


class EventSerializer(serializers.Serializer):
    """An event; further fields depend on `type` and are described in the published event schema."""

    seq = serializers.IntegerField()
    type = serializers.CharField()
    actor = serializers.IntegerField(allow_null=True)
    at = serializers.DateTimeField()


class EventsSerializer(serializers.Serializer):
    events = EventSerializer(many=True)
    last_seq = serializers.IntegerField()


class HeadRangeField(serializers.ListField):
    """[start, stop, version, origin, state], stop exclusive."""

    child = serializers.JSONField()


class HeadsSerializer(serializers.Serializer):
    masklet = serializers.IntegerField()
    ranges = serializers.ListField(child=HeadRangeField(min_length=5, max_length=5))


class PropagationStateSerializer(PropagationSerializer):
    """A propagation without its place in the queue, which depends on the moment."""

    queue_position = None  # type: ignore[assignment]  # how a subclass leaves a field out
    eta_s = None  # type: ignore[assignment]


class SnapshotSerializer(serializers.Serializer):
    last_seq = serializers.IntegerField()
    video = VideoSerializer()
    masklets = MaskletSerializer(many=True)
    prompts = PromptSerializer(many=True)
    heads = HeadsSerializer(many=True)
    propagations = PropagationStateSerializer(many=True)
    side_edits = SideEditSerializer(many=True)
