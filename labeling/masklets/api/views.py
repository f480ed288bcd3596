from dataclasses import asdict

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from labeling.accounts.models import Scope
from labeling.http.problem_details import CONTENT_TYPE, describe_problem
from labeling.http.views import ActionView
from labeling.masklets import actions, queries
from labeling.masklets.api import serializers
from labeling.masklets.models import Masklet
from labeling.problems import Conflict
from labeling.videos.queries import find_video


def answer_masklet(masklet: Masklet, *, status: int = 200) -> Response:
    return Response(queries.describe_masklet(masklet).model_dump(mode="json"), status=status)


def answer_conflict(conflict: actions.FrameConflict) -> Response:
    """A 409 that is returned, not raised, so that the side edit is stored with it."""
    extra = asdict(conflict)
    body = describe_problem(Conflict.status, Conflict.slug, Conflict.title, extra.pop("detail"), **extra)
    return Response(body, status=Conflict.status, content_type=CONTENT_TYPE)


class MaskletsView(ActionView):
    scope = Scope.ANNOTATE

    @extend_schema(responses=serializers.MaskletSerializer(many=True))
    def get(self, request: Request, video_id: int) -> Response:
        video, _ = find_video(user=self.actor, video_id=video_id)
        states = queries.describe_masklets(queries.list_masklets(video))
        return Response([state.model_dump(mode="json") for state in states])

    @extend_schema(request=serializers.NewMaskletSerializer, responses={201: serializers.MaskletSerializer})
    def post(self, request: Request, video_id: int) -> Response:
        video, _ = find_video(user=self.actor, video_id=video_id, to_change=True)
        form = serializers.NewMaskletSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        masklet = actions.create_masklet(
            video_id=video.pk,
            label_id=form.validated_data["label"],
            attributes=form.validated_data.get("attributes"),
            actor=self.actor,
        )
        return answer_masklet(masklet, status=201)


class MaskletView(ActionView):
    scope = Scope.ANNOTATE

    @extend_schema(responses=serializers.MaskletSerializer)
    def get(self, request: Request, masklet_id: int) -> Response:
        masklet, _ = queries.find_masklet(user=self.actor, masklet_id=masklet_id)
        return answer_masklet(masklet)

    @extend_schema(request=serializers.MaskletChangesSerializer, responses=serializers.MaskletSerializer)
    def patch(self, request: Request, masklet_id: int) -> Response:
        masklet, _ = queries.find_masklet(user=self.actor, masklet_id=masklet_id, to_change=True)
        form = serializers.MaskletChangesSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        wish = form.validated_data
        if "label" not in wish:
            values = wish["attributes"]
            return answer_masklet(actions.set_attributes(masklet_id=masklet.pk, attributes=values, actor=self.actor))
        changed = actions.relabel_masklet(
            masklet_id=masklet.pk, label_id=wish["label"], attributes=wish.get("attributes"), actor=self.actor
        )
        return answer_masklet(changed)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, masklet_id: int) -> Response:
        masklet, _ = queries.find_masklet(user=self.actor, masklet_id=masklet_id, to_change=True)
        actions.delete_masklet(masklet_id=masklet.pk, actor=self.actor)
        return Response(status=204)


class VideoPromptsView(ActionView):
    @extend_schema(responses=serializers.PromptSerializer(many=True))
    def get(self, request: Request, video_id: int) -> Response:
        video, _ = find_video(user=self.actor, video_id=video_id)
        prompts = queries.list_live_prompts(video)
        return Response([queries.describe_prompt(prompt).model_dump(mode="json") for prompt in prompts])


class PromptsView(ActionView):
    scope = Scope.ANNOTATE

    @extend_schema(
        request=serializers.NewPromptSerializer,
        responses={202: serializers.PromptAddedSerializer, 409: serializers.FrameConflictSerializer},
    )
    def post(self, request: Request, masklet_id: int) -> Response:
        masklet, _ = queries.find_masklet(user=self.actor, masklet_id=masklet_id, to_change=True)
        form = serializers.NewPromptSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        added = actions.add_prompt(
            masklet_id=masklet.pk,
            actor=self.actor,
            value=form.read_prompt(),
            base_version=form.validated_data.get("base_version"),
        )
        if isinstance(added, actions.FrameConflict):
            return answer_conflict(added)
        prompt = queries.describe_prompt(added.prompt).model_dump(mode="json")
        body = {"operation": added.operation.pk, "prompt": prompt, "removed": added.removed}
        return Response(body, status=202)


class PromptView(ActionView):
    scope = Scope.ANNOTATE

    @extend_schema(responses={202: serializers.OperationReferenceSerializer})
    def delete(self, request: Request, prompt_id: int) -> Response:
        prompt, _ = queries.find_prompt(user=self.actor, prompt_id=prompt_id, to_change=True)
        operation = actions.remove_prompt(prompt_id=prompt.pk, actor=self.actor)
        return Response({"operation": operation.pk}, status=202)


class FrameView(ActionView):
    scope = Scope.ANNOTATE

    @extend_schema(
        request=serializers.FrameStatementSerializer,
        responses={200: serializers.FrameDrawnSerializer, 409: serializers.FrameConflictSerializer},
    )
    def put(self, request: Request, masklet_id: int, frame: int) -> Response:
        masklet, _ = queries.find_masklet(user=self.actor, masklet_id=masklet_id, to_change=True)
        form = serializers.FrameStatementSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        data = form.validated_data
        drawn = actions.draw_frame(
            masklet_id=masklet.pk,
            actor=self.actor,
            frame=frame,
            rle=serializers.read_rle(data["rle"]) if "rle" in data else None,
            state=data.get("state", "present"),
            base_version=data.get("base_version"),
        )
        if isinstance(drawn, actions.FrameConflict):
            return answer_conflict(drawn)
        return Response({"operation": drawn.operation.pk, "version": drawn.version})


class MasksView(ActionView):
    @extend_schema(parameters=[serializers.MasksQuerySerializer], responses=serializers.MasksPageSerializer)
    def get(self, request: Request, masklet_id: int) -> Response:
        masklet, _ = queries.find_masklet(user=self.actor, masklet_id=masklet_id)
        query = serializers.MasksQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        data = query.validated_data
        page = queries.list_masks(masklet, version=data.get("version"), start=data["start"], stop=data["stop"])
        return Response(asdict(page))


class SubmitView(ActionView):
    scope = Scope.ANNOTATE

    @extend_schema(request=None, responses=serializers.MaskletSerializer)
    def post(self, request: Request, masklet_id: int) -> Response:
        masklet, _ = queries.find_masklet(user=self.actor, masklet_id=masklet_id, to_change=True)
        return answer_masklet(actions.submit_masklet(masklet_id=masklet.pk, actor=self.actor))


class ReopenView(ActionView):
    scope = Scope.ANNOTATE

    @extend_schema(request=None, responses=serializers.MaskletSerializer)
    def post(self, request: Request, masklet_id: int) -> Response:
        masklet, _ = queries.find_masklet(user=self.actor, masklet_id=masklet_id, to_change=True)
        return answer_masklet(actions.reopen_masklet(masklet_id=masklet.pk, actor=self.actor))
