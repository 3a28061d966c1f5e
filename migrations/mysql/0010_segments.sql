-- What segments are counted by, without a look at the rows themselves.

ALTER TABLE users ADD KEY ix_users_segments (is_test, is_subscribed, gender, birthday, last_seen_at, created_at, campaign_id, birthday_md, anonymized_at);
ALTER TABLE orders ADD KEY ix_orders_user_id_status_amount (user_id, status, amount);
ALTER TABLE discounts ADD KEY ix_discounts_user_id_used_at (user_id, used_at);
