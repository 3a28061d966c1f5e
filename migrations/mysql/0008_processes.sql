-- Which processes run, as they report themselves now and then: for operators, nothing else hangs on it.

CREATE TABLE processes (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    process_id VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    name VARCHAR(32) NOT NULL,
    roles VARCHAR(64) NOT NULL,
    zone VARCHAR(64) NOT NULL,
    version VARCHAR(32) NOT NULL,
    started_at DATETIME(3) NOT NULL,
    seen_at DATETIME(3) NOT NULL,
    created_at DATETIME(3) NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    UNIQUE KEY uq_processes_process_id (process_id),
    KEY ix_processes_seen_at (seen_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;
