"""What the apps above hear, inside the transaction of the change. Receivers are connected in their `apps.py`."""

from django.dispatch import Signal

# A video, or its project, was archived or deleted: nothing may run for it. Arguments: video, actor.
video_closed = Signal()
