-- Clients.

-- Clients. `phone_reversed` holds the digits back to front, so that the end of a number is found by an index.
CREATE TABLE users (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    telegram_id BIGINT NOT NULL,
    username VARCHAR(64),
    first_name VARCHAR(255),
    last_name VARCHAR(255),
    display_name VARCHAR(128) NOT NULL,
    phone VARCHAR(32),
    phone_digits VARCHAR(16) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
    phone_reversed VARCHAR(16) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
    gender ENUM ('male', 'female', 'unknown') NOT NULL,
    birthday DATE,
    birthday_md VARCHAR(4) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
    birthday_changed_at DATETIME(3),
    last_celebrated_on DATE,
    is_subscribed BOOLEAN NOT NULL DEFAULT 0,
    subscription_checked_at DATETIME(3),
    is_blocked BOOLEAN NOT NULL DEFAULT 0,
    blocked_at DATETIME(3),
    is_opted_out BOOLEAN NOT NULL DEFAULT 0,
    opted_out_at DATETIME(3),
    consent_at DATETIME(3),
    consent_version VARCHAR(64),
    marketing_consent_at DATETIME(3),
    tags JSON NOT NULL,
    is_test BOOLEAN NOT NULL,
    campaign_id BIGINT,
    last_seen_at DATETIME(3),
    anonymized_at DATETIME(3),
    created_at DATETIME(3) NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    UNIQUE KEY uq_users_telegram_id (telegram_id),
    KEY ix_users_is_test_created_at (is_test, created_at),
    KEY ix_users_created_at (created_at),
    KEY ix_users_last_seen_at (last_seen_at),
    KEY ix_users_is_subscribed_created_at (is_subscribed, created_at),
    KEY ix_users_is_blocked_created_at (is_blocked, created_at),
    KEY ix_users_gender_created_at (gender, created_at),
    KEY ix_users_birthday (birthday),
    KEY ix_users_birthday_md (birthday_md),
    KEY ix_users_campaign_id_created_at (campaign_id, created_at),
    KEY ix_users_phone_digits (phone_digits),
    KEY ix_users_phone_reversed (phone_reversed),
    CONSTRAINT fk_users_campaign_id FOREIGN KEY (campaign_id) REFERENCES campaigns (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- Folded words by which staff find a client; looked up by their beginning.
CREATE TABLE user_search_terms (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    user_id BIGINT NOT NULL,
    term VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    created_at DATETIME(3) NOT NULL,
    UNIQUE KEY uq_user_search_terms_user_id_term (user_id, term),
    KEY ix_user_search_terms_term_user_id (term, user_id),
    CONSTRAINT fk_user_search_terms_user_id FOREIGN KEY (user_id) REFERENCES users (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;
