from django.db import migrations

from labeling.events.append_only import forbid_truncate


class Migration(migrations.Migration):
    dependencies = [("masklets", "0004_undo")]
    operations = [
        forbid_truncate("masklets_operation"),
        forbid_truncate("masklets_maskletedit"),
        forbid_truncate("masklets_version"),
        forbid_truncate("masklets_framemask"),
        forbid_truncate("masklets_rlebytes"),
        forbid_truncate("masklets_promptedit"),
    ]
