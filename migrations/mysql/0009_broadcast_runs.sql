-- How far a broadcast is, and the taking back of its messages.
ALTER TABLE broadcasts
    -- Every recipient has a row since then.
    ADD COLUMN laid_out_at DATETIME(3),
    -- So many times in a row Telegram refused the message itself, and how.
    ADD COLUMN body_errors INT NOT NULL DEFAULT 0,
    ADD COLUMN body_error VARCHAR(1000),
    ADD COLUMN recall_requested_at DATETIME(3),
    ADD COLUMN recall_finished_at DATETIME(3),
    ADD COLUMN recall_revokes_codes BOOLEAN NOT NULL DEFAULT 0,
    ADD KEY ix_broadcasts_recall_finished_at_recall_requested_at (recall_finished_at, recall_requested_at);
