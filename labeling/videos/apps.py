from django.apps import AppConfig


class VideosConfig(AppConfig):
    name = "labeling.videos"
    label = "videos"

    def ready(self) -> None:
        from labeling.projects.signals import project_closed, project_opened
        from labeling.videos.actions import close_videos, open_videos

        project_closed.connect(close_videos)
        project_opened.connect(open_videos)
