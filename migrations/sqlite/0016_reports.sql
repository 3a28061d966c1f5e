-- What reports count by, without a look at the rows themselves where there are many.

CREATE INDEX ix_users_opted_out_at ON users (opted_out_at);
CREATE INDEX ix_discounts_reports ON discounts (created_at, is_test, user_id, template_id, source, campaign_id);
CREATE INDEX ix_discounts_broadcast_id_used_at ON discounts (broadcast_id, used_at);
CREATE INDEX ix_orders_reports ON orders (status, created_at, is_test, user_id, discount_id, cashier_id, amount, discount_amount);
CREATE INDEX ix_discount_usage_logs_reports ON discount_usage_logs (status, created_at, cashier_id, discount_id);
CREATE INDEX ix_campaign_users_joined_at ON campaign_users (joined_at, campaign_id, user_id, is_new_user);
CREATE INDEX ix_broadcasts_started_at ON broadcasts (started_at);
-- Lists of campaigns are ordered by them.
CREATE INDEX ix_campaigns_name ON campaigns (name);
CREATE INDEX ix_campaigns_joined_count ON campaigns (joined_count);
