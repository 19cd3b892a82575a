"""Database functions every growing table leans on; made before any table."""

from django.db import migrations

XID = """
CREATE OR REPLACE FUNCTION minben_xid() RETURNS bigint LANGUAGE sql VOLATILE AS
$$ SELECT pg_current_xact_id()::text::bigint + 0 $$;
CREATE OR REPLACE FUNCTION minben_xmin() RETURNS bigint LANGUAGE sql VOLATILE AS
$$ SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint + 0 $$;
"""

PARTITION = """
CREATE OR REPLACE FUNCTION minben_make_partition(parent text, part text, low text, high text)
RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF to_regclass(quote_ident(part)) IS NOT NULL THEN RETURN 0; END IF;
  IF NOT EXISTS (SELECT 1 FROM pg_partitioned_table WHERE partrelid = to_regclass(quote_ident(parent))) THEN
    RAISE EXCEPTION '% is not a partitioned table', parent;
  END IF;
  EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', part, parent, low, high);
  RETURN 1;
EXCEPTION WHEN check_violation THEN RETURN 0;
END $$;
"""

APPEND_ONLY = """
CREATE OR REPLACE FUNCTION minben_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: list = []
    operations = [
        migrations.RunSQL(XID, "DROP FUNCTION minben_xid(); DROP FUNCTION minben_xmin();"),
        migrations.RunSQL(PARTITION, "DROP FUNCTION minben_make_partition(text, text, text, text);"),
        migrations.RunSQL(APPEND_ONLY, "DROP FUNCTION minben_refuse_change();"),
        migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS pg_trgm", migrations.RunSQL.noop),
    ]
