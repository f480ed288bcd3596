from django.apps import AppConfig


class MaskletsConfig(AppConfig):
    name = "labeling.masklets"
    label = "masklets"
