"""Checkpoints are append-only like the lines they speak for."""

from django.db import migrations

TABLE = "audit_checkpoint"


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_line_digests"), ("records", "0001_sql")]
    operations = [
        migrations.RunSQL(
            [
                f"CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE OR DELETE ON {TABLE}"
                " FOR EACH ROW EXECUTE FUNCTION minben_refuse_change()",
                f"CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE}"
                " FOR EACH STATEMENT EXECUTE FUNCTION minben_refuse_change()",
            ],
            f"DROP TRIGGER {TABLE}_append_only ON {TABLE}; DROP TRIGGER {TABLE}_no_truncate ON {TABLE}",
        )
    ]
