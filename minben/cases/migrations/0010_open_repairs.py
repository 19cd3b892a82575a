"""Open repairs have an index, as the board asks for them each time it is looked at."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0009_lists_on_indexes'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='repaircase',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['due_at'], name='repairs_open'),
        ),
    ]
