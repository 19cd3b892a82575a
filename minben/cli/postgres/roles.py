"""Two roles: ``minben_owner`` owns the tables, ``minben_app`` serves and owns nothing (DESIGN §3: database roles)."""

from __future__ import annotations

import psycopg
from psycopg import sql

OWNER, APP, DATABASE = "minben_owner", "minben_app", "minben"

PLAIN_TABLES = """
SELECT c.relname, EXISTS (
    SELECT 1 FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE t.tgrelid = c.oid AND p.proname = 'minben_refuse_change')
FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
  AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY c.relname
"""
"""Every table but the partitions, and whether it is append-only. A partition is reached through its table."""


def answers(url: str) -> bool:
    """Whether the server lets this role in now."""
    try:
        with psycopg.connect(url, connect_timeout=3) as connection:
            return connection.execute("SELECT 1").fetchone() is not None
    except psycopg.OperationalError:
        return False


def prepare(admin_url: str, *, passwords: dict[str, str]) -> None:
    """Roles and database; what is there already keeps its content and gets these passwords."""
    with psycopg.connect(admin_url, autocommit=True) as connection:
        for role, password in passwords.items():
            _role(connection, role, password)
        if not _exists(connection, "SELECT 1 FROM pg_database WHERE datname = %s", DATABASE):
            statement = sql.SQL("CREATE DATABASE {} OWNER {}")
            connection.execute(statement.format(sql.Identifier(DATABASE), sql.Identifier(OWNER)))
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(DATABASE)))
        connection.execute(
            sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}").format(
                sql.Identifier(DATABASE), sql.Identifier(APP)
            )
        )


def _role(connection: psycopg.Connection, role: str, password: str) -> None:
    known = _exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", role)
    verb = sql.SQL("ALTER" if known else "CREATE")
    statement = sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD {}")
    connection.execute(statement.format(verb, sql.Identifier(role), sql.Literal(password)))


def _exists(connection: psycopg.Connection, query: str, name: str) -> bool:
    return connection.execute(query.encode(), (name,)).fetchone() is not None


def grant(owner_url: str, *, role: str = APP) -> int:
    """Give the serving role exactly what serving needs; run by the owner after every migrate.

    Append-only tables are those with the ``minben_refuse_change`` trigger: read and insert, nothing else. The
    list of migrations is read only. Partitions get no grant of their own, so nothing goes around their table.
    Returns how many tables were granted.
    """
    name = sql.Identifier(role)
    with psycopg.connect(owner_url) as connection:
        tables = connection.execute(PLAIN_TABLES).fetchall()
        connection.execute(sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(name))
        connection.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(name))
        for table, append_only in tables:
            rights = sql.SQL(_rights(table, append_only=append_only))
            statement = sql.SQL("GRANT {} ON {} TO {}").format(rights, sql.Identifier(table), name)
            connection.execute(statement)
        connection.execute(
            sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(name)
        )
        connection.execute(sql.SQL("GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {}").format(name))
    return len(tables)


def _rights(table: str, *, append_only: bool) -> str:
    if table == "django_migrations":
        return "SELECT"
    return "SELECT, INSERT" if append_only else "SELECT, INSERT, UPDATE, DELETE"
