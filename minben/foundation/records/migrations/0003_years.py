"""Partitions of years gone: months merged into one, and what is older than its retention taken away."""

from django.db import migrations

MAKE = """
CREATE OR REPLACE FUNCTION minben_make_partition(parent text, part text, low text, high text)
RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF to_regclass(quote_ident(part)) IS NOT NULL THEN RETURN 0; END IF;
  IF NOT EXISTS (SELECT 1 FROM pg_partitioned_table WHERE partrelid = to_regclass(quote_ident(parent))) THEN
    RAISE EXCEPTION '% is not a partitioned table', parent;
  END IF;
  EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', part, parent, low, high);
  RETURN 1;
EXCEPTION WHEN check_violation OR invalid_object_definition THEN RETURN 0;
END $$;
"""

MERGE = """
CREATE OR REPLACE FUNCTION minben_merge_year(parent text, year integer, low text, high text)
RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '5s' AS $$
DECLARE
  whole text := format('%s_%s', parent, year);
  months text[];
  part text;
BEGIN
  IF year >= extract(year FROM now()) THEN RAISE EXCEPTION 'the year % is not over', year; END IF;
  SELECT array_agg(c.relname ORDER BY c.relname) INTO months FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = to_regclass(quote_ident(parent)) AND c.relname ~ format('^%s_%s_[0-9]{2}$', parent, year);
  IF months IS NULL OR to_regclass(quote_ident(whole)) IS NOT NULL THEN RETURN 0; END IF;
  EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL, CONSTRAINT whole_year CHECK (id >= %L AND id < %L))', whole, parent, low, high);
  FOREACH part IN ARRAY months LOOP
    EXECUTE format('LOCK TABLE ONLY %I IN SHARE ROW EXCLUSIVE MODE', part);
    EXECUTE format('INSERT INTO %I SELECT * FROM ONLY %I ORDER BY id', whole, part);
  END LOOP;
  EXECUTE format('ANALYZE %I', whole);
  FOREACH part IN ARRAY months LOOP
    EXECUTE format('ALTER TABLE %I DETACH PARTITION %I', parent, part);
    EXECUTE format('DROP TABLE %I', part);
  END LOOP;
  EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, whole, low, high);
  EXECUTE format('ALTER TABLE %I DROP CONSTRAINT whole_year', whole);
  RETURN cardinality(months);
END $$;
"""

DROP = """
CREATE OR REPLACE FUNCTION minben_drop_partition(parent text, part text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '5s' AS $$
DECLARE
  upper_ms bigint;
BEGIN
  IF EXISTS (SELECT 1 FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
      WHERE t.tgrelid = to_regclass(quote_ident(parent)) AND p.proname = 'minben_refuse_change') THEN
    RAISE EXCEPTION '% is append-only', parent USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT ('x' || left(replace(substring(pg_get_expr(c.relpartbound, c.oid) from 'TO \\(''([^'']+)''\\)'), '-', ''), 12))
      ::bit(48)::bigint INTO upper_ms
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = to_regclass(quote_ident(parent)) AND c.relname = part;
  IF upper_ms IS NULL THEN RAISE EXCEPTION '% is no partition of %', part, parent; END IF;
  IF to_timestamp(upper_ms / 1000.0) > now() - interval '1 year' THEN
    RAISE EXCEPTION '% holds rows of the last year', part USING ERRCODE = 'insufficient_privilege';
  END IF;
  EXECUTE format('ALTER TABLE %I DETACH PARTITION %I', parent, part);
  EXECUTE format('DROP TABLE %I', part);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0002_initial")]
    operations = [
        migrations.RunSQL(MAKE, migrations.RunSQL.noop),
        migrations.RunSQL(MERGE, "DROP FUNCTION minben_merge_year(text, integer, text, text);"),
        migrations.RunSQL(DROP, "DROP FUNCTION minben_drop_partition(text, text);"),
    ]
