"""The map and the board find what they show by an index: a row knows its point, what is open has its own order."""

from django.db import migrations, models

PLACED = """
UPDATE cases_casescope s SET placed = true FROM cases_case c
WHERE c.id = s.case_id AND c.latitude IS NOT NULL AND c.longitude IS NOT NULL
"""


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0005_calendar_feed'),
        ('cases', '0008_fewer_indexes'),
        ('catalog', '0006_editions_are_fixed'),
        ('parties', '0002_finding'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='case',
            name='cases_placed',
        ),
        migrations.AddField(
            model_name='casescope',
            name='placed',
            field=models.BooleanField(default=False, help_text='the case has a point on the map'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['promised_at', 'id'], name='cases_open_by_due'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('closed_at__isnull', True), ('hurries__gt', 0)), fields=['-hurries', 'id'], name='cases_open_hurried'),
        ),
        migrations.AddIndex(
            model_name='rating',
            index=models.Index(condition=models.Q(('level__lte', 2)), fields=['id'], name='ratings_bad'),
        ),
        migrations.RunSQL(PLACED, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name='casescope',
            index=models.Index(condition=models.Q(('placed', True)), fields=['department_id', '-sort_key'], name='scope_placed'),
        ),
    ]
