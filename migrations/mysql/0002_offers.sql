-- What clients are offered.

-- Terms by which discounts are issued. `value`: percent or roubles, with two decimal places.
CREATE TABLE discount_templates (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name VARCHAR(120) NOT NULL,
    description TEXT,
    value DECIMAL(10,2) NOT NULL,
    value_type ENUM ('percent', 'fixed') NOT NULL,
    event ENUM ('subscription', 'birthday', 'campaign', 'manual') NOT NULL,
    usage_type ENUM ('single', 'multi') NOT NULL,
    max_uses INT NOT NULL,
    duration_days INT NOT NULL,
    recurrence JSON NOT NULL,
    min_order_amount DECIMAL(10,2),
    total_limit INT,
    issued_count INT NOT NULL DEFAULT 0,
    valid_from DATETIME(3),
    valid_until DATETIME(3),
    message_text TEXT,
    is_active BOOLEAN NOT NULL,
    created_at DATETIME(3) NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    KEY ix_discount_templates_event_is_active (event, is_active),
    KEY ix_discount_templates_created_at (created_at),
    CHECK (value > 0),
    CHECK (max_uses >= 1),
    CHECK (issued_count >= 0)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- Links that bring clients.
CREATE TABLE campaigns (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    slug VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    name VARCHAR(120) NOT NULL,
    description TEXT,
    template_id BIGINT,
    starts_at DATETIME(3),
    ends_at DATETIME(3),
    total_limit INT,
    joined_count INT NOT NULL DEFAULT 0,
    is_active BOOLEAN NOT NULL,
    created_at DATETIME(3) NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    UNIQUE KEY uq_campaigns_slug (slug),
    KEY ix_campaigns_is_active_created_at (is_active, created_at),
    KEY ix_campaigns_created_at (created_at),
    KEY ix_campaigns_template_id (template_id),
    CONSTRAINT fk_campaigns_template_id FOREIGN KEY (template_id) REFERENCES discount_templates (id),
    CHECK (joined_count >= 0)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;
