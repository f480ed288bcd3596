from django.urls import path

from labeling.realtime.api import views

urlpatterns = [
    path("videos/<int:video_id>/events/", views.EventsView.as_view()),
    path("videos/<int:video_id>/snapshot/", views.SnapshotView.as_view()),
]
