from django.urls import path

from labeling.propagation.api import views

urlpatterns = [
    path("videos/<int:video_id>/propagations/", views.PropagationsView.as_view()),
    path("propagations/<int:propagation_id>/", views.PropagationView.as_view()),
]
