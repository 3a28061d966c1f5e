-- Clients.

-- Clients. `phone_reversed` holds the digits back to front, so that the end of a number is found by an index.
CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    telegram_id INTEGER NOT NULL,
    username TEXT,
    first_name TEXT,
    last_name TEXT,
    display_name TEXT NOT NULL,
    phone TEXT,
    phone_digits TEXT,
    phone_reversed TEXT,
    gender TEXT NOT NULL CHECK (gender IN ('male', 'female', 'unknown')),
    birthday TEXT,
    birthday_md TEXT,
    birthday_changed_at TEXT,
    last_celebrated_on TEXT,
    is_subscribed INTEGER NOT NULL DEFAULT 0 CHECK (is_subscribed IN (0, 1)),
    subscription_checked_at TEXT,
    is_blocked INTEGER NOT NULL DEFAULT 0 CHECK (is_blocked IN (0, 1)),
    blocked_at TEXT,
    is_opted_out INTEGER NOT NULL DEFAULT 0 CHECK (is_opted_out IN (0, 1)),
    opted_out_at TEXT,
    consent_at TEXT,
    consent_version TEXT,
    marketing_consent_at TEXT,
    tags TEXT NOT NULL CHECK (json_valid(tags)),
    is_test INTEGER NOT NULL CHECK (is_test IN (0, 1)),
    campaign_id INTEGER REFERENCES campaigns (id),
    last_seen_at TEXT,
    anonymized_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (telegram_id)
) STRICT;
CREATE INDEX ix_users_is_test_created_at ON users (is_test, created_at);
CREATE INDEX ix_users_created_at ON users (created_at);
CREATE INDEX ix_users_last_seen_at ON users (last_seen_at);
CREATE INDEX ix_users_is_subscribed_created_at ON users (is_subscribed, created_at);
CREATE INDEX ix_users_is_blocked_created_at ON users (is_blocked, created_at);
CREATE INDEX ix_users_gender_created_at ON users (gender, created_at);
CREATE INDEX ix_users_birthday ON users (birthday);
CREATE INDEX ix_users_birthday_md ON users (birthday_md);
CREATE INDEX ix_users_campaign_id_created_at ON users (campaign_id, created_at);
CREATE INDEX ix_users_phone_digits ON users (phone_digits);
CREATE INDEX ix_users_phone_reversed ON users (phone_reversed);

-- Folded words by which staff find a client; looked up by their beginning.
CREATE TABLE user_search_terms (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id),
    term TEXT NOT NULL,
    created_at TEXT NOT NULL,
    UNIQUE (user_id, term)
) STRICT;
CREATE INDEX ix_user_search_terms_term_user_id ON user_search_terms (term, user_id);
