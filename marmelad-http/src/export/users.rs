//! Clients in a file. An import reads the same columns; those that it does not take it leaves alone.

use marmelad_core::people::User;

use super::Cell;

pub const USER_COLUMNS: &[&str] = &[
    "id",
    "telegram_id",
    "username",
    "first_name",
    "last_name",
    "display_name",
    "phone",
    "gender",
    "birthday",
    "tags",
    "is_subscribed",
    "is_blocked",
    "is_opted_out",
    "is_test",
    "campaign_id",
    "created_at",
    "last_seen_at",
    "anonymized_at",
];

/// A client under [`USER_COLUMNS`].
pub fn user_row(user: User) -> Vec<Cell> {
    vec![
        Cell::Number(user.id.0),
        Cell::Number(user.telegram_id.0),
        user.username.into(),
        user.first_name.into(),
        user.last_name.into(),
        Cell::Text(user.display_name),
        user.phone.into(),
        Cell::Text(user.gender.to_string()),
        user.birthday.into(),
        Cell::Text(tags_cell(&user.tags)),
        Cell::Flag(user.is_subscribed),
        Cell::Flag(user.is_blocked),
        Cell::Flag(user.is_opted_out),
        Cell::Flag(user.is_test),
        user.campaign_id.map(|id| id.0).into(),
        Cell::Time(user.created_at),
        user.last_seen_at.into(),
        user.anonymized_at.into(),
    ]
}

/// With commas between; a tag with a comma in it stands in JSON with all the others.
fn tags_cell(tags: &[String]) -> String {
    if tags.iter().any(|tag| tag.contains(',') || tag.starts_with('[')) {
        return serde_json::Value::from(tags).to_string();
    }
    tags.join(", ")
}
