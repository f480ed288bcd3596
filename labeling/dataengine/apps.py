from django.apps import AppConfig


class DataEngineConfig(AppConfig):
    name = "labeling.dataengine"
    label = "dataengine"
