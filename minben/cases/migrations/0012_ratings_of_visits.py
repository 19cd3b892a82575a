"""A rating is of a case or of a visit. Safe on a large table: the rule is checked apart from making it, without a lock
that stops writers; the index holds visits only, and there are none yet."""

import django.db.models.deletion
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0011_process'),
    ]

    operations = [
        migrations.AddField(
            model_name='rating',
            name='staff_id',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='rating',
            name='visit_id',
            field=models.UUIDField(null=True),
        ),
        migrations.AlterField(
            model_name='rating',
            name='case',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='rating', to='cases.case'),
        ),
        AddConstraintNotValid(
            model_name='rating',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('case__isnull', False), ('visit_id__isnull', True)), models.Q(('case__isnull', True), ('visit_id__isnull', False)), _connector='OR'), name='rating_of_a_case_or_a_visit'),
        ),
        migrations.AddConstraint(
            model_name='rating',
            constraint=models.UniqueConstraint(condition=models.Q(('visit_id__isnull', False)), fields=('visit_id',), name='one_rating_per_visit'),
        ),
    ]
