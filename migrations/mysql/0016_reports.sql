-- What reports count by, without a look at the rows themselves where there are many.

ALTER TABLE users ADD KEY ix_users_opted_out_at (opted_out_at);
ALTER TABLE discounts
    ADD KEY ix_discounts_reports (created_at, is_test, user_id, template_id, source, campaign_id),
    ADD KEY ix_discounts_broadcast_id_used_at (broadcast_id, used_at);
ALTER TABLE orders ADD KEY ix_orders_reports (status, created_at, is_test, user_id, discount_id, cashier_id, amount, discount_amount);
ALTER TABLE discount_usage_logs ADD KEY ix_discount_usage_logs_reports (status, created_at, cashier_id, discount_id);
ALTER TABLE campaign_users ADD KEY ix_campaign_users_joined_at (joined_at, campaign_id, user_id, is_new_user);
ALTER TABLE broadcasts ADD KEY ix_broadcasts_started_at (started_at);
-- Lists of campaigns are ordered by them.
ALTER TABLE campaigns ADD KEY ix_campaigns_name (name), ADD KEY ix_campaigns_joined_count (joined_count);
