from rest_framework import serializers

from labeling.videos.models import Video

SHA256 = r"^[0-9a-fA-F]{64}\Z"


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
    archived = serializers.BooleanField()
    deleted = serializers.BooleanField()
    num_masklets = serializers.IntegerField()


class NewVideoSerializer(serializers.Serializer):
    """`sha256` of the whole file in hexadecimal: bytes that have another one make no video."""

    project = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    upload = serializers.UUIDField()
    name = serializers.CharField(required=False, default="", allow_blank=True, max_length=255)
    sha256 = serializers.RegexField(SHA256, required=False, default="", allow_blank=True)


class UploadSerializer(serializers.Serializer):
    """An upload that has not become a video: `offset` of `length` bytes have arrived."""

    id = serializers.UUIDField()
    project = serializers.IntegerField(source="project_id", allow_null=True)
    filename = serializers.CharField()
    length = serializers.IntegerField()
    offset = serializers.IntegerField()
    fingerprint = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()


class UploadRoomSerializer(serializers.Serializer):
    """Bytes that count against a quota, and how many may; a limit of 0 is none."""

    person_bytes = serializers.IntegerField()
    person_limit = serializers.IntegerField()
    project_bytes = serializers.IntegerField()
    project_limit = serializers.IntegerField()
    max_file_bytes = serializers.IntegerField()


class DuplicateQuestionSerializer(serializers.Serializer):
    """What is known of the file; with nothing known there are no duplicates."""

    sha256 = serializers.RegexField(SHA256, required=False, default="", allow_blank=True)
    fingerprint = serializers.RegexField(SHA256, required=False, default="", allow_blank=True)
    name = serializers.CharField(required=False, default="", allow_blank=True, max_length=255)


class DuplicateSerializer(serializers.Serializer):
    """A video of the same content (`same` by SHA-256, `likely` by fingerprint) or of the same name here."""

    video = serializers.IntegerField()
    name = serializers.CharField()
    project = serializers.IntegerField()
    project_name = serializers.CharField()
    status = serializers.ChoiceField(choices=Video.Status.choices)
    content = serializers.ChoiceField(choices=["same", "likely", "other"])
    same_name = serializers.BooleanField()


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
