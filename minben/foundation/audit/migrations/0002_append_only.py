"""The trail is append-only against the application itself: the database refuses update and delete."""

from django.db import migrations

TABLES = ("audit_auditline", "audit_readline", "audit_seal")
ROWS = "CREATE TRIGGER {0}_append_only BEFORE UPDATE OR DELETE ON {0} FOR EACH ROW EXECUTE FUNCTION minben_refuse_change()"
WHOLE = "CREATE TRIGGER {0}_no_truncate BEFORE TRUNCATE ON {0} FOR EACH STATEMENT EXECUTE FUNCTION minben_refuse_change()"
DROP = "DROP TRIGGER {0}_append_only ON {0}; DROP TRIGGER {0}_no_truncate ON {0}"


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("records", "0001_sql")]
    operations = [
        migrations.RunSQL([ROWS.format(table), WHOLE.format(table)], DROP.format(table)) for table in TABLES
    ]
