#!/usr/bin/env python
"""Django's command line; `./maskloop manage …` runs it with the installation's environment."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")
    from django.core.management import execute_from_command_line

    import backend.celery_app  # noqa: F401 - so that commands send tasks to the right broker

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
