-- What segments are counted by, without a look at the rows themselves.

CREATE INDEX ix_users_segments ON users (is_test, is_subscribed, gender, birthday, last_seen_at, created_at, campaign_id, birthday_md, anonymized_at);
CREATE INDEX ix_orders_user_id_status_amount ON orders (user_id, status, amount);
CREATE INDEX ix_discounts_user_id_used_at ON discounts (user_id, used_at);
