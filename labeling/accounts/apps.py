from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "labeling.accounts"
    label = "accounts"

    def ready(self) -> None:
        from labeling.accounts.api import openapi  # noqa: F401 - registers the schema's extensions
