-- Who works with the system.

-- Who may use the panel, and those who asked for access.
CREATE TABLE admins (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    telegram_id BIGINT NOT NULL,
    display_name VARCHAR(128) NOT NULL,
    username VARCHAR(64),
    role ENUM ('owner', 'marketing', 'readonly') NOT NULL,
    is_active BOOLEAN NOT NULL,
    can_broadcast_from_chat BOOLEAN NOT NULL DEFAULT 0,
    notification_groups JSON NOT NULL,
    auth_epoch BIGINT NOT NULL DEFAULT 0,
    created_at DATETIME(3) NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    UNIQUE KEY uq_admins_telegram_id (telegram_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- Cashiers and requests to become one.
CREATE TABLE cashiers (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    telegram_id BIGINT NOT NULL,
    display_name VARCHAR(128) NOT NULL,
    username VARCHAR(64),
    shop VARCHAR(128),
    status ENUM ('pending', 'active', 'rejected', 'inactive') NOT NULL,
    is_active BOOLEAN NOT NULL,
    approved_by_admin_id BIGINT,
    approved_at DATETIME(3),
    rejected_at DATETIME(3),
    deactivated_at DATETIME(3),
    created_at DATETIME(3) NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    UNIQUE KEY uq_cashiers_telegram_id (telegram_id),
    KEY ix_cashiers_status_created_at (status, created_at),
    KEY ix_cashiers_is_active_created_at (is_active, created_at),
    KEY ix_cashiers_approved_by_admin_id (approved_by_admin_id),
    CONSTRAINT fk_cashiers_approved_by_admin_id FOREIGN KEY (approved_by_admin_id) REFERENCES admins (id),
    CHECK (is_active = (status = 'active'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;
