"""What is chosen on the settings screens: rows are added, never changed."""

from django.db import migrations, models

import minben.foundation.records.ids

TABLE = "options_optionchange"
ROWS = f"CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION minben_refuse_change()"
WHOLE = f"CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION minben_refuse_change()"


class Migration(migrations.Migration):
    initial = True
    dependencies = [("records", "0001_sql")]
    operations = [
        migrations.CreateModel(
            name="OptionChange",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=minben.foundation.records.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("group", models.CharField(max_length=30)),
                ("version", models.PositiveIntegerField()),
                ("values", models.JSONField(default=dict)),
                ("before", models.JSONField(default=dict, help_text="what was in force until then")),
                ("actor_kind", models.CharField(max_length=10)),
                ("staff_id", models.UUIDField(null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("group", "version"), name="one_change_per_group_and_version"
                    )
                ],
            },
        ),
        migrations.RunSQL(ROWS, f"DROP TRIGGER {TABLE}_append_only ON {TABLE}"),
        migrations.RunSQL(WHOLE, f"DROP TRIGGER {TABLE}_no_truncate ON {TABLE}"),
    ]
