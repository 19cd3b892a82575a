"""A sequence per year behind the case numbers, made when its first case comes (also by a role that owns nothing)."""

from django.db import migrations

NEXT = """
CREATE OR REPLACE FUNCTION minben_next_case_serial(year integer) RETURNS bigint LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE name text := 'cases_number_' || year;
BEGIN
  IF to_regclass(name) IS NULL THEN
    IF year NOT BETWEEN 1900 AND 2200 THEN RAISE EXCEPTION 'no cases in the year %', year; END IF;
    EXECUTE format('CREATE SEQUENCE IF NOT EXISTS %I', name);
  END IF;
  RETURN nextval(name::regclass);
EXCEPTION WHEN unique_violation OR duplicate_table THEN RETURN nextval(name::regclass);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunSQL(NEXT, "DROP FUNCTION minben_next_case_serial(integer)")]
