import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import labeling.masklets.fields
from labeling.events.append_only import forbid_change, forbid_truncate
from labeling.masklets.fields import deflate

BATCH = 1000
ORIGINS = ("prompted", "propagated", "drawn", "imported", "automatic", "restored")
STATES = ("present", "absent", "cleared")
ORIGIN_CHOICES = [(origin, origin.capitalize()) for origin in ORIGINS]
STATE_CHOICES = [(state, state.capitalize()) for state in STATES]

# The tables are made anew, since the order of columns decides what alignment adds to each row. The key's pages are left
# a quarter empty: corrections land between frames that are there, and full pages would split in halves (measured: 65
# bytes a row, instead of about 31).
NARROW = """
CREATE TYPE mask_origin AS ENUM ('prompted', 'propagated', 'drawn', 'imported', 'automatic', 'restored');
CREATE TYPE mask_state AS ENUM ('present', 'absent', 'cleared');

CREATE TABLE narrow_framemask (
    masklet_id bigint NOT NULL, rle_id bigint, frame integer NOT NULL CHECK (frame >= 0),
    version integer NOT NULL CHECK (version >= 0), area_px integer NOT NULL CHECK (area_px >= 0), score real,
    source integer CHECK (source >= 0), origin mask_origin NOT NULL, state mask_state NOT NULL
);
INSERT INTO narrow_framemask
SELECT masklet_id, rle_id, frame, version, area_px, score, source, origin::mask_origin, state::mask_state
FROM masklets_framemask ORDER BY masklet_id, version, frame;
DROP TABLE masklets_framemask;
ALTER TABLE narrow_framemask RENAME TO masklets_framemask;
ALTER TABLE masklets_framemask
    ADD CONSTRAINT masklets_framemask_pkey PRIMARY KEY (masklet_id, frame, version) WITH (fillfactor = 75),
    ADD CONSTRAINT masklets_framemask_masklet_id_fk FOREIGN KEY (masklet_id) REFERENCES masklets_masklet (id)
        DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT masklets_framemask_rle_id_fk FOREIGN KEY (rle_id) REFERENCES masklets_rlebytes (id)
        DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE narrow_framehead (
    masklet_id bigint NOT NULL, author_id bigint NOT NULL, rle_id bigint, frame integer NOT NULL CHECK (frame >= 0),
    version integer NOT NULL CHECK (version >= 0), score real, origin mask_origin NOT NULL, state mask_state NOT NULL
);
INSERT INTO narrow_framehead
SELECT masklet_id, author_id, rle_id, frame, version, score, origin::mask_origin, state::mask_state
FROM masklets_framehead ORDER BY masklet_id, frame;
DROP TABLE masklets_framehead;
ALTER TABLE narrow_framehead RENAME TO masklets_framehead;
ALTER TABLE masklets_framehead
    ADD CONSTRAINT masklets_framehead_pkey PRIMARY KEY (masklet_id, frame),
    ADD CONSTRAINT masklets_framehead_masklet_id_fk FOREIGN KEY (masklet_id) REFERENCES masklets_masklet (id)
        DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT masklets_framehead_author_id_fk FOREIGN KEY (author_id) REFERENCES accounts_user (id)
        DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT masklets_framehead_rle_id_fk FOREIGN KEY (rle_id) REFERENCES masklets_rlebytes (id)
        DEFERRABLE INITIALLY DEFERRED;
"""


def deflate_counts(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Deflate what is stored; the guards against changes stand aside for this once."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("ALTER TABLE masklets_rlebytes DISABLE TRIGGER USER")
        last = 0
        while rows := _read_batch(cursor, last):
            cursor.executemany(
                "UPDATE masklets_rlebytes SET packed = %s WHERE id = %s", [(deflate(text), pk) for pk, text in rows]
            )
            last = rows[-1][0]
        cursor.execute("ALTER TABLE masklets_rlebytes ENABLE TRIGGER USER")


def _read_batch(cursor, last):  # type: ignore[no-untyped-def]
    cursor.execute(
        "SELECT id, counts FROM masklets_rlebytes WHERE id > %s ORDER BY id LIMIT %s", [last, BATCH]
    )
    return cursor.fetchall()


class Migration(migrations.Migration):
    dependencies = [
        ("masklets", "0005_no_truncate"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AlterField("rlebytes", "height", models.PositiveSmallIntegerField()),
        migrations.AlterField("rlebytes", "width", models.PositiveSmallIntegerField()),
        migrations.RunSQL("ALTER TABLE masklets_rlebytes ADD COLUMN packed bytea"),
        migrations.RunPython(deflate_counts),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE masklets_rlebytes DROP COLUMN counts; "
                    "ALTER TABLE masklets_rlebytes RENAME COLUMN packed TO counts; "
                    "ALTER TABLE masklets_rlebytes ALTER COLUMN counts SET NOT NULL;"
                ),
                migrations.RunSQL(NARROW),
            ],
            state_operations=[
                migrations.AlterField("rlebytes", "counts", labeling.masklets.fields.DeflatedTextField()),
                migrations.DeleteModel("FrameMask"),
                migrations.DeleteModel("FrameHead"),
                migrations.CreateModel(
                    name="FrameMask",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "masklet_id",
                                "frame",
                                "version",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("frame", models.PositiveIntegerField()),
                        ("version", models.PositiveIntegerField()),
                        ("area_px", models.PositiveIntegerField(default=0)),
                        ("score", labeling.masklets.fields.RealField(null=True)),
                        ("source", models.PositiveIntegerField(null=True)),
                        (
                            "origin",
                            labeling.masklets.fields.PostgresEnumField(
                                choices=ORIGIN_CHOICES, max_length=10, type_name="mask_origin"
                            ),
                        ),
                        (
                            "state",
                            labeling.masklets.fields.PostgresEnumField(
                                choices=STATE_CHOICES, max_length=8, type_name="mask_state"
                            ),
                        ),
                        (
                            "masklet",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="frame_masks",
                                to="masklets.masklet",
                            ),
                        ),
                        (
                            "rle",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="masklets.rlebytes",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="FrameHead",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "masklet_id", "frame", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("frame", models.PositiveIntegerField()),
                        ("version", models.PositiveIntegerField()),
                        ("score", labeling.masklets.fields.RealField(null=True)),
                        (
                            "origin",
                            labeling.masklets.fields.PostgresEnumField(
                                choices=ORIGIN_CHOICES, max_length=10, type_name="mask_origin"
                            ),
                        ),
                        (
                            "state",
                            labeling.masklets.fields.PostgresEnumField(
                                choices=STATE_CHOICES, max_length=8, type_name="mask_state"
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "masklet",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="frame_heads",
                                to="masklets.masklet",
                            ),
                        ),
                        (
                            "rle",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="masklets.rlebytes",
                            ),
                        ),
                    ],
                ),
            ],
        ),
        migrations.AlterField(
            "version",
            "masklet",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="masklets.masklet",
            ),
        ),
        forbid_change("masklets_framemask"),
        forbid_truncate("masklets_framemask"),
    ]
