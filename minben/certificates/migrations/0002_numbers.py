"""A sequence per year behind the numbers of certificates, made when its first one comes (also by a role that owns nothing)."""

from django.db import migrations

NEXT = """
CREATE OR REPLACE FUNCTION minben_next_certificate_serial(year integer) RETURNS bigint LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE name text := 'certificates_number_' || year;
BEGIN
  IF to_regclass(name) IS NULL THEN
    IF year NOT BETWEEN 1900 AND 2200 THEN RAISE EXCEPTION 'no certificates in the year %', year; END IF;
    EXECUTE format('CREATE SEQUENCE IF NOT EXISTS %I', name);
  END IF;
  RETURN nextval(name::regclass);
EXCEPTION WHEN unique_violation OR duplicate_table THEN RETURN nextval(name::regclass);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("certificates", "0001_initial")]
    operations = [migrations.RunSQL(NEXT, "DROP FUNCTION minben_next_certificate_serial(integer)")]
