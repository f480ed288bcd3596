from django.db import migrations

from labeling.events.append_only import forbid_truncate


class Migration(migrations.Migration):
    dependencies = [("projects", "0002_project_changes")]
    operations = [forbid_truncate("projects_projectchange")]
