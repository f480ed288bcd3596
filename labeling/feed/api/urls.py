from django.urls import path

from labeling.feed.api import views

urlpatterns = [
    path("projects/<int:project_id>/feed/", views.ProjectFeedView.as_view()),
    path("videos/<int:video_id>/feed/", views.VideoFeedView.as_view()),
]
