-- Settings, the audit log, and what processes share.

-- Values that differ from their defaults.
CREATE TABLE settings (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    `key` VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    value JSON NOT NULL,
    updated_by_admin_id BIGINT,
    created_at DATETIME(3) NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    UNIQUE KEY uq_settings_key (`key`),
    KEY ix_settings_updated_by_admin_id (updated_by_admin_id),
    CONSTRAINT fk_settings_updated_by_admin_id FOREIGN KEY (updated_by_admin_id) REFERENCES admins (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- Who changed what. Rows are only added, and each holds the hash of the one before.
CREATE TABLE audit_logs (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    actor ENUM ('admin', 'cli', 'system') NOT NULL,
    admin_id BIGINT,
    action VARCHAR(64) NOT NULL,
    entity VARCHAR(64) NOT NULL,
    entity_id BIGINT,
    payload JSON NOT NULL,
    ip VARCHAR(45),
    request_id VARCHAR(64),
    prev_hash VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    hash VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    created_at DATETIME(3) NOT NULL,
    UNIQUE KEY uq_audit_logs_hash (hash),
    KEY ix_audit_logs_created_at (created_at),
    KEY ix_audit_logs_admin_id_created_at (admin_id, created_at),
    KEY ix_audit_logs_action_created_at (action, created_at),
    KEY ix_audit_logs_entity_entity_id (entity, entity_id),
    CONSTRAINT fk_audit_logs_admin_id FOREIGN KEY (admin_id) REFERENCES admins (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- The hash that the audit log ends in: one row, locked last by every change.
CREATE TABLE audit_head (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    hash VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    created_at DATETIME(3) NOT NULL,
    updated_at DATETIME(3) NOT NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;
INSERT INTO audit_head (id, hash, created_at, updated_at)
VALUES (1, '0000000000000000000000000000000000000000000000000000000000000000', '1970-01-01 00:00:00.000', '1970-01-01 00:00:00.000');

-- One-time login links, hashed.
CREATE TABLE login_tokens (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    hash VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    admin_id BIGINT NOT NULL,
    expires_at DATETIME(3) NOT NULL,
    used_at DATETIME(3),
    created_at DATETIME(3) NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    UNIQUE KEY uq_login_tokens_hash (hash),
    KEY ix_login_tokens_admin_id (admin_id),
    KEY ix_login_tokens_expires_at (expires_at),
    CONSTRAINT fk_login_tokens_admin_id FOREIGN KEY (admin_id) REFERENCES admins (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- Access tokens that were taken back, until they would have ended anyway.
CREATE TABLE revoked_tokens (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    jti VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    admin_id BIGINT,
    expires_at DATETIME(3) NOT NULL,
    created_at DATETIME(3) NOT NULL,
    UNIQUE KEY uq_revoked_tokens_jti (jti),
    KEY ix_revoked_tokens_expires_at (expires_at),
    KEY ix_revoked_tokens_admin_id (admin_id),
    CONSTRAINT fk_revoked_tokens_admin_id FOREIGN KEY (admin_id) REFERENCES admins (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- Answers to give again when a request is repeated.
CREATE TABLE idempotency_keys (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    admin_id BIGINT NOT NULL,
    scope VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    idempotency_key VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    body_hash VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    status ENUM ('running', 'done') NOT NULL,
    response_status INT,
    response_headers JSON,
    response_body TEXT,
    expires_at DATETIME(3) NOT NULL,
    created_at DATETIME(3) NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    UNIQUE KEY uq_idempotency_keys_admin_id_scope_idempotency_key (admin_id, scope, idempotency_key),
    KEY ix_idempotency_keys_expires_at (expires_at),
    CONSTRAINT fk_idempotency_keys_admin_id FOREIGN KEY (admin_id) REFERENCES admins (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- Updates taken in: each once, those of one chat in order. The payload goes when the update is done.
CREATE TABLE telegram_updates (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    bot ENUM ('main', 'auth') NOT NULL,
    update_id BIGINT NOT NULL,
    chat_id BIGINT,
    payload JSON,
    status ENUM ('pending', 'handling', 'done') NOT NULL,
    attempts INT NOT NULL DEFAULT 0,
    next_attempt_at DATETIME(3) NOT NULL,
    claim_id VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
    lease_until DATETIME(3),
    created_at DATETIME(3) NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    UNIQUE KEY uq_telegram_updates_bot_update_id (bot, update_id),
    KEY ix_telegram_updates_bot_chat_id_status_update_id (bot, chat_id, status, update_id),
    KEY ix_telegram_updates_bot_status_update_id (bot, status, update_id),
    KEY ix_telegram_updates_status_created_at (status, created_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- Rows to lock, never changed. 1 to 64: the order of a chat's updates (1 + chat mod 64); 65: claiming notifications.
CREATE TABLE lanes (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    created_at DATETIME(3) NOT NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;
INSERT INTO lanes (id, created_at)
VALUES
    (1, '1970-01-01 00:00:00.000'), (2, '1970-01-01 00:00:00.000'), (3, '1970-01-01 00:00:00.000'), (4, '1970-01-01 00:00:00.000'),
    (5, '1970-01-01 00:00:00.000'), (6, '1970-01-01 00:00:00.000'), (7, '1970-01-01 00:00:00.000'), (8, '1970-01-01 00:00:00.000'),
    (9, '1970-01-01 00:00:00.000'), (10, '1970-01-01 00:00:00.000'), (11, '1970-01-01 00:00:00.000'), (12, '1970-01-01 00:00:00.000'),
    (13, '1970-01-01 00:00:00.000'), (14, '1970-01-01 00:00:00.000'), (15, '1970-01-01 00:00:00.000'), (16, '1970-01-01 00:00:00.000'),
    (17, '1970-01-01 00:00:00.000'), (18, '1970-01-01 00:00:00.000'), (19, '1970-01-01 00:00:00.000'), (20, '1970-01-01 00:00:00.000'),
    (21, '1970-01-01 00:00:00.000'), (22, '1970-01-01 00:00:00.000'), (23, '1970-01-01 00:00:00.000'), (24, '1970-01-01 00:00:00.000'),
    (25, '1970-01-01 00:00:00.000'), (26, '1970-01-01 00:00:00.000'), (27, '1970-01-01 00:00:00.000'), (28, '1970-01-01 00:00:00.000'),
    (29, '1970-01-01 00:00:00.000'), (30, '1970-01-01 00:00:00.000'), (31, '1970-01-01 00:00:00.000'), (32, '1970-01-01 00:00:00.000'),
    (33, '1970-01-01 00:00:00.000'), (34, '1970-01-01 00:00:00.000'), (35, '1970-01-01 00:00:00.000'), (36, '1970-01-01 00:00:00.000'),
    (37, '1970-01-01 00:00:00.000'), (38, '1970-01-01 00:00:00.000'), (39, '1970-01-01 00:00:00.000'), (40, '1970-01-01 00:00:00.000'),
    (41, '1970-01-01 00:00:00.000'), (42, '1970-01-01 00:00:00.000'), (43, '1970-01-01 00:00:00.000'), (44, '1970-01-01 00:00:00.000'),
    (45, '1970-01-01 00:00:00.000'), (46, '1970-01-01 00:00:00.000'), (47, '1970-01-01 00:00:00.000'), (48, '1970-01-01 00:00:00.000'),
    (49, '1970-01-01 00:00:00.000'), (50, '1970-01-01 00:00:00.000'), (51, '1970-01-01 00:00:00.000'), (52, '1970-01-01 00:00:00.000'),
    (53, '1970-01-01 00:00:00.000'), (54, '1970-01-01 00:00:00.000'), (55, '1970-01-01 00:00:00.000'), (56, '1970-01-01 00:00:00.000'),
    (57, '1970-01-01 00:00:00.000'), (58, '1970-01-01 00:00:00.000'), (59, '1970-01-01 00:00:00.000'), (60, '1970-01-01 00:00:00.000'),
    (61, '1970-01-01 00:00:00.000'), (62, '1970-01-01 00:00:00.000'), (63, '1970-01-01 00:00:00.000'), (64, '1970-01-01 00:00:00.000'),
    (65, '1970-01-01 00:00:00.000');

-- What only one process may do at a time.
CREATE TABLE leases (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    owner VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    lease_until DATETIME(3) NOT NULL,
    created_at DATETIME(3) NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    UNIQUE KEY uq_leases_name (name)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- Which calendar jobs ran on which local day.
CREATE TABLE scheduler_runs (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    job VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    local_date DATE NOT NULL,
    finished_at DATETIME(3),
    created_at DATETIME(3) NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    UNIQUE KEY uq_scheduler_runs_job_local_date (job, local_date),
    KEY ix_scheduler_runs_created_at (created_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- Where a person is in a dialogue, when there is no Redis.
CREATE TABLE dialogues (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    bot ENUM ('main', 'auth') NOT NULL,
    chat_id BIGINT NOT NULL,
    state JSON NOT NULL,
    expires_at DATETIME(3) NOT NULL,
    created_at DATETIME(3) NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    UNIQUE KEY uq_dialogues_bot_chat_id (bot, chat_id),
    KEY ix_dialogues_expires_at (expires_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- How soon a bot may send again, when there is no Redis.
CREATE TABLE rate_budgets (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    next_free_at DATETIME(3) NOT NULL,
    paused_until DATETIME(3),
    created_at DATETIME(3) NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    UNIQUE KEY uq_rate_budgets_name (name)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- Unknown codes that a cashier typed lately, when there is no Redis. `recent`: Unix times in milliseconds.
CREATE TABLE wrong_codes (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    cashier_id BIGINT NOT NULL,
    recent JSON NOT NULL,
    paused_until DATETIME(3),
    created_at DATETIME(3) NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    UNIQUE KEY uq_wrong_codes_cashier_id (cashier_id),
    CONSTRAINT fk_wrong_codes_cashier_id FOREIGN KEY (cashier_id) REFERENCES cashiers (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;
