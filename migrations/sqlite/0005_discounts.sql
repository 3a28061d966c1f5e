-- Codes and what became of them.

-- One code in one client's hands, with its own copy of its template's terms.
CREATE TABLE discounts (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id),
    template_id INTEGER REFERENCES discount_templates (id),
    campaign_id INTEGER REFERENCES campaigns (id),
    broadcast_id INTEGER REFERENCES broadcasts (id),
    source TEXT NOT NULL CHECK (source IN ('subscription', 'birthday', 'campaign', 'manual', 'broadcast', 'import')),
    issued_by_admin_id INTEGER REFERENCES admins (id),
    code TEXT NOT NULL,
    value INTEGER NOT NULL,
    value_type TEXT NOT NULL CHECK (value_type IN ('percent', 'fixed')),
    usage_type TEXT NOT NULL CHECK (usage_type IN ('single', 'multi')),
    max_uses INTEGER NOT NULL,
    uses_count INTEGER NOT NULL DEFAULT 0,
    min_order_amount INTEGER,
    expires_at TEXT NOT NULL,
    used_at TEXT,
    used_by_cashier_id INTEGER REFERENCES cashiers (id),
    revoked_at TEXT,
    revoke_reason TEXT,
    reminder_sent_at TEXT,
    is_test INTEGER NOT NULL CHECK (is_test IN (0, 1)),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (code),
    UNIQUE (user_id, broadcast_id),
    CHECK (value > 0),
    CHECK (uses_count >= 0),
    CHECK (uses_count <= max_uses)
) STRICT;
CREATE INDEX ix_discounts_user_id_template_id_created_at ON discounts (user_id, template_id, created_at);
CREATE INDEX ix_discounts_user_id_expires_at ON discounts (user_id, expires_at);
CREATE INDEX ix_discounts_template_id_created_at ON discounts (template_id, created_at);
CREATE INDEX ix_discounts_campaign_id_created_at ON discounts (campaign_id, created_at);
CREATE INDEX ix_discounts_broadcast_id_created_at ON discounts (broadcast_id, created_at);
CREATE INDEX ix_discounts_created_at ON discounts (created_at);
CREATE INDEX ix_discounts_expires_at_reminder_sent_at ON discounts (expires_at, reminder_sent_at);
CREATE INDEX ix_discounts_used_at ON discounts (used_at);
CREATE INDEX ix_discounts_revoked_at ON discounts (revoked_at);
CREATE INDEX ix_discounts_issued_by_admin_id ON discounts (issued_by_admin_id);
CREATE INDEX ix_discounts_used_by_cashier_id ON discounts (used_by_cashier_id);

-- Purchases.
CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id),
    discount_id INTEGER REFERENCES discounts (id),
    cashier_id INTEGER REFERENCES cashiers (id),
    shop TEXT,
    amount INTEGER NOT NULL,
    discount_amount INTEGER NOT NULL,
    external_id TEXT,
    source TEXT NOT NULL CHECK (source IN ('bot', 'api', 'cli', 'import')),
    status TEXT NOT NULL CHECK (status IN ('completed', 'undone')),
    is_test INTEGER NOT NULL CHECK (is_test IN (0, 1)),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (external_id),
    CHECK (amount > 0),
    CHECK (discount_amount >= 0)
) STRICT;
CREATE INDEX ix_orders_user_id_created_at ON orders (user_id, created_at);
CREATE INDEX ix_orders_discount_id ON orders (discount_id);
CREATE INDEX ix_orders_cashier_id_created_at ON orders (cashier_id, created_at);
CREATE INDEX ix_orders_status_created_at ON orders (status, created_at);
CREATE INDEX ix_orders_created_at ON orders (created_at);

-- Every attempt to use a code. Rows are only added. `details`: what the answer to a refused press said.
CREATE TABLE discount_usage_logs (
    id INTEGER PRIMARY KEY,
    discount_id INTEGER REFERENCES discounts (id),
    code TEXT NOT NULL,
    cashier_id INTEGER REFERENCES cashiers (id),
    user_id INTEGER REFERENCES users (id),
    admin_id INTEGER REFERENCES admins (id),
    status TEXT NOT NULL CHECK (status IN ('success', 'already_used', 'not_found', 'expired', 'revoked', 'cashier_not_active', 'amount_required', 'below_minimum', 'paused', 'undone')),
    source TEXT NOT NULL CHECK (source IN ('bot', 'api', 'cli')),
    shop TEXT,
    order_id INTEGER REFERENCES orders (id),
    redeem_key TEXT,
    undoes_log_id INTEGER REFERENCES discount_usage_logs (id),
    reason TEXT,
    details TEXT CHECK (details IS NULL OR json_valid(details)),
    created_at TEXT NOT NULL,
    UNIQUE (redeem_key),
    UNIQUE (undoes_log_id)
) STRICT;
CREATE INDEX ix_discount_usage_logs_discount_id_status ON discount_usage_logs (discount_id, status);
CREATE INDEX ix_discount_usage_logs_code_created_at ON discount_usage_logs (code, created_at);
CREATE INDEX ix_discount_usage_logs_cashier_id_created_at ON discount_usage_logs (cashier_id, created_at);
CREATE INDEX ix_discount_usage_logs_user_id_created_at ON discount_usage_logs (user_id, created_at);
CREATE INDEX ix_discount_usage_logs_admin_id_created_at ON discount_usage_logs (admin_id, created_at);
CREATE INDEX ix_discount_usage_logs_status_created_at ON discount_usage_logs (status, created_at);
CREATE INDEX ix_discount_usage_logs_created_at ON discount_usage_logs (created_at);
CREATE INDEX ix_discount_usage_logs_order_id ON discount_usage_logs (order_id);

-- Who joined which campaign.
CREATE TABLE campaign_users (
    id INTEGER PRIMARY KEY,
    campaign_id INTEGER NOT NULL REFERENCES campaigns (id),
    user_id INTEGER NOT NULL REFERENCES users (id),
    is_new_user INTEGER NOT NULL CHECK (is_new_user IN (0, 1)),
    discount_id INTEGER REFERENCES discounts (id),
    joined_at TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (campaign_id, user_id)
) STRICT;
CREATE INDEX ix_campaign_users_user_id_joined_at ON campaign_users (user_id, joined_at);
CREATE INDEX ix_campaign_users_campaign_id_joined_at ON campaign_users (campaign_id, joined_at);
CREATE INDEX ix_campaign_users_discount_id ON campaign_users (discount_id);
