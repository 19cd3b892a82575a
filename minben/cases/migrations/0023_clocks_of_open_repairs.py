"""Repairs and appeals that are open get the clocks that new ones have, so that they are warned of and told, too."""

from django.db import migrations

_MADE = "to_timestamp(('x' || substr(replace({id}::text, '-', ''), 1, 12))::bit(48)::bigint / 1000.0)"
_COLUMNS = (
    "id, subject_id, department_id, kind, amount, unit, rule, started_at, due_at, state, paused_at, pause_reason"
)
_FORWARD = f"""
INSERT INTO processes_clock ({_COLUMNS})
SELECT gen_random_uuid(), id, owner_department_id, 'repair', 5, 'workday', '', LEAST({_MADE.format(id="id")}, due_at), due_at,
       CASE state WHEN 'open' THEN 'running' ELSE 'paused' END, CASE state WHEN 'appealed' THEN appealed_at END, ''
  FROM cases_repaircase WHERE state IN ('open', 'appealed');
INSERT INTO processes_clock ({_COLUMNS})
SELECT gen_random_uuid(), id, appeal_department_id, 'appeal', 5, 'workday', '', appealed_at, appeal_due_at, 'running', NULL, ''
  FROM cases_repaircase WHERE state = 'appealed' AND appeal_due_at IS NOT NULL AND appealed_at IS NOT NULL;
"""
_BACK = "DELETE FROM processes_clock WHERE kind IN ('repair', 'appeal')"


class Migration(migrations.Migration):
    dependencies = [("cases", "0022_late_parts_and_repairs"), ("processes", "0006_delegated_tasks")]
    operations = [migrations.RunSQL(_FORWARD, _BACK)]
