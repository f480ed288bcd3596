from django.db import migrations

from labeling.events.append_only import forbid_change


class Migration(migrations.Migration):
    dependencies = [("masklets", "0001_initial"), ("events", "0002_append_only")]
    operations = [
        forbid_change("masklets_operation"),
        forbid_change("masklets_version"),
        forbid_change("masklets_framemask"),
        forbid_change("masklets_rlebytes"),
    ]
