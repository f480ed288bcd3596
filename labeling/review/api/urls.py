from django.urls import path

from labeling.review.api import views

urlpatterns = [
    path("masklets/<int:masklet_id>/reviews/", views.ReviewsView.as_view()),
    path("inbox/", views.InboxView.as_view()),
    path("inbox/counts/", views.InboxCountsView.as_view()),
]
