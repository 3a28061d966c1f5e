-- The morning digest counts who blocked the bot on a day.
CREATE INDEX ix_users_blocked_at ON users (blocked_at);
