"""Which number was given last in a year, for the preview: the serving role may take numbers, not look at sequences."""

from django.db import migrations

LAST = """
CREATE OR REPLACE FUNCTION minben_last_case_serial(year integer) RETURNS bigint LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  name text := 'cases_number_' || year;
  found bigint;
BEGIN
  IF to_regclass(name) IS NULL THEN RETURN 0; END IF;
  EXECUTE format('SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM %I', name) INTO found;
  RETURN found;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_answer_templates")]
    operations = [migrations.RunSQL(LAST, "DROP FUNCTION minben_last_case_serial(integer)")]
