-- What is on its way to people.

-- One recipient of one broadcast: the ledger that keeps a message from being sent twice.
CREATE TABLE broadcast_logs (
    id INTEGER PRIMARY KEY,
    broadcast_id INTEGER NOT NULL REFERENCES broadcasts (id),
    user_id INTEGER NOT NULL REFERENCES users (id),
    status TEXT NOT NULL CHECK (status IN ('pending', 'sending', 'success', 'failed', 'blocked', 'skipped', 'uncertain')),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_attempt_at TEXT,
    claim_id TEXT,
    lease_until TEXT,
    telegram_message_id INTEGER,
    discount_id INTEGER REFERENCES discounts (id),
    error_message TEXT,
    error_payload TEXT CHECK (error_payload IS NULL OR json_valid(error_payload)),
    skip_reason TEXT,
    recall_status TEXT CHECK (recall_status IN ('pending', 'recalled', 'failed', 'too_late')),
    sent_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (broadcast_id, user_id)
) STRICT;
CREATE INDEX ix_broadcast_logs_broadcast_id_status_next_attempt_at ON broadcast_logs (broadcast_id, status, next_attempt_at);
CREATE INDEX ix_broadcast_logs_status_lease_until ON broadcast_logs (status, lease_until);
CREATE INDEX ix_broadcast_logs_broadcast_id_recall_status ON broadcast_logs (broadcast_id, recall_status);
CREATE INDEX ix_broadcast_logs_claim_id ON broadcast_logs (claim_id);
CREATE INDEX ix_broadcast_logs_user_id_created_at ON broadcast_logs (user_id, created_at);
CREATE INDEX ix_broadcast_logs_discount_id ON broadcast_logs (discount_id);

-- The queue of everything that is not a direct reply and no broadcast.
CREATE TABLE notifications (
    id INTEGER PRIMARY KEY,
    bot TEXT NOT NULL CHECK (bot IN ('main', 'auth')),
    chat_id INTEGER NOT NULL,
    user_id INTEGER REFERENCES users (id),
    kind TEXT NOT NULL,
    payload TEXT NOT NULL CHECK (json_valid(payload)),
    dedupe_key TEXT NOT NULL,
    priority INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('pending', 'sending', 'sent', 'failed', 'blocked', 'dropped')),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_attempt_at TEXT NOT NULL,
    claim_id TEXT,
    lease_until TEXT,
    send_before TEXT NOT NULL,
    telegram_message_id INTEGER,
    error_message TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (dedupe_key)
) STRICT;
CREATE INDEX ix_notifications_status_priority_id ON notifications (status, priority, id);
CREATE INDEX ix_notifications_status_next_attempt_at ON notifications (status, next_attempt_at);
CREATE INDEX ix_notifications_status_lease_until ON notifications (status, lease_until);
CREATE INDEX ix_notifications_status_send_before ON notifications (status, send_before);
CREATE INDEX ix_notifications_bot_chat_id_status ON notifications (bot, chat_id, status);
CREATE INDEX ix_notifications_user_id_status ON notifications (user_id, status);
CREATE INDEX ix_notifications_kind_created_at ON notifications (kind, created_at);
