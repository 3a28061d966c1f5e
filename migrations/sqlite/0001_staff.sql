-- Who works with the system.

-- Who may use the panel, and those who asked for access.
CREATE TABLE admins (
    id INTEGER PRIMARY KEY,
    telegram_id INTEGER NOT NULL,
    display_name TEXT NOT NULL,
    username TEXT,
    role TEXT NOT NULL CHECK (role IN ('owner', 'marketing', 'readonly')),
    is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
    can_broadcast_from_chat INTEGER NOT NULL DEFAULT 0 CHECK (can_broadcast_from_chat IN (0, 1)),
    notification_groups TEXT NOT NULL CHECK (json_valid(notification_groups)),
    auth_epoch INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (telegram_id)
) STRICT;

-- Cashiers and requests to become one.
CREATE TABLE cashiers (
    id INTEGER PRIMARY KEY,
    telegram_id INTEGER NOT NULL,
    display_name TEXT NOT NULL,
    username TEXT,
    shop TEXT,
    status TEXT NOT NULL CHECK (status IN ('pending', 'active', 'rejected', 'inactive')),
    is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
    approved_by_admin_id INTEGER REFERENCES admins (id),
    approved_at TEXT,
    rejected_at TEXT,
    deactivated_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (telegram_id),
    CHECK (is_active = (status = 'active'))
) STRICT;
CREATE INDEX ix_cashiers_status_created_at ON cashiers (status, created_at);
CREATE INDEX ix_cashiers_is_active_created_at ON cashiers (is_active, created_at);
CREATE INDEX ix_cashiers_approved_by_admin_id ON cashiers (approved_by_admin_id);
