-- Settings, the audit log, and what processes share.

-- Values that differ from their defaults.
CREATE TABLE settings (
    id INTEGER PRIMARY KEY,
    `key` TEXT NOT NULL,
    value TEXT NOT NULL CHECK (json_valid(value)),
    updated_by_admin_id INTEGER REFERENCES admins (id),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (`key`)
) STRICT;
CREATE INDEX ix_settings_updated_by_admin_id ON settings (updated_by_admin_id);

-- Who changed what. Rows are only added, and each holds the hash of the one before.
CREATE TABLE audit_logs (
    id INTEGER PRIMARY KEY,
    actor TEXT NOT NULL CHECK (actor IN ('admin', 'cli', 'system')),
    admin_id INTEGER REFERENCES admins (id),
    action TEXT NOT NULL,
    entity TEXT NOT NULL,
    entity_id INTEGER,
    payload TEXT NOT NULL CHECK (json_valid(payload)),
    ip TEXT,
    request_id TEXT,
    prev_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    created_at TEXT NOT NULL,
    UNIQUE (hash)
) STRICT;
CREATE INDEX ix_audit_logs_created_at ON audit_logs (created_at);
CREATE INDEX ix_audit_logs_admin_id_created_at ON audit_logs (admin_id, created_at);
CREATE INDEX ix_audit_logs_action_created_at ON audit_logs (action, created_at);
CREATE INDEX ix_audit_logs_entity_entity_id ON audit_logs (entity, entity_id);

-- The hash that the audit log ends in: one row, locked last by every change.
CREATE TABLE audit_head (
    id INTEGER PRIMARY KEY,
    hash TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
INSERT INTO audit_head (id, hash, created_at, updated_at)
VALUES (1, '0000000000000000000000000000000000000000000000000000000000000000', '1970-01-01T00:00:00+00:00', '1970-01-01T00:00:00+00:00');

-- One-time login links, hashed.
CREATE TABLE login_tokens (
    id INTEGER PRIMARY KEY,
    hash TEXT NOT NULL,
    admin_id INTEGER NOT NULL REFERENCES admins (id),
    expires_at TEXT NOT NULL,
    used_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (hash)
) STRICT;
CREATE INDEX ix_login_tokens_admin_id ON login_tokens (admin_id);
CREATE INDEX ix_login_tokens_expires_at ON login_tokens (expires_at);

-- Access tokens that were taken back, until they would have ended anyway.
CREATE TABLE revoked_tokens (
    id INTEGER PRIMARY KEY,
    jti TEXT NOT NULL,
    admin_id INTEGER REFERENCES admins (id),
    expires_at TEXT NOT NULL,
    created_at TEXT NOT NULL,
    UNIQUE (jti)
) STRICT;
CREATE INDEX ix_revoked_tokens_expires_at ON revoked_tokens (expires_at);
CREATE INDEX ix_revoked_tokens_admin_id ON revoked_tokens (admin_id);

-- Answers to give again when a request is repeated.
CREATE TABLE idempotency_keys (
    id INTEGER PRIMARY KEY,
    admin_id INTEGER NOT NULL REFERENCES admins (id),
    scope TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('running', 'done')),
    response_status INTEGER,
    response_headers TEXT CHECK (response_headers IS NULL OR json_valid(response_headers)),
    response_body TEXT,
    expires_at TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (admin_id, scope, idempotency_key)
) STRICT;
CREATE INDEX ix_idempotency_keys_expires_at ON idempotency_keys (expires_at);

-- Updates taken in: each once, those of one chat in order. The payload goes when the update is done.
CREATE TABLE telegram_updates (
    id INTEGER PRIMARY KEY,
    bot TEXT NOT NULL CHECK (bot IN ('main', 'auth')),
    update_id INTEGER NOT NULL,
    chat_id INTEGER,
    payload TEXT CHECK (payload IS NULL OR json_valid(payload)),
    status TEXT NOT NULL CHECK (status IN ('pending', 'handling', 'done')),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_attempt_at TEXT NOT NULL,
    claim_id TEXT,
    lease_until TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (bot, update_id)
) STRICT;
CREATE INDEX ix_telegram_updates_bot_chat_id_status_update_id ON telegram_updates (bot, chat_id, status, update_id);
CREATE INDEX ix_telegram_updates_bot_status_update_id ON telegram_updates (bot, status, update_id);
CREATE INDEX ix_telegram_updates_status_created_at ON telegram_updates (status, created_at);

