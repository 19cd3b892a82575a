"""Every rating there is obeys the new rule; looked through without stopping writers."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0012_ratings_of_visits'),
    ]

    operations = [
        ValidateConstraint(model_name='rating', name='rating_of_a_case_or_a_visit'),
    ]
