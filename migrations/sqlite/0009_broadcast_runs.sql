-- How far a broadcast is, and the taking back of its messages.
-- Every recipient has a row since then.
ALTER TABLE broadcasts ADD COLUMN laid_out_at TEXT;
-- So many times in a row Telegram refused the message itself, and how.
ALTER TABLE broadcasts ADD COLUMN body_errors INTEGER NOT NULL DEFAULT 0;
ALTER TABLE broadcasts ADD COLUMN body_error TEXT;
ALTER TABLE broadcasts ADD COLUMN recall_requested_at TEXT;
ALTER TABLE broadcasts ADD COLUMN recall_finished_at TEXT;
ALTER TABLE broadcasts ADD COLUMN recall_revokes_codes INTEGER NOT NULL DEFAULT 0 CHECK (recall_revokes_codes IN (0, 1));
CREATE INDEX ix_broadcasts_recall_finished_at_recall_requested_at ON broadcasts (recall_finished_at, recall_requested_at);
