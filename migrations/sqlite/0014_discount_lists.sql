-- What lists of discounts, of their usage and of purchases are found and sorted by, and requests that act once.

CREATE INDEX ix_discounts_expires_at ON discounts (expires_at);
CREATE INDEX ix_discounts_source_created_at ON discounts (source, created_at);
CREATE INDEX ix_discounts_is_test_created_at ON discounts (is_test, created_at);

CREATE INDEX ix_discount_usage_logs_source_created_at ON discount_usage_logs (source, created_at);
CREATE INDEX ix_discount_usage_logs_shop_created_at ON discount_usage_logs (shop, created_at);

-- By which the request that made a purchase is known.
ALTER TABLE orders ADD COLUMN request_key TEXT;
CREATE UNIQUE INDEX uq_orders_request_key ON orders (request_key);
CREATE INDEX ix_orders_amount ON orders (amount);
CREATE INDEX ix_orders_shop_created_at ON orders (shop, created_at);
CREATE INDEX ix_orders_source_created_at ON orders (source, created_at);
CREATE INDEX ix_orders_is_test_created_at ON orders (is_test, created_at);

-- By which the request that made a broadcast is known.
ALTER TABLE broadcasts ADD COLUMN request_key TEXT;
CREATE UNIQUE INDEX uq_broadcasts_request_key ON broadcasts (request_key);

-- Who acts on a key, until when they may take, and by what the act is known however often it is begun.
ALTER TABLE idempotency_keys ADD COLUMN holder TEXT;
ALTER TABLE idempotency_keys ADD COLUMN lease_until TEXT;
ALTER TABLE idempotency_keys ADD COLUMN act_key TEXT;
CREATE UNIQUE INDEX uq_idempotency_keys_holder ON idempotency_keys (holder);
