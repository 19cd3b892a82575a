"""The embedded PostgreSQL: our own launcher over ready-made binaries (DESIGN §3: PostgreSQL is the only database)."""
