"""Seven indexes fewer to write for each case: what is mostly empty has a partial one, and none stands twice."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0005_calendar_feed'),
        ('cases', '0007_placed_cases'),
        ('catalog', '0006_editions_are_fixed'),
        ('parties', '0002_finding'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='case',
            name='cases_by_account',
        ),
        migrations.AlterField(
            model_name='case',
            name='account',
            field=models.ForeignKey(blank=True, db_index=False, help_text='the public account that made or claimed it', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='case',
            name='asked_by',
            field=models.ForeignKey(blank=True, db_index=False, help_text='who called, when for somebody else', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party'),
        ),
        migrations.AlterField(
            model_name='case',
            name='jurisdiction',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.jurisdiction'),
        ),
        migrations.AlterField(
            model_name='case',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='cases.case'),
        ),
        migrations.AlterField(
            model_name='case',
            name='party',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='parties.party'),
        ),
        migrations.AlterField(
            model_name='case',
            name='service_version',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.serviceversion'),
        ),
        migrations.AlterField(
            model_name='case',
            name='track_token',
            field=models.CharField(max_length=32),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('account__isnull', False)), fields=['account', '-id'], name='cases_by_account'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('asked_by__isnull', False)), fields=['asked_by'], name='cases_by_asker'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('service_version__isnull', False)), fields=['service_version'], name='cases_by_service_version'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='cases_by_whole'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(fields=('track_token',), name='one_case_per_token'),
        ),
    ]
