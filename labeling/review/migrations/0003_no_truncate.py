from django.db import migrations

from labeling.events.append_only import forbid_truncate


class Migration(migrations.Migration):
    dependencies = [("review", "0002_append_only")]
    operations = [forbid_truncate("review_review")]
