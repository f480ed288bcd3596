from dataclasses import asdict, replace

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from inference.checkpoints import default_checkpoint_name, list_checkpoints
from labeling.http.views import ActionView
from labeling.projects import actions, queries
from labeling.projects.api import serializers
from labeling.projects.models import Membership, Project

ADMIN = Membership.Role.ADMIN


class ProjectsView(ActionView):
    @extend_schema(parameters=[serializers.ShelfSerializer], responses=serializers.ProjectSerializer(many=True))
    def get(self, request: Request) -> Response:
        """The projects that one is a member of, newest first; deleted ones only where one is an admin."""
        query = serializers.ShelfSerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        states = queries.list_projects(self.actor, shelf=query.validated_data["shelf"])
        return Response([asdict(state) for state in states])

    @extend_schema(request=serializers.NewProjectSerializer, responses={201: serializers.ProjectSerializer})
    def post(self, request: Request) -> Response:
        form = serializers.NewProjectSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        membership = actions.create_project(actor=self.actor, **form.validated_data)
        access = queries.Access(user=self.actor, project=membership.project, membership=membership)
        return Response(asdict(queries.describe_project(access)), status=201)


class ProjectView(ActionView):
    @extend_schema(responses=serializers.ProjectSerializer)
    def get(self, request: Request, project_id: int) -> Response:
        access = queries.find_access(user=self.actor, project_id=project_id)
        return Response(asdict(queries.describe_project(access)))

    @extend_schema(request=serializers.ProjectChangesSerializer, responses=serializers.ProjectSerializer)
    def patch(self, request: Request, project_id: int) -> Response:
        access = queries.find_access(user=self.actor, project_id=project_id, to_change=True)
        access.require(ADMIN)
        form = serializers.ProjectChangesSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        actions.change_project(project=access.project, changes=form.validated_data, actor=self.actor)
        return Response(asdict(queries.describe_project(access)))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, project_id: int) -> Response:
        """Hide a project and all that is in it; its admins find it under `?shelf=deleted` and can restore it."""
        access = queries.find_access(user=self.actor, project_id=project_id)
        access.require(ADMIN)
        actions.delete_project(project=access.project, actor=self.actor)
        return Response(status=204)


class ArchiveProjectView(ActionView):
    @extend_schema(request=None, responses=serializers.ProjectSerializer)
    def post(self, request: Request, project_id: int) -> Response:
        """Make a project read-only and take it out of lists and inboxes; what runs in it is cancelled. For admins."""
        access = queries.find_access(user=self.actor, project_id=project_id)
        access.require(ADMIN)
        return _answer_project(access, actions.archive_project(project=access.project, actor=self.actor))


class UnarchiveProjectView(ActionView):
    @extend_schema(request=None, responses=serializers.ProjectSerializer)
    def post(self, request: Request, project_id: int) -> Response:
        """Let an archived project be worked on again. For admins."""
        access = queries.find_access(user=self.actor, project_id=project_id)
        access.require(ADMIN)
        return _answer_project(access, actions.unarchive_project(project=access.project, actor=self.actor))


class RestoreProjectView(ActionView):
    @extend_schema(request=None, responses=serializers.ProjectSerializer)
    def post(self, request: Request, project_id: int) -> Response:
        """Show a deleted project again, with all that is in it. For those who were its admins."""
        access = queries.find_deleted_project(user=self.actor, project_id=project_id)
        return _answer_project(access, actions.restore_project(project=access.project, actor=self.actor))


class LabelsView(ActionView):
    @extend_schema(parameters=[serializers.LabelsQuerySerializer], responses=serializers.LabelSerializer(many=True))
    def get(self, request: Request, project_id: int) -> Response:
        access = queries.find_access(user=self.actor, project_id=project_id)
        query = serializers.LabelsQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        labels = queries.list_labels(access.project, with_deleted=query.validated_data["deleted"])
        return Response(serializers.LabelSerializer(labels, many=True).data)

    @extend_schema(request=serializers.NewLabelSerializer, responses={201: serializers.LabelSerializer})
    def post(self, request: Request, project_id: int) -> Response:
        access = queries.find_access(user=self.actor, project_id=project_id, to_change=True)
        access.require(ADMIN)
        form = serializers.NewLabelSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        label = actions.create_label(project=access.project, actor=self.actor, **form.validated_data)
        return Response(serializers.LabelSerializer(label).data, status=201)


