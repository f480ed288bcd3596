"""Edits of whole objects and of many frames: each is one operation, and can be undone."""

from dataclasses import asdict
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from labeling.accounts.models import Scope
from labeling.http.views import ActionView
from labeling.masklets import actions, queries
from labeling.masklets.api.serializers import MAX_FRAME, MAX_ID, STATEMENTS, MaskletSerializer, RangeField
from labeling.videos.queries import find_video


def _frame(**options: Any) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=0, max_value=MAX_FRAME, **options)


class SplitSerializer(serializers.Serializer):
    """The new object takes the frames from `frame` on."""

    frame = _frame()


class SwapSerializer(serializers.Serializer):
    """The two objects exchange what they say from `frame` on."""

    other = serializers.IntegerField(min_value=1, max_value=MAX_ID)
    frame = _frame()


class MergeSerializer(serializers.Serializer):
    """The object named by the address takes all of `source`, which is deleted; `keep` is for frames with two masks."""

    source = serializers.IntegerField(min_value=1, max_value=MAX_ID)  # type: ignore[assignment]  # hides the field's own `source`
    keep = serializers.ChoiceField(choices=["target", "source", "union"], required=False, allow_null=True, default=None)


class SpanSerializer(serializers.Serializer):
    """Frames [start, stop); `base_version` is the version on the screen of whoever decides."""

    start = _frame()
    stop = _frame()
    base_version = _frame(required=False, allow_null=True, default=None)


class CopySerializer(SpanSerializer):
    """The mask of `frame` goes on the other frames of [start, stop)."""

    frame = _frame()


class MarkSerializer(SpanSerializer):
    state = serializers.ChoiceField(choices=STATEMENTS)


class RestoreSerializer(serializers.Serializer):
    """All frames where `start` and `stop` are absent."""

    version = serializers.IntegerField(min_value=1, max_value=MAX_FRAME)
    start = _frame(required=False, default=0)
    stop = _frame(required=False, allow_null=True, default=None)
    base_version = _frame(required=False, allow_null=True, default=None)


class StructureChangedSerializer(serializers.Serializer):
    """The objects that were touched and are there, as they are now."""

    operation = serializers.IntegerField()
    masklets = MaskletSerializer(many=True)


class DeletedMaskletSerializer(serializers.Serializer):
    masklet = MaskletSerializer()
    deleted_at = serializers.DateTimeField()
    deleted_by = serializers.IntegerField(allow_null=True)
    operation = serializers.IntegerField(allow_null=True)


class StructureProblemSerializer(serializers.Serializer):
    """Problem details: `overlap` are frames with two masks in a merge, `frames` those that somebody else changed."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    overlap = serializers.ListField(child=RangeField(min_length=2, max_length=2), required=False)
    head = serializers.IntegerField(required=False)
    author = serializers.IntegerField(required=False)
    frames = serializers.ListField(child=serializers.IntegerField(), required=False)


RESPONSES = {200: StructureChangedSerializer, 409: StructureProblemSerializer}


class SplitView(ActionView):
    scope = Scope.ANNOTATE

    @extend_schema(
        request=SplitSerializer, responses={201: StructureChangedSerializer, 409: StructureProblemSerializer}
    )
    def post(self, request: Request, masklet_id: int) -> Response:
        data = _read(self, request, masklet_id, SplitSerializer)
        return _answer(actions.split_masklet(masklet_id=masklet_id, actor=self.actor, **data), status=201)


class SwapView(ActionView):
    scope = Scope.ANNOTATE

    @extend_schema(request=SwapSerializer, responses=RESPONSES)
    def post(self, request: Request, masklet_id: int) -> Response:
        data = _read(self, request, masklet_id, SwapSerializer)
        other, _ = queries.find_masklet(user=self.actor, masklet_id=data["other"], to_change=True)
        changed = actions.swap_masklets(masklet_id=masklet_id, other_id=other.pk, actor=self.actor, frame=data["frame"])
        return _answer(changed)


class MergeView(ActionView):
    scope = Scope.ANNOTATE

    @extend_schema(request=MergeSerializer, responses=RESPONSES)
    def post(self, request: Request, masklet_id: int) -> Response:
        data = _read(self, request, masklet_id, MergeSerializer)
        source, _ = queries.find_masklet(user=self.actor, masklet_id=data["source"], to_change=True)
        changed = actions.merge_masklets(target_id=masklet_id, source_id=source.pk, actor=self.actor, keep=data["keep"])
        return _answer(changed)


class CopyView(ActionView):
    scope = Scope.ANNOTATE

    @extend_schema(request=CopySerializer, responses=RESPONSES)
    def post(self, request: Request, masklet_id: int) -> Response:
        data = _read(self, request, masklet_id, CopySerializer)
        return _answer(actions.copy_mask(masklet_id=masklet_id, actor=self.actor, **data))


class MarkView(ActionView):
    scope = Scope.ANNOTATE

    @extend_schema(request=MarkSerializer, responses=RESPONSES)
    def post(self, request: Request, masklet_id: int) -> Response:
        data = _read(self, request, masklet_id, MarkSerializer)
        return _answer(actions.mark_frames(masklet_id=masklet_id, actor=self.actor, **data))


class RestoreView(ActionView):
    scope = Scope.ANNOTATE

    @extend_schema(request=RestoreSerializer, responses=RESPONSES)
    def post(self, request: Request, masklet_id: int) -> Response:
        data = _read(self, request, masklet_id, RestoreSerializer)
        return _answer(actions.restore_version(masklet_id=masklet_id, actor=self.actor, **data))


class RecoverView(ActionView):
    scope = Scope.ANNOTATE

    @extend_schema(request=None, responses=MaskletSerializer)
    def post(self, request: Request, masklet_id: int) -> Response:
        masklet, _ = queries.find_deleted_masklet(user=self.actor, masklet_id=masklet_id, to_change=True)
        recovered = actions.recover_masklet(masklet_id=masklet.pk, actor=self.actor)
        return Response(queries.describe_masklet(recovered).model_dump(mode="json"))


class DeletedView(ActionView):
    @extend_schema(responses=DeletedMaskletSerializer(many=True))
    def get(self, request: Request, video_id: int) -> Response:
        video, _ = find_video(user=self.actor, video_id=video_id)
        found = queries.list_deleted(video)
        return Response([{**asdict(entry), "masklet": entry.masklet.model_dump(mode="json")} for entry in found])


def _read(
    view: ActionView, request: Request, masklet_id: int, form_class: type[serializers.Serializer]
) -> dict[str, Any]:
    """The body of a call about a masklet that this person may see."""
    queries.find_masklet(user=view.actor, masklet_id=masklet_id, to_change=True)
    form = form_class(data=request.data)
    form.is_valid(raise_exception=True)
    return dict(form.validated_data)


def _answer(changed: actions.StructureChanged, *, status: int = 200) -> Response:
    masklets = [state.model_dump(mode="json") for state in queries.describe_masklets(changed.masklets)]
    return Response({"operation": changed.operation.pk, "masklets": masklets}, status=status)
