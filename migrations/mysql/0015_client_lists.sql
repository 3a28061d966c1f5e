-- What lists of clients are found and sorted by.

-- The tags of `users.tags` one by one, so that the clients with a tag are found by an index.
CREATE TABLE user_tags (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    user_id BIGINT NOT NULL,
    tag VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    created_at DATETIME(3) NOT NULL,
    UNIQUE KEY uq_user_tags_user_id_tag (user_id, tag),
    KEY ix_user_tags_tag_user_id (tag, user_id),
    CONSTRAINT fk_user_tags_user_id FOREIGN KEY (user_id) REFERENCES users (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;
INSERT INTO user_tags (user_id, tag, created_at)
SELECT DISTINCT u.id, TRIM(t.tag) COLLATE utf8mb4_bin, u.created_at
FROM users u JOIN JSON_TABLE(u.tags, '$[*]' COLUMNS (tag VARCHAR(64) PATH '$')) t
WHERE TRIM(t.tag) <> '';

-- In the order of these columns, then of ids, with what hides test users in it.
ALTER TABLE users
    ADD KEY ix_users_display_name_id_is_test (display_name, id, is_test),
    ADD KEY ix_users_last_seen_at_id_is_test (last_seen_at, id, is_test);
