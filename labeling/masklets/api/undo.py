"""Undo and redo, one person's gestures in one video."""

from collections.abc import Callable
from dataclasses import asdict

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from labeling.accounts.models import Scope
from labeling.http.views import ActionView
from labeling.masklets import actions, models, queries
from labeling.masklets.api.serializers import MAX_ID, RangeField
from labeling.videos.queries import find_video


class ChangedSerializer(serializers.Serializer):
    masklet = serializers.IntegerField()
    author = serializers.IntegerField()
    ranges = serializers.ListField(child=RangeField(min_length=2, max_length=2))


class RefusalSerializer(serializers.Serializer):
    """Why it cannot be undone now: a sentence, who changed which frames since, and the job that must end first."""

    detail = serializers.CharField()
    changed = ChangedSerializer(many=True)
    propagation = serializers.IntegerField(allow_null=True)


class UndoProblemSerializer(RefusalSerializer):
    """Problem details of an undo or redo that is refused."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    operation = serializers.IntegerField()


class StepSerializer(serializers.Serializer):
    operation = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=models.Operation.Kind.choices)
    at = serializers.DateTimeField()
    masklets = serializers.ListField(child=serializers.IntegerField())
    ranges = serializers.ListField(child=RangeField(min_length=3, max_length=3, help_text="[masklet, start, stop]"))
    refusal = RefusalSerializer(allow_null=True)


class UndoStateSerializer(serializers.Serializer):
    """What the person who asks would undo and redo next, null where there is nothing."""

    undo = StepSerializer(allow_null=True)
    redo = StepSerializer(allow_null=True)


class WhichSerializer(serializers.Serializer):
    """`operation` names one of the person's own gestures; absent, it is the newest."""

    operation = serializers.IntegerField(min_value=1, max_value=MAX_ID, required=False, allow_null=True, default=None)


class UndoneSerializer(serializers.Serializer):
    """`operation` is the undo or redo, `first` the gesture that it is about, of this `kind`."""

    operation = serializers.IntegerField()
    first = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=models.Operation.Kind.choices)
    masklets = serializers.ListField(child=serializers.IntegerField())
    ranges = serializers.ListField(child=RangeField(min_length=3, max_length=3, help_text="[masklet, start, stop]"))


class UndoView(ActionView):
    scope = Scope.ANNOTATE

    @extend_schema(responses=UndoStateSerializer)
    def get(self, request: Request, video_id: int) -> Response:
        video, _ = find_video(user=self.actor, video_id=video_id)
        return Response(asdict(queries.find_undo_state(video=video, author=self.actor)))

    @extend_schema(request=WhichSerializer, responses={200: UndoneSerializer, 409: UndoProblemSerializer})
    def post(self, request: Request, video_id: int) -> Response:
        return _act(self, request, video_id, actions.undo_operation)


class RedoView(ActionView):
    scope = Scope.ANNOTATE

    @extend_schema(request=WhichSerializer, responses={200: UndoneSerializer, 409: UndoProblemSerializer})
    def post(self, request: Request, video_id: int) -> Response:
        return _act(self, request, video_id, actions.redo_operation)


def _act(view: ActionView, request: Request, video_id: int, act: Callable[..., actions.Undone]) -> Response:
    video, _ = find_video(user=view.actor, video_id=video_id, to_change=True)
    form = WhichSerializer(data=request.data)
    form.is_valid(raise_exception=True)
    undone = act(video=video, actor=view.actor, operation_id=form.validated_data["operation"])
    ranges = [[masklet_id, *span] for masklet_id, spans in undone.ranges.items() for span in spans]
    body = {
        "operation": undone.operation.pk,
        "first": undone.first.pk,
        "kind": undone.first.kind,
        "masklets": undone.masklets,
        "ranges": ranges,
    }
    return Response(body)
