//! The rules for changing a client, by staff or by an import.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

use crate::audit::AuditEntry;
use crate::kernel::{TelegramId, to_millis};
use crate::people::{Gender, Phone, TelegramProfile, User};

/// A checked change of a client; `None` keeps the field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UserEdit {
    /// Without `@`; replaced by Telegram's value at the client's next contact.
    pub username: Option<String>,
    /// Replaced by Telegram's value at the client's next contact.
    pub first_name: Option<String>,
    /// Replaced by Telegram's value at the client's next contact.
    pub last_name: Option<String>,
    /// Name given by staff, which overrides Telegram's; `Some(None)` = the name by Telegram again.
    pub display_name: Option<Option<String>>,
    /// `Some(None)` = the phone is unknown.
    pub phone: Option<Option<Phone>>,
    pub gender: Option<Gender>,
    /// `Some(None)` = unknown: the client may give a birthday again.
    pub birthday: Option<Option<NaiveDate>>,
    /// Replaces all tags of the client.
    pub tags: Option<Vec<String>>,
    /// A test user is hidden from lists and reports, with all discounts and purchases.
    pub is_test: Option<bool>,
}

impl UserEdit {
    /// The client after the change. A changed birthday counts as given now.
    #[must_use]
    pub fn apply(&self, mut user: User, now: DateTime<Utc>) -> User {
        let is_named = user.is_named_by_staff();
        let names = [
            (&self.username, &mut user.username),
            (&self.first_name, &mut user.first_name),
            (&self.last_name, &mut user.last_name),
        ];
        for (new, name) in names {
            if new.is_some() {
                name.clone_from(new);
            }
        }
        match &self.display_name {
            Some(Some(name)) => user.display_name.clone_from(name),
            None if is_named => {}
            Some(None) | None => user.display_name = user.profile().display_name(),
        }
        if let Some(phone) = &self.phone {
            user.phone = phone.as_ref().map(|phone| phone.as_str().to_owned());
        }
        if let Some(birthday) = self.birthday
            && birthday != user.birthday
        {
            user.birthday = birthday;
            user.birthday_changed_at = birthday.map(|_| to_millis(now));
        }
        user.gender = self.gender.unwrap_or(user.gender);
        user.is_test = self.is_test.unwrap_or(user.is_test);
        if let Some(tags) = &self.tags {
            user.tags.clone_from(tags);
        }
        user
    }
}

/// Adds the fields that differ to the audit entry; personal data only as `{"changed": true}`.
#[must_use]
pub fn describe_user_edit(entry: AuditEntry, old: &User, new: &User) -> AuditEntry {
    let fields = |user: &User| {
        [
            ("username", json!(user.username)),
            ("first_name", json!(user.first_name)),
            ("last_name", json!(user.last_name)),
            ("display_name", json!(user.display_name)),
            ("phone", json!(user.phone)),
            ("birthday", json!(user.birthday)),
            ("gender", json!(user.gender.as_str())),
            ("tags", json!(user.tags)),
            ("is_test", json!(user.is_test)),
        ]
    };
    entry.differences(&fields(old), &fields(new))
}

/// A client from an import file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedUser {
    /// Identifies the client in the file and in the store.
    pub telegram_id: TelegramId,
    /// The values from the file.
    pub edit: UserEdit,
}

impl ImportedUser {
    /// The Telegram profile for a client who is not known yet.
    pub fn profile(&self) -> TelegramProfile {
        TelegramProfile {
            telegram_id: self.telegram_id,
            username: self.edit.username.clone(),
            first_name: self.edit.first_name.clone(),
            last_name: self.edit.last_name.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::client;

    fn now() -> DateTime<Utc> {
        "2026-03-05T02:00:00.000400Z".parse().unwrap()
    }

    fn named(name: Option<&str>) -> UserEdit {
        UserEdit { display_name: Some(name.map(Into::into)), ..UserEdit::default() }
    }

    #[test]
    fn an_empty_edit_changes_nothing() {
        assert_eq!(UserEdit::default().apply(client(), now()), client());
    }

    #[test]
    fn a_name_by_staff_stays_until_staff_remove_it() {
        let user = named(Some("Анна из кафе")).apply(client(), now());
        assert!(user.is_named_by_staff());
        assert!(user.search_terms().contains(&"кафе".to_owned()));
        let renamed = UserEdit { first_name: Some("Анюта".into()), ..UserEdit::default() };
        let user = renamed.apply(user, now());
        assert_eq!(user.display_name, "Анна из кафе");
        let user = named(None).apply(user, now());
        assert_eq!(user.display_name, "Анюта");
        assert_eq!(user.search_terms(), ["anna", "анюта"]);
        assert_eq!(renamed.apply(client(), now()).display_name, "Анюта");
    }

    #[test]
    fn a_birthday_counts_as_given_only_when_it_changes() {
        let day = NaiveDate::from_ymd_opt(2000, 2, 29);
        let edit = UserEdit { birthday: Some(day), ..UserEdit::default() };
        let user = edit.apply(client(), now());
        assert_eq!((user.birthday, user.birthday_changed_at), (day, Some(to_millis(now()))));
        let later = now() + chrono::Duration::days(1);
        assert_eq!(edit.apply(user.clone(), later), user);
        let cleared = UserEdit { birthday: Some(None), ..UserEdit::default() };
        let user = cleared.apply(user, later);
        assert_eq!((user.birthday, user.birthday_changed_at), (None, None));
    }

    #[test]
    fn the_audit_entry_holds_no_personal_data() {
        let edit = UserEdit {
            phone: Some(Some("+79001234567".parse().unwrap())),
            birthday: Some(NaiveDate::from_ymd_opt(2000, 2, 29)),
            gender: Some(Gender::Female),
            tags: Some(vec!["vip".into()]),
            is_test: Some(true),
            ..named(Some("Секрет"))
        };
        let new = edit.apply(client(), now());
        let entry = describe_user_edit(AuditEntry::cli("update_user", "user"), &client(), &new);
        let text = entry.into_row(now()).canonical_json();
        for hidden in ["9001234567", "2000", "Секрет", "Анна"] {
            assert!(!text.contains(hidden), "{text}");
        }
        for told in ["\"phone\"", "\"birthday\"", "\"display_name\"", "female", "vip", "is_test"] {
            assert!(text.contains(told), "{told}: {text}");
        }
        assert!(!text.contains("first_name"), "{text}");
    }
}
