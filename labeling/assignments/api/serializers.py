from typing import Any

from rest_framework import serializers

from labeling.accounts.api.serializers import PersonSerializer
from labeling.assignments.models import Assignment
from labeling.assignments.queries import Stage
from labeling.assignments.queries.listing import NOBODY, ORDERS
from labeling.projects.api.serializers import ShelfSerializer
from labeling.videos.api.serializers import VideoSerializer

MAX_ID = 2**63 - 1
# As many videos as a page shows at once, many times over.
MAX_PAGE = 500
MAX_VIDEOS_A_CALL = 5_000
KINDS = Assignment.Kind.choices
STAGES = [(stage, stage) for stage in Stage.ALL]


class AssignmentSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    video = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=KINDS)
    user = PersonSerializer()
    assigned_by = serializers.IntegerField(help_text="the person themselves where they took it from the queue")
    at = serializers.DateTimeField()


class MaskletCountsSerializer(serializers.Serializer):
    draft = serializers.IntegerField()
    submitted = serializers.IntegerField()
    approved = serializers.IntegerField()
    rejected = serializers.IntegerField()
    not_well_defined = serializers.IntegerField()


class VideoWithWorkSerializer(VideoSerializer):
    """A video with what its objects have come to, what it waits for, and who has it."""

    stage = serializers.ChoiceField(choices=STAGES)
    masklets = MaskletCountsSerializer()
    assignees = AssignmentSerializer(many=True)


class VideosQuerySerializer(ShelfSerializer):
    search = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=255, help_text="in the name"
    )
    stage = serializers.ChoiceField(choices=STAGES, required=False, default="", allow_blank=True)
    assignee = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=20, help_text="a user's id, `me` or `nobody`"
    )
    order = serializers.ChoiceField(choices=list(ORDERS), required=False, default="newest")
    limit = serializers.IntegerField(
        required=False, default=None, min_value=1, max_value=MAX_PAGE, help_text="without it, all videos are answered"
    )
    after = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=1200, help_text="as the `Link` header named it"
    )

    def validate_assignee(self, value: str) -> str:
        if value == "me":
            return str(self.context["actor"].pk)
        if value in {"", NOBODY} or (value.isdecimal() and value.isascii() and int(value) <= MAX_ID):
            return value
        raise serializers.ValidationError("Give a user's id, `me` or `nobody`.")

    def validate_search(self, value: str) -> str:
        if "\x00" in value:
            raise serializers.ValidationError("Names have no null characters.")
        return value


class StageCountsSerializer(serializers.Serializer):
    reading = serializers.IntegerField()
    failed = serializers.IntegerField()
    new = serializers.IntegerField()
    in_work = serializers.IntegerField()
    to_review = serializers.IntegerField()
    done = serializers.IntegerField()


class ProjectProgressSerializer(serializers.Serializer):
    project = serializers.IntegerField()
    videos = StageCountsSerializer()
    masklets = MaskletCountsSerializer()
    posters = serializers.ListField(
        child=serializers.IntegerField(), help_text="the newest ready videos; empty in the answer for one project"
    )


class VideoIdsField(serializers.ListField):
    def __init__(self, **kwargs: Any) -> None:
        child = serializers.IntegerField(min_value=1, max_value=MAX_ID)
        super().__init__(child=child, min_length=1, max_length=MAX_VIDEOS_A_CALL, **kwargs)


class NewAssignmentsSerializer(serializers.Serializer):
    videos = VideoIdsField()
    user = serializers.IntegerField(min_value=1, max_value=MAX_ID)
    kind = serializers.ChoiceField(choices=KINDS)
    replace = serializers.BooleanField(required=False, default=False, help_text="in place of whoever has them")


class EndedAssignmentsSerializer(serializers.Serializer):
    videos = VideoIdsField()
    kind = serializers.ChoiceField(choices=KINDS, required=False, allow_null=True, default=None)


class EndedCountSerializer(serializers.Serializer):
    ended = serializers.IntegerField()


class NextWishSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(choices=KINDS)
    project = serializers.IntegerField(
        min_value=1, max_value=MAX_ID, required=False, allow_null=True, default=None, help_text="absent: any of yours"
    )


class NextVideoSerializer(serializers.Serializer):
    """Both are null where the queue is empty; `masklet` is the first to decide on, for a review."""

    assignment = AssignmentSerializer(allow_null=True)
    masklet = serializers.IntegerField(allow_null=True)
