from django.apps import AppConfig


class PropagationConfig(AppConfig):
    name = "labeling.propagation"
    label = "propagation"
