-- What lists of discounts, of their usage and of purchases are found and sorted by, and requests that act once.

ALTER TABLE discounts
    ADD KEY ix_discounts_expires_at (expires_at),
    ADD KEY ix_discounts_source_created_at (source, created_at),
    ADD KEY ix_discounts_is_test_created_at (is_test, created_at);

ALTER TABLE discount_usage_logs
    ADD KEY ix_discount_usage_logs_source_created_at (source, created_at),
    ADD KEY ix_discount_usage_logs_shop_created_at (shop, created_at);

ALTER TABLE orders
    -- By which the request that made a purchase is known.
    ADD COLUMN request_key VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
    ADD UNIQUE KEY uq_orders_request_key (request_key),
    ADD KEY ix_orders_amount (amount),
    ADD KEY ix_orders_shop_created_at (shop, created_at),
    ADD KEY ix_orders_source_created_at (source, created_at),
    ADD KEY ix_orders_is_test_created_at (is_test, created_at);

ALTER TABLE broadcasts
    -- By which the request that made a broadcast is known.
    ADD COLUMN request_key VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
    ADD UNIQUE KEY uq_broadcasts_request_key (request_key);

ALTER TABLE idempotency_keys
    -- A broadcast with a long filter.
    MODIFY COLUMN response_body MEDIUMTEXT,
    -- Who acts on a key, until when they may take, and by what the act is known however often it is begun.
    ADD COLUMN holder VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
    ADD COLUMN lease_until DATETIME(3),
    ADD COLUMN act_key VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
    ADD UNIQUE KEY uq_idempotency_keys_holder (holder);
