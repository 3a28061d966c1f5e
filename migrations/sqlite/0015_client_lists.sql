-- What lists of clients are found and sorted by.

-- The tags of `users.tags` one by one, so that the clients with a tag are found by an index.
CREATE TABLE user_tags (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id),
    tag TEXT NOT NULL,
    created_at TEXT NOT NULL,
    UNIQUE (user_id, tag)
) STRICT;
CREATE INDEX ix_user_tags_tag_user_id ON user_tags (tag, user_id);
INSERT INTO user_tags (user_id, tag, created_at)
SELECT DISTINCT u.id, TRIM(t.value), u.created_at
FROM users u JOIN json_each(u.tags) t
WHERE TRIM(t.value) <> '';

-- In the order of these columns, then of ids, with what hides test users in it.
CREATE INDEX ix_users_display_name_id_is_test ON users (display_name, id, is_test);
CREATE INDEX ix_users_last_seen_at_id_is_test ON users (last_seen_at, id, is_test);
