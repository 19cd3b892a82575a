"""A published guide never changes, whoever writes: only its state and the end of its validity may move."""

from django.db import migrations

VERSION = """
CREATE OR REPLACE FUNCTION catalog_version_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'draft' THEN
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.state <> 'draft'
     AND to_jsonb(NEW) - '{state,valid_until}'::text[] = to_jsonb(OLD) - '{state,valid_until}'::text[] THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a published guide never changes: draft a new version' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER catalog_version_is_fixed BEFORE UPDATE OR DELETE ON catalog_serviceversion
  FOR EACH ROW EXECUTE FUNCTION catalog_version_is_fixed();
"""

PARTS = """
CREATE OR REPLACE FUNCTION catalog_part_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  line jsonb;
BEGIN
  IF TG_OP = 'DELETE' THEN line := to_jsonb(OLD); ELSE line := to_jsonb(NEW); END IF;
  IF EXISTS (SELECT 1 FROM catalog_serviceversion
             WHERE id = (line ->> TG_ARGV[0])::uuid AND state <> 'draft') THEN
    RAISE EXCEPTION 'a published guide never changes: draft a new version' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
"""

TRIGGER = """
CREATE TRIGGER {0}_is_fixed BEFORE INSERT OR UPDATE OR DELETE ON {0}
  FOR EACH ROW EXECUTE FUNCTION catalog_part_is_fixed('{1}');
"""
TABLES = {
    "catalog_step": "version_id",
    "catalog_material": "version_id",
    "catalog_cost": "version_id",
    "catalog_output": "version_id",
    "catalog_faq": "version_id",
    "catalog_legalbasis": "version_id",
    "catalog_serviceversion_places": "serviceversion_id",
}
DROP = "DROP FUNCTION {0}() CASCADE"


class Migration(migrations.Migration):
    dependencies = [("catalog", "0002_search_and_categories")]
    operations = [
        migrations.RunSQL(VERSION, DROP.format("catalog_version_is_fixed")),
        migrations.RunSQL(PARTS, DROP.format("catalog_part_is_fixed")),
        *(
            migrations.RunSQL(TRIGGER.format(table, column), migrations.RunSQL.noop)
            for table, column in TABLES.items()
        ),
    ]
