from celery import shared_task

from labeling.jobs.models import Pulse
from labeling.jobs.pulses import drop_old_pulses, note_pulse


@shared_task(name="jobs.note_beat")
def note_beat() -> None:
    note_pulse(name="beat", kind=Pulse.Kind.BEAT)
    drop_old_pulses()
