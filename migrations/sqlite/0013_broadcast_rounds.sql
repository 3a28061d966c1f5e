-- Whom a broadcast goes to, once it has begun, and the rounds to those whom it missed.
-- The filter as it was when sending began: a segment that is edited later changes nothing.
ALTER TABLE broadcasts ADD COLUMN fixed_filter TEXT CHECK (fixed_filter IS NULL OR json_valid(fixed_filter));
-- The outcomes that are being tried anew, and up to which client their rows are as new. No client: no round is laid down.
ALTER TABLE broadcasts ADD COLUMN retry_statuses TEXT;
ALTER TABLE broadcasts ADD COLUMN retry_after_user_id INTEGER;
-- So often Telegram refused the message itself to this recipient.
ALTER TABLE broadcast_logs ADD COLUMN body_errors INTEGER NOT NULL DEFAULT 0;
