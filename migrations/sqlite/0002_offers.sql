-- What clients are offered.

-- Terms by which discounts are issued. `value`: percent or roubles, with two decimal places.
CREATE TABLE discount_templates (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    description TEXT,
    value INTEGER NOT NULL,
    value_type TEXT NOT NULL CHECK (value_type IN ('percent', 'fixed')),
    event TEXT NOT NULL CHECK (event IN ('subscription', 'birthday', 'campaign', 'manual')),
    usage_type TEXT NOT NULL CHECK (usage_type IN ('single', 'multi')),
    max_uses INTEGER NOT NULL,
    duration_days INTEGER NOT NULL,
    recurrence TEXT NOT NULL CHECK (json_valid(recurrence)),
    min_order_amount INTEGER,
    total_limit INTEGER,
    issued_count INTEGER NOT NULL DEFAULT 0,
    valid_from TEXT,
    valid_until TEXT,
    message_text TEXT,
    is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    CHECK (value > 0),
    CHECK (max_uses >= 1),
    CHECK (issued_count >= 0)
) STRICT;
CREATE INDEX ix_discount_templates_event_is_active ON discount_templates (event, is_active);
CREATE INDEX ix_discount_templates_created_at ON discount_templates (created_at);

-- Links that bring clients.
CREATE TABLE campaigns (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT,
    template_id INTEGER REFERENCES discount_templates (id),
    starts_at TEXT,
    ends_at TEXT,
    total_limit INTEGER,
    joined_count INTEGER NOT NULL DEFAULT 0,
    is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (slug),
    CHECK (joined_count >= 0)
) STRICT;
CREATE INDEX ix_campaigns_is_active_created_at ON campaigns (is_active, created_at);
CREATE INDEX ix_campaigns_created_at ON campaigns (created_at);
CREATE INDEX ix_campaigns_template_id ON campaigns (template_id);
