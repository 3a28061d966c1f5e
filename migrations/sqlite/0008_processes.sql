-- Which processes run, as they report themselves now and then: for operators, nothing else hangs on it.

CREATE TABLE processes (
    id INTEGER PRIMARY KEY,
    process_id TEXT NOT NULL,
    name TEXT NOT NULL,
    roles TEXT NOT NULL,
    zone TEXT NOT NULL,
    version TEXT NOT NULL,
    started_at TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (process_id)
) STRICT;
CREATE INDEX ix_processes_seen_at ON processes (seen_at);
