-- What is sent to many, and to whom.

-- Uploaded files.
CREATE TABLE media (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('photo', 'video', 'document', 'animation')),
    file_name TEXT NOT NULL,
    content_type TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    path TEXT NOT NULL,
    telegram_file_id TEXT,
    created_by_admin_id INTEGER REFERENCES admins (id),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX ix_media_sha256 ON media (sha256);
CREATE INDEX ix_media_created_at ON media (created_at);
CREATE INDEX ix_media_created_by_admin_id ON media (created_by_admin_id);

-- Saved audiences.
CREATE TABLE segments (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    description TEXT,
    filter TEXT NOT NULL CHECK (json_valid(filter)),
    created_by_admin_id INTEGER REFERENCES admins (id),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (name)
) STRICT;
CREATE INDEX ix_segments_created_at ON segments (created_at);
CREATE INDEX ix_segments_created_by_admin_id ON segments (created_by_admin_id);

-- Broadcasts. The counters always equal the rows of `broadcast_logs`.
CREATE TABLE broadcasts (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('html', 'copy')),
    title TEXT NOT NULL,
    body TEXT,
    media_type TEXT NOT NULL CHECK (media_type IN ('none', 'photo', 'video', 'document', 'animation')),
    media_id INTEGER REFERENCES media (id),
    media_ref TEXT,
    buttons TEXT NOT NULL CHECK (json_valid(buttons)),
    unsubscribe_button INTEGER NOT NULL DEFAULT 1 CHECK (unsubscribe_button IN (0, 1)),
    segment_id INTEGER REFERENCES segments (id),
    filter TEXT CHECK (filter IS NULL OR json_valid(filter)),
    template_id INTEGER REFERENCES discount_templates (id),
    status TEXT NOT NULL CHECK (status IN ('draft', 'scheduled', 'sending', 'paused', 'sent', 'canceled', 'error')),
    scheduled_at TEXT,
    started_at TEXT,
    finished_at TEXT,
    waiting_until TEXT,
    rate_per_minute INTEGER,
    ignore_quiet_hours INTEGER NOT NULL DEFAULT 0 CHECK (ignore_quiet_hours IN (0, 1)),
    is_test INTEGER NOT NULL DEFAULT 0 CHECK (is_test IN (0, 1)),
    created_by_admin_id INTEGER REFERENCES admins (id),
    source_chat_id INTEGER,
    source_message_id INTEGER,
    audience_total INTEGER NOT NULL DEFAULT 0,
    excluded TEXT CHECK (excluded IS NULL OR json_valid(excluded)),
    success_count INTEGER NOT NULL DEFAULT 0,
    failed_count INTEGER NOT NULL DEFAULT 0,
    blocked_count INTEGER NOT NULL DEFAULT 0,
    skipped_count INTEGER NOT NULL DEFAULT 0,
    uncertain_count INTEGER NOT NULL DEFAULT 0,
    error_code TEXT,
    error_message TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX ix_broadcasts_status_scheduled_at ON broadcasts (status, scheduled_at);
CREATE INDEX ix_broadcasts_status_created_at ON broadcasts (status, created_at);
CREATE INDEX ix_broadcasts_created_at ON broadcasts (created_at);
CREATE INDEX ix_broadcasts_scheduled_at ON broadcasts (scheduled_at);
CREATE INDEX ix_broadcasts_finished_at ON broadcasts (finished_at);
CREATE INDEX ix_broadcasts_media_id ON broadcasts (media_id);
CREATE INDEX ix_broadcasts_segment_id ON broadcasts (segment_id);
CREATE INDEX ix_broadcasts_template_id ON broadcasts (template_id);
CREATE INDEX ix_broadcasts_created_by_admin_id ON broadcasts (created_by_admin_id);
