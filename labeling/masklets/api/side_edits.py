"""Edits that lost a conflict: what is open, both masks of one, and what becomes of it."""

from dataclasses import asdict

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from labeling.accounts.models import Scope
from labeling.http.views import ActionView
from labeling.masklets import actions, models, queries
from labeling.masklets.api.serializers import MAX_FRAME, FrameDrawnSerializer, RleSerializer
from labeling.videos.queries import find_video


class SideEditSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    masklet = serializers.IntegerField()
    frame = serializers.IntegerField()
    state = serializers.ChoiceField(choices=models.MaskState.choices)
    base_version = serializers.IntegerField()
    author = serializers.IntegerField()
    created_at = serializers.DateTimeField()


class StandingMaskSerializer(serializers.Serializer):
    version = serializers.IntegerField()
    origin = serializers.ChoiceField(choices=models.Origin.choices)
    state = serializers.ChoiceField(choices=models.MaskState.choices)
    rle = RleSerializer(allow_null=True)
    author = serializers.IntegerField()
    created_at = serializers.DateTimeField()


class TwoMasksSerializer(SideEditSerializer):
    """A side edit with its mask, and what stands on the frame now."""

    rle = RleSerializer(allow_null=True)
    standing = StandingMaskSerializer(allow_null=True)


class ApplySerializer(serializers.Serializer):
    """`base_version` is the version on the screen of whoever decides."""

    how = serializers.ChoiceField(choices=["replace", "union"])
    base_version = serializers.IntegerField(min_value=0, max_value=MAX_FRAME, required=False)


class SideEditsView(ActionView):
    @extend_schema(responses=SideEditSerializer(many=True))
    def get(self, request: Request, video_id: int) -> Response:
        video, _ = find_video(user=self.actor, video_id=video_id)
        found = queries.list_open_side_edits(video)
        return Response([queries.describe_side_edit(side_edit).model_dump(mode="json") for side_edit in found])


class SideEditView(ActionView):
    @extend_schema(responses=TwoMasksSerializer)
    def get(self, request: Request, side_edit_id: int) -> Response:
        side_edit, _ = queries.find_side_edit(user=self.actor, side_edit_id=side_edit_id)
        rle = queries.read_rle(side_edit.rle)
        standing = queries.find_standing_mask(side_edit)
        body = {
            **queries.describe_side_edit(side_edit).model_dump(mode="json"),
            "rle": None if rle is None else asdict(rle),
            "standing": None if standing is None else asdict(standing),
        }
        return Response(body)


class ApplyView(ActionView):
    scope = Scope.ANNOTATE

    @extend_schema(request=ApplySerializer, responses=FrameDrawnSerializer)
    def post(self, request: Request, side_edit_id: int) -> Response:
        side_edit, _ = queries.find_side_edit(user=self.actor, side_edit_id=side_edit_id, to_change=True)
        form = ApplySerializer(data=request.data)
        form.is_valid(raise_exception=True)
        drawn = actions.apply_side_edit(side_edit_id=side_edit.pk, actor=self.actor, **form.validated_data)
        return Response({"operation": drawn.operation.pk, "version": drawn.version})


class DismissView(ActionView):
    scope = Scope.ANNOTATE

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, side_edit_id: int) -> Response:
        side_edit, _ = queries.find_side_edit(user=self.actor, side_edit_id=side_edit_id, to_change=True)
        actions.dismiss_side_edit(side_edit_id=side_edit.pk, actor=self.actor)
        return Response(status=204)
