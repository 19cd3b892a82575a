"""Nobody holds two of the three administrator roles: the database holds it, too."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.models import Exists, OuterRef

ROLES = ["audit", "security", "system"]


def keep_the_first(apps: Apps, _editor: Any) -> None:
    """The same role in a second department gave nothing more. Two different ones stop the migration: somebody decides."""
    held = apps.get_model("agencies", "RoleGrant").objects.filter(role__in=ROLES)
    earlier = held.filter(staff=OuterRef("staff"), role=OuterRef("role"), id__lt=OuterRef("id"))
    held.filter(Exists(earlier)).delete()


class Migration(migrations.Migration):
    dependencies = [("agencies", "0003_department_days_and_closing")]

    operations = [
        migrations.RunPython(keep_the_first, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("role__in", ROLES)),
                fields=("staff",),
                name="one_administrator_role_a_person",
            ),
        ),
    ]
