from dataclasses import asdict

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from labeling.accounts.models import Scope
from labeling.assignments import actions, queries
from labeling.assignments.api import serializers
from labeling.assignments.models import Assignment
from labeling.assignments.rules import require_own_or_admin
from labeling.http.views import ActionView
from labeling.projects.models import Membership
from labeling.projects.queries import find_access

ADMIN = Membership.Role.ADMIN


class ProjectVideosView(ActionView):
    @extend_schema(
        parameters=[serializers.VideosQuerySerializer], responses=serializers.VideoWithWorkSerializer(many=True)
    )
    def get(self, request: Request, project_id: int) -> Response:
        """The project's videos, newest first: all of them, or with `limit` a page of them.

        A page that is not the last has the header `Link: <…>; rel="next"`.
        """
        access = find_access(user=self.actor, project_id=project_id)
        query = serializers.VideosQuerySerializer(data=request.query_params, context={"actor": self.actor})
        query.is_valid(raise_exception=True)
        page = queries.list_videos(access, queries.VideosWish(**query.validated_data))
        headers = {} if page.next is None else {"Link": f'<{_name_next(request, page.next)}>; rel="next"'}
        return Response(page.videos, headers=headers)


class ProjectsProgressView(ActionView):
    @extend_schema(responses=serializers.ProjectProgressSerializer(many=True))
    def get(self, request: Request) -> Response:
        """How far each of one's projects is, and a few of its videos to show."""
        return Response([asdict(progress) for progress in queries.list_progress(self.actor)])


class ProjectProgressView(ActionView):
    @extend_schema(responses=serializers.ProjectProgressSerializer)
    def get(self, request: Request, project_id: int) -> Response:
        """How many videos of a project are at which stage, and how many objects have which status."""
        access = find_access(user=self.actor, project_id=project_id)
        return Response(asdict(queries.find_progress(access.project.pk)))


class AssignmentsView(ActionView):
    @extend_schema(
        request=serializers.NewAssignmentsSerializer, responses={201: serializers.AssignmentSerializer(many=True)}
    )
    def post(self, request: Request, project_id: int) -> Response:
        """Ask a member to annotate or to review videos; answers what is new. For admins."""
        access = find_access(user=self.actor, project_id=project_id, to_change=True)
        access.require(ADMIN)
        form = serializers.NewAssignmentsSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        wish = form.validated_data
        made = actions.assign_videos(
            project=access.project,
            video_ids=wish["videos"],
            user_id=wish["user"],
            kind=wish["kind"],
            replace=wish["replace"],
            actor=self.actor,
        )
        return Response([_show(row) for row in made], status=201)


class EndedAssignmentsView(ActionView):
    @extend_schema(request=serializers.EndedAssignmentsSerializer, responses=serializers.EndedCountSerializer)
    def post(self, request: Request, project_id: int) -> Response:
        """Take videos from whoever has them. For admins."""
        access = find_access(user=self.actor, project_id=project_id, to_change=True)
        access.require(ADMIN)
        form = serializers.EndedAssignmentsSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        wish = form.validated_data
        ended = actions.unassign_videos(
            project=access.project, video_ids=wish["videos"], kind=wish["kind"], actor=self.actor
        )
        return Response({"ended": ended})


class AssignmentView(ActionView):
    scope = Scope.ANNOTATE

    @extend_schema(responses={204: None})
    def delete(self, request: Request, assignment_id: int) -> Response:
        """Give a video back; an admin may also take it from somebody."""
        row, access = queries.find_assignment(user=self.actor, assignment_id=assignment_id, to_change=True)
        require_own_or_admin(row, access.membership)
        actions.end_assignment(assignment=row, actor=self.actor)
        return Response(status=204)


class NextVideoView(ActionView):
    scope = Scope.ANNOTATE

    @extend_schema(request=serializers.NextWishSerializer, responses=serializers.NextVideoSerializer)
    def post(self, request: Request) -> Response:
        """Take the queue's next video: nobody else is given it."""
        form = serializers.NextWishSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        kind, project_id = form.validated_data["kind"], form.validated_data["project"]
        if project_id is not None:
            find_access(user=self.actor, project_id=project_id, to_change=True)
        row = actions.take_next(actor=self.actor, kind=kind, project_id=project_id)
        masklet = None
        if row is not None and kind == Assignment.Kind.REVIEW:
            masklet = queries.find_first_to_review(user=self.actor, video_id=row.video_id)
        return Response({"assignment": None if row is None else _show(row), "masklet": masklet})


def _show(row: Assignment) -> dict[str, object]:
    assignee = queries.describe_assignment(row)
    return {**asdict(assignee), "user": assignee.user.model_dump()}


def _name_next(request: Request, after: str) -> str:
    """The address of the next page, from the root."""
    query = request.query_params.copy()
    query["after"] = after
    return f"{request.path}?{query.urlencode()}"
