from django.apps import AppConfig


class AssignmentsConfig(AppConfig):
    name = "labeling.assignments"
    label = "assignments"
