from rest_framework import serializers

from labeling.videos.models import Video


class VideoSerializer(serializers.Serializer):
    """`width` × `height`: the display size in proxy pixels, after rotation and before padding.

    While it is being read, `progress` goes from 0 to 1 and `eta_s` is how many seconds were left when that was last
    noted, null where nobody knows. `can_retry`: a failed video may be read again.
    """

    id = serializers.IntegerField()
    project = serializers.IntegerField()
    name = serializers.CharField()
    status = serializers.ChoiceField(choices=Video.Status.choices)
    problem = serializers.CharField(allow_blank=True)
    warning = serializers.CharField(allow_blank=True)
    progress = serializers.FloatField()
    eta_s = serializers.FloatField(allow_null=True)
    can_retry = serializers.BooleanField()
    num_frames = serializers.IntegerField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    duration_s = serializers.FloatField()
    created_at = serializers.DateTimeField()
    created_by = serializers.IntegerField()
    num_masklets = serializers.IntegerField()


class NewVideoSerializer(serializers.Serializer):
    project = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    upload = serializers.UUIDField()
    name = serializers.CharField(required=False, default="", allow_blank=True, max_length=255)


class VideoChangesSerializer(serializers.Serializer):
    name = serializers.CharField(max_length=255)


class FrameTimesSerializer(serializers.Serializer):
    """`pts[n]` is when frame n begins, in units of `time_base[0] / time_base[1]` seconds."""

    num_frames = serializers.IntegerField()
    time_base = serializers.ListField(child=serializers.IntegerField(), min_length=2, max_length=2)
    pts = serializers.ListField(child=serializers.IntegerField())
    width = serializers.IntegerField()
    height = serializers.IntegerField()


class StillSerializer(serializers.Serializer):
    """What a still may be asked for; `width` in pixels, at most the video's own."""

    width = serializers.IntegerField(required=False, default=None, min_value=16, max_value=4096)
