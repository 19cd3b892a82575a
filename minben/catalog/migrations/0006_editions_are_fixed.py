"""What left the draft keeps its words; what is over stays over; nobody approves what they wrote; history only grows."""

from django.db import migrations

EDITION = """
CREATE OR REPLACE FUNCTION catalog_edition_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'an edition is never deleted: drop it' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state <> 'draft' AND (NEW.content IS DISTINCT FROM OLD.content OR NEW.title IS DISTINCT FROM OLD.title
     OR NEW.writers IS DISTINCT FROM OLD.writers OR NEW.kind <> OLD.kind OR NEW.key <> OLD.key) THEN
    RAISE EXCEPTION 'only a draft changes its words: begin a new draft' USING ERRCODE = 'check_violation';
  END IF;
  IF (OLD.state IN ('superseded', 'withdrawn', 'dropped') AND NEW.state <> OLD.state)
     OR (OLD.state = 'published' AND NEW.state NOT IN ('published', 'superseded', 'withdrawn')) THEN
    RAISE EXCEPTION 'history is never rewritten: begin a new draft' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER catalog_edition_is_fixed BEFORE UPDATE OR DELETE ON catalog_edition
  FOR EACH ROW EXECUTE FUNCTION catalog_edition_is_fixed();
ALTER TABLE catalog_edition ADD CONSTRAINT nobody_approves_their_own
  CHECK (approved_by IS NULL OR NOT approved_by = ANY (writers));
"""

HISTORY = """
CREATE OR REPLACE FUNCTION catalog_history_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the history of an edition only grows' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER catalog_history_only_grows BEFORE UPDATE OR DELETE ON catalog_editionstep
  FOR EACH ROW EXECUTE FUNCTION catalog_history_only_grows();
"""


class Migration(migrations.Migration):
    dependencies = [("catalog", "0005_editions")]
    operations = [
        migrations.RunSQL(
            EDITION,
            "ALTER TABLE catalog_edition DROP CONSTRAINT nobody_approves_their_own;"
            "DROP FUNCTION catalog_edition_is_fixed() CASCADE",
        ),
        migrations.RunSQL(HISTORY, "DROP FUNCTION catalog_history_only_grows() CASCADE"),
    ]
