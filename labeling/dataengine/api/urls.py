from django.urls import path

from labeling.dataengine.api import views

urlpatterns = [
    path("videos/<int:video_id>/activity/", views.ActivityView.as_view()),
    path("projects/<int:project_id>/effort/", views.EffortView.as_view()),
]
