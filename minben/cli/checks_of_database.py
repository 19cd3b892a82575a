"""What ``minben doctor`` asks the database."""

from __future__ import annotations

import datetime as dt
import smtplib
from typing import Any

from minben.config.database import owner_url
from minben.config.environment import Environment

from .findings import Finding

OLDEST = 150_000
EXTENSIONS = ("pg_trgm",)
APPEND_ONLY = ("audit_auditline", "audit_readline", "audit_seal", "audit_checkpoint", "options_optionchange")
SILENT = 120
SKEW = 5.0


def all_of(env: Environment) -> list[Finding]:
    findings = [server(), extensions(), clock(dt.datetime.now(dt.UTC)), migrations()]
    if findings[-1].mend:
        return findings
    return [
        *findings,
        roles(env),
        append_only(),
        rights(env),
        room(),
        retention(),
        mail(env),
        worker(),
        practice(env),
    ]


def _one(query: str, values: tuple[Any, ...] = ()) -> tuple[Any, ...]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return tuple(cursor.fetchone() or ())


def server() -> Finding:
    from django.db import connection

    with connection.cursor():
        number = connection.connection.info.server_version
    version = f"PostgreSQL {number // 10000}.{number % 10000}"
    if number < OLDEST:
        return Finding.bad("database", version, "Move to PostgreSQL 15 or newer.")
    return Finding.good("database", version)


def extensions() -> Finding:
    missing = [
        name for name in EXTENSIONS if not _one("SELECT 1 FROM pg_extension WHERE extname = %s", (name,))
    ]
    if missing:
        return Finding.bad(
            "extensions", f"missing: {', '.join(missing)}", "Run `minben migrate` as the owner."
        )
    return Finding.good("extensions", ", ".join(EXTENSIONS))


def clock(now: dt.datetime) -> Finding:
    apart = abs((_one("SELECT clock_timestamp()")[0] - now).total_seconds())
    if apart > SKEW:
        return Finding.bad(
            "clock", f"{apart:.0f} s apart from the database's", "Keep both machines' time by NTP."
        )
    return Finding.good("clock", "agrees with the database's")


def migrations() -> Finding:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        return Finding.bad("tables", f"{len(plan)} migrations not applied", "Run `minben migrate`.")
    return Finding.good("tables", "up to date")


def roles(env: Environment) -> Finding:
    """The serving role must own nothing, or append-only does not hold against the application itself."""
    (owned,) = _one(
        "SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole AND relkind IN ('r', 'p')"
    )
    if not owned:
        return Finding.good("database roles", "the serving role owns no table")
    mend = "Make a second role, give it the tables, and set MINBEN_OWNER_DATABASE_URL for `minben migrate`."
    grade = Finding.warning if env.practice else Finding.bad
    return grade("database roles", f"the serving role owns {owned} tables", mend)


def append_only() -> Finding:
    missing = [
        table
        for table in APPEND_ONLY
        if not _one(
            "SELECT 1 FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE t.tgrelid = to_regclass(%s) "
            "AND p.proname = 'minben_refuse_change' AND t.tgenabled <> 'D'",
            (table,),
        )
    ]
    if missing:
        return Finding.bad(
            "append-only",
            f"not enforced on {', '.join(missing)}",
            "Put the triggers back and run `minben audit verify`.",
        )
    return Finding.good("append-only", "enforced by the database")


def rights(env: Environment) -> Finding:
    """Tables that the serving role cannot even read: a migrate without its grants."""
    (count,) = _one(
        "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') "
        "AND NOT relispartition AND NOT has_table_privilege(oid, 'SELECT')"
    )
    if count:
        return Finding.bad("rights", f"{count} tables closed to the serving role", "Run `minben migrate`.")
    separate = owner_url(env) != env.database_url
    return Finding.good("rights", "granted" if separate else "one role for all")


def room() -> Finding:
    """Months ahead for the tables that only grow: without them rows fall into the rest partition."""
    from minben.foundation.records.partitions import missing_ahead

    missing = missing_ahead(dt.datetime.now(dt.UTC).date(), months=1)
    if missing:
        shown = ", ".join(missing[:3]) + (" …" if len(missing) > 3 else "")
        return Finding.warning(
            "partitions",
            f"{len(missing)} missing: {shown}",
            "Start the worker (`minben worker`): it makes the months ahead at its start and daily.",
        )
    return Finding.good("partitions", "this month and the next are there")


def retention() -> Finding:
    """What is past its retention and was not taken away."""
    from minben.foundation.options import kept
    from minben.foundation.records.retention import past_retention

    old = past_retention(dt.datetime.now(dt.UTC), kept.months())
    waiting = [each.name for each in old if not each.needed]
    if waiting:
        shown = ", ".join(waiting[:3]) + (" …" if len(waiting) > 3 else "")
        return Finding.warning(
            "retention",
            f"{len(waiting)} partitions are older than is kept: {shown}",
            "Start the worker (`minben worker`): it takes them away at night.",
        )
    stay = f"; {len(old)} older ones stay while a case of theirs is open" if old else ""
    return Finding.good("retention", f"nothing is older than is kept{stay}")


def mail(env: Environment) -> Finding:
    """Does the server that was chosen answer? No password is tried: the settings page sends a test message."""
    from minben.channels.mailing import standing

    mailing = standing()
    if not mailing.leaves:
        if env.practice:
            return Finding.good("mail", "the visible outbox of the practice city")
        return Finding.warning("mail", "nothing is sent", "Name a server at Settings, Mail, on the desk.")
    kind = smtplib.SMTP_SSL if mailing.security == "tls" else smtplib.SMTP
    try:
        with kind(mailing.host, mailing.port, timeout=5) as server:
            server.noop()
    except (OSError, smtplib.SMTPException) as error:
        return Finding.bad(
            "mail", f"{mailing.host}: {error}", "Correct Settings, Mail, or start the mail server."
        )
    return Finding.good("mail", f"{mailing.host} answers")


def worker() -> Finding:
    (silent,) = _one("SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers") or (
        None,
    )
    if silent is None or silent > SILENT:
        found = "none runs" if silent is None else f"last heard of {silent / 60:.0f} minutes ago"
        return Finding.warning(
            "job worker", found, "Start `minben worker`: without it nothing is sent or closed."
        )
    return Finding.good("job worker", f"heard of {silent:.0f} s ago")


def practice(env: Environment) -> Finding:
    from minben.foundation.access.models import Account

    count = Account.objects.filter(practice=True, is_active=True).count()
    if count and not env.practice:
        return Finding.bad(
            "practice accounts",
            f"{count} in a real installation",
            "Deactivate them: their passwords are public.",
        )
    return Finding.good("practice accounts", f"{count}, in a practice city" if env.practice else "none")
