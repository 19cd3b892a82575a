from django.db import migrations

MADE = """
CREATE STATISTICS IF NOT EXISTS tasks_of_queues (mcv, dependencies)
ON department_id, role, state FROM processes_task;
ALTER STATISTICS tasks_of_queues SET STATISTICS 1000;
ANALYZE processes_task;
"""


class Migration(migrations.Migration):
    """A queue is a department and a role, not any mixture of both: counting one went through all tasks there are."""

    dependencies = [("processes", "0001_initial")]

    operations = [migrations.RunSQL(MADE, "DROP STATISTICS IF EXISTS tasks_of_queues")]
