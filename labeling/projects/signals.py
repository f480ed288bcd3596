"""What the apps above hear, inside the transaction of the change. Receivers are connected in their `apps.py`."""

from django.dispatch import Signal

# A project was archived or deleted: nothing in it may run. Arguments: project, actor.
project_closed = Signal()
# It may be worked on again.
project_opened = Signal()
