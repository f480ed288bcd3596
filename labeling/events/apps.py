from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "labeling.events"
    label = "events"
