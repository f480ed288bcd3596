from django.db import migrations

from labeling.events.append_only import forbid_change


class Migration(migrations.Migration):
    dependencies = [("review", "0001_initial"), ("events", "0002_append_only")]
    operations = [forbid_change("review_review")]
