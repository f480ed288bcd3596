from django.apps import AppConfig


class PropagationConfig(AppConfig):
    name = "labeling.propagation"
    label = "propagation"

    def ready(self) -> None:
        from labeling.propagation.actions import end_jobs_of
        from labeling.videos.signals import video_closed

        video_closed.connect(end_jobs_of)