class LabelOrderView(ActionView):
    @extend_schema(request=serializers.LabelOrderSerializer, responses=serializers.LabelSerializer(many=True))
    def put(self, request: Request, project_id: int) -> Response:
        """Put the labels in an order. For admins."""
        access = queries.find_access(user=self.actor, project_id=project_id, to_change=True)
        access.require(ADMIN)
        form = serializers.LabelOrderSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        label_ids = form.validated_data["labels"]
        labels = actions.order_labels(project=access.project, label_ids=label_ids, actor=self.actor)
        return Response(serializers.LabelSerializer(labels, many=True).data)


class LabelView(ActionView):
    @extend_schema(request=serializers.LabelChangesSerializer, responses=serializers.LabelSerializer)
    def patch(self, request: Request, label_id: int) -> Response:
        label, access = queries.find_label(user=self.actor, label_id=label_id, to_change=True)
        access.require(ADMIN)
        form = serializers.LabelChangesSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        changed = actions.change_label(label=label, changes=form.validated_data, actor=self.actor)
        return Response(serializers.LabelSerializer(changed).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, label_id: int) -> Response:
        label, access = queries.find_label(user=self.actor, label_id=label_id, to_change=True)
        access.require(ADMIN)
        actions.delete_label(label=label, actor=self.actor)
        return Response(status=204)


class RestoreLabelView(ActionView):
    @extend_schema(request=None, responses=serializers.LabelSerializer)
    def post(self, request: Request, label_id: int) -> Response:
        """Put a label back on the menu that was taken off it. For admins."""
        label, access = queries.find_label(user=self.actor, label_id=label_id, to_change=True, is_deleted=True)
        access.require(ADMIN)
        return Response(serializers.LabelSerializer(actions.restore_label(label=label, actor=self.actor)).data)


class MembersView(ActionView):
    @extend_schema(responses=serializers.MemberSerializer(many=True))
    def get(self, request: Request, project_id: int) -> Response:
        access = queries.find_access(user=self.actor, project_id=project_id)
        return Response(serializers.MemberSerializer(queries.list_members(access.project), many=True).data)

    @extend_schema(request=serializers.NewMemberSerializer, responses={201: serializers.MemberSerializer})
    def post(self, request: Request, project_id: int) -> Response:
        access = queries.find_access(user=self.actor, project_id=project_id, to_change=True)
        access.require(ADMIN)
        form = serializers.NewMemberSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        member = actions.add_member(project=access.project, actor=self.actor, **form.validated_data)
        return Response(serializers.MemberSerializer(member).data, status=201)


class MemberView(ActionView):
    @extend_schema(request=serializers.RoleSerializer, responses=serializers.MemberSerializer)
    def patch(self, request: Request, member_id: int) -> Response:
        member, access = queries.find_member(user=self.actor, member_id=member_id, to_change=True)
        access.require(ADMIN)
        form = serializers.RoleSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        changed = actions.change_role(member=member, role=form.validated_data["role"], actor=self.actor)
        return Response(serializers.MemberSerializer(changed).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, member_id: int) -> Response:
        # In an archived project as well: nobody keeps their access because of that.
        member, access = queries.find_member(user=self.actor, member_id=member_id)
        access.require(ADMIN)
        actions.remove_member(member=member, actor=self.actor)
        return Response(status=204)


class ModelsView(ActionView):
    @extend_schema(responses=serializers.ModelSerializer(many=True))
    def get(self, request: Request) -> Response:
        default = default_checkpoint_name()
        return Response(
            [
                {
                    "name": checkpoint.name,
                    "title": checkpoint.name.replace("_", " ").replace("-", " "),
                    "is_default": checkpoint.name == default,
                    "available": queries.is_available(checkpoint),
                    "needs_gpu": checkpoint.needs_gpu,
                    "size_bytes": checkpoint.size_bytes,
                }
                for checkpoint in list_checkpoints()
            ]
        )


def _answer_project(access: queries.Access, project: Project) -> Response:
    return Response(asdict(queries.describe_project(replace(access, project=project))))
