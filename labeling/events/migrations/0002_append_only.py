from django.db import migrations

from labeling.events.append_only import create_guard, forbid_change


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]
    operations = [create_guard(), forbid_change("events_event")]
