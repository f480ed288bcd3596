from django.urls import path

from labeling.videos.api import before_upload, media, uploads, views

urlpatterns = [
    path("uploads/", uploads.UploadsView.as_view()),
    path("uploads/<uuid:upload_id>/", uploads.UploadView.as_view()),
    path("projects/<int:project_id>/upload-room/", before_upload.UploadRoomView.as_view()),
    path("projects/<int:project_id>/duplicates/", before_upload.DuplicatesView.as_view()),
    path("videos/", views.VideosView.as_view()),
    path("videos/<int:video_id>/", views.VideoView.as_view()),
    path("videos/<int:video_id>/retry/", views.RetryView.as_view()),
    path("videos/<int:video_id>/archive/", views.ArchiveVideoView.as_view()),
    path("videos/<int:video_id>/unarchive/", views.UnarchiveVideoView.as_view()),
    path("videos/<int:video_id>/restore/", views.RestoreVideoView.as_view()),
    path("videos/<int:video_id>/frames/", views.FramesView.as_view()),
    path("videos/<int:video_id>/frames/<int:index>.jpg", media.StillView.as_view()),
    path("videos/<int:video_id>/proxy.mp4", media.ProxyView.as_view()),
    path("videos/<int:video_id>/poster.jpg", media.PosterView.as_view()),
]
