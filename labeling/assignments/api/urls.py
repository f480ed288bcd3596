from django.urls import path

from labeling.assignments.api import views

urlpatterns = [
    path("projects/progress/", views.ProjectsProgressView.as_view()),
    path("projects/<int:project_id>/progress/", views.ProjectProgressView.as_view()),
    path("projects/<int:project_id>/videos/", views.ProjectVideosView.as_view()),
    path("projects/<int:project_id>/assignments/", views.AssignmentsView.as_view()),
    path("projects/<int:project_id>/assignments/end/", views.EndedAssignmentsView.as_view()),
    path("assignments/next/", views.NextVideoView.as_view()),
    path("assignments/<int:assignment_id>/", views.AssignmentView.as_view()),
]
