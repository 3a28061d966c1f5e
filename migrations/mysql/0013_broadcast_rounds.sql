-- Whom a broadcast goes to, once it has begun, and the rounds to those whom it missed.
ALTER TABLE broadcasts
    -- The filter as it was when sending began: a segment that is edited later changes nothing.
    ADD COLUMN fixed_filter JSON,
    -- The outcomes that are being tried anew, and up to which client their rows are as new. No client: no round is laid down.
    ADD COLUMN retry_statuses VARCHAR(64),
    ADD COLUMN retry_after_user_id BIGINT;
-- So often Telegram refused the message itself to this recipient.
ALTER TABLE broadcast_logs
    ADD COLUMN body_errors INT NOT NULL DEFAULT 0;
