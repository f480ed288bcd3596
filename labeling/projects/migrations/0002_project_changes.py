import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from labeling.events.append_only import forbid_change


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0002_append_only"),
        ("projects", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            model_name="project",
            name="last_change",
            field=models.BigIntegerField(default=0, help_text="the number of the newest ProjectChange"),
        ),
        migrations.CreateModel(
            name="ProjectChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("change", models.JSONField()),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("project", "number"), name="project_change_unique")
                ],
            },
        ),
        forbid_change("projects_projectchange"),
    ]
