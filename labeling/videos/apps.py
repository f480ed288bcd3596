from django.apps import AppConfig


class VideosConfig(AppConfig):
    name = "labeling.videos"
    label = "videos"