-- Rows to lock, never changed. 1 to 64: the order of a chat's updates (1 + chat mod 64); 65: claiming notifications.
CREATE TABLE lanes (
    id INTEGER PRIMARY KEY,
    created_at TEXT NOT NULL
) STRICT;
INSERT INTO lanes (id, created_at)
VALUES
    (1, '1970-01-01T00:00:00+00:00'), (2, '1970-01-01T00:00:00+00:00'), (3, '1970-01-01T00:00:00+00:00'), (4, '1970-01-01T00:00:00+00:00'),
    (5, '1970-01-01T00:00:00+00:00'), (6, '1970-01-01T00:00:00+00:00'), (7, '1970-01-01T00:00:00+00:00'), (8, '1970-01-01T00:00:00+00:00'),
    (9, '1970-01-01T00:00:00+00:00'), (10, '1970-01-01T00:00:00+00:00'), (11, '1970-01-01T00:00:00+00:00'), (12, '1970-01-01T00:00:00+00:00'),
    (13, '1970-01-01T00:00:00+00:00'), (14, '1970-01-01T00:00:00+00:00'), (15, '1970-01-01T00:00:00+00:00'), (16, '1970-01-01T00:00:00+00:00'),
    (17, '1970-01-01T00:00:00+00:00'), (18, '1970-01-01T00:00:00+00:00'), (19, '1970-01-01T00:00:00+00:00'), (20, '1970-01-01T00:00:00+00:00'),
    (21, '1970-01-01T00:00:00+00:00'), (22, '1970-01-01T00:00:00+00:00'), (23, '1970-01-01T00:00:00+00:00'), (24, '1970-01-01T00:00:00+00:00'),
    (25, '1970-01-01T00:00:00+00:00'), (26, '1970-01-01T00:00:00+00:00'), (27, '1970-01-01T00:00:00+00:00'), (28, '1970-01-01T00:00:00+00:00'),
    (29, '1970-01-01T00:00:00+00:00'), (30, '1970-01-01T00:00:00+00:00'), (31, '1970-01-01T00:00:00+00:00'), (32, '1970-01-01T00:00:00+00:00'),
    (33, '1970-01-01T00:00:00+00:00'), (34, '1970-01-01T00:00:00+00:00'), (35, '1970-01-01T00:00:00+00:00'), (36, '1970-01-01T00:00:00+00:00'),
    (37, '1970-01-01T00:00:00+00:00'), (38, '1970-01-01T00:00:00+00:00'), (39, '1970-01-01T00:00:00+00:00'), (40, '1970-01-01T00:00:00+00:00'),
    (41, '1970-01-01T00:00:00+00:00'), (42, '1970-01-01T00:00:00+00:00'), (43, '1970-01-01T00:00:00+00:00'), (44, '1970-01-01T00:00:00+00:00'),
    (45, '1970-01-01T00:00:00+00:00'), (46, '1970-01-01T00:00:00+00:00'), (47, '1970-01-01T00:00:00+00:00'), (48, '1970-01-01T00:00:00+00:00'),
    (49, '1970-01-01T00:00:00+00:00'), (50, '1970-01-01T00:00:00+00:00'), (51, '1970-01-01T00:00:00+00:00'), (52, '1970-01-01T00:00:00+00:00'),
    (53, '1970-01-01T00:00:00+00:00'), (54, '1970-01-01T00:00:00+00:00'), (55, '1970-01-01T00:00:00+00:00'), (56, '1970-01-01T00:00:00+00:00'),
    (57, '1970-01-01T00:00:00+00:00'), (58, '1970-01-01T00:00:00+00:00'), (59, '1970-01-01T00:00:00+00:00'), (60, '1970-01-01T00:00:00+00:00'),
    (61, '1970-01-01T00:00:00+00:00'), (62, '1970-01-01T00:00:00+00:00'), (63, '1970-01-01T00:00:00+00:00'), (64, '1970-01-01T00:00:00+00:00'),
    (65, '1970-01-01T00:00:00+00:00');

-- What only one process may do at a time.
CREATE TABLE leases (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    owner TEXT NOT NULL,
    lease_until TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (name)
) STRICT;

-- Which calendar jobs ran on which local day.
CREATE TABLE scheduler_runs (
    id INTEGER PRIMARY KEY,
    job TEXT NOT NULL,
    local_date TEXT NOT NULL,
    finished_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (job, local_date)
) STRICT;
CREATE INDEX ix_scheduler_runs_created_at ON scheduler_runs (created_at);

-- Where a person is in a dialogue, when there is no Redis.
CREATE TABLE dialogues (
    id INTEGER PRIMARY KEY,
    bot TEXT NOT NULL CHECK (bot IN ('main', 'auth')),
    chat_id INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (json_valid(state)),
    expires_at TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (bot, chat_id)
) STRICT;
CREATE INDEX ix_dialogues_expires_at ON dialogues (expires_at);

-- How soon a bot may send again, when there is no Redis.
CREATE TABLE rate_budgets (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    next_free_at TEXT NOT NULL,
    paused_until TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (name)
) STRICT;

-- Unknown codes that a cashier typed lately, when there is no Redis. `recent`: Unix times in milliseconds.
CREATE TABLE wrong_codes (
    id INTEGER PRIMARY KEY,
    cashier_id INTEGER NOT NULL REFERENCES cashiers (id),
    recent TEXT NOT NULL CHECK (json_valid(recent)),
    paused_until TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (cashier_id)
) STRICT;
