from django.urls import path

from labeling.exchange.api import views

urlpatterns = [
    path("projects/<int:project_id>/exports/", views.ExportsView.as_view()),
    path("exports/<int:export_id>/", views.ExportView.as_view()),
    path("exports/<int:export_id>/download/", views.DownloadView.as_view()),
]
