"""Rows that are never changed or deleted, enforced by Postgres itself."""

from django.db import migrations

CREATE_GUARD = """
CREATE OR REPLACE FUNCTION maskloop_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""


def create_guard() -> migrations.RunSQL:
    """The migration that makes the guard; `forbid_change` needs it."""
    return migrations.RunSQL(CREATE_GUARD, "DROP FUNCTION IF EXISTS maskloop_refuse_change() CASCADE;")


def forbid_change(table: str) -> migrations.RunSQL:
    """A migration after which UPDATE and DELETE on `table` raise restrict_violation, whoever asks."""
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION maskloop_refuse_change();",
        f"DROP TRIGGER {table}_append_only ON {table};",
    )


def forbid_truncate(table: str) -> migrations.RunSQL:
    """A migration after which TRUNCATE of `table` is refused as well; triggers on rows do not see it."""
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION maskloop_refuse_change();",
        f"DROP TRIGGER {table}_no_truncate ON {table};",
    )
