from dataclasses import asdict

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from labeling.accounts.models import Scope
from labeling.http.views import ActionView
from labeling.masklets.queries import find_masklet
from labeling.projects.models import Membership
from labeling.review import actions, queries
from labeling.review.api import serializers

Role = Membership.Role


class ReviewsView(ActionView):
    scope = Scope.REVIEW

    @extend_schema(responses=serializers.ReviewSerializer(many=True))
    def get(self, request: Request, masklet_id: int) -> Response:
        masklet, _ = find_masklet(user=self.actor, masklet_id=masklet_id)
        return Response([asdict(review) for review in queries.list_reviews(masklet)])

    @extend_schema(request=serializers.NewReviewSerializer, responses={201: serializers.ReviewSerializer})
    def post(self, request: Request, masklet_id: int) -> Response:
        masklet, access = find_masklet(user=self.actor, masklet_id=masklet_id, to_change=True)
        access.require(Role.REVIEWER, Role.ADMIN)
        form = serializers.NewReviewSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        review = actions.decide_masklet(masklet_id=masklet.pk, actor=self.actor, **form.validated_data)
        return Response(serializers.ReviewSerializer(asdict(queries.describe_review(review))).data, status=201)


class InboxView(ActionView):
    @extend_schema(responses=serializers.InboxSerializer)
    def get(self, request: Request) -> Response:
        return Response(
            {
                "to_annotate": queries.list_videos_to_annotate(self.actor),
                "returned": [item.as_json() for item in queries.list_returned(self.actor)],
                "to_review": [item.as_json() for item in queries.list_to_review(self.actor)],
            }
        )


class InboxCountsView(ActionView):
    @extend_schema(responses=serializers.InboxCountsSerializer)
    def get(self, request: Request) -> Response:
        """How much waits for this person, for every page to show."""
        return Response(asdict(queries.count_inbox(self.actor)))
