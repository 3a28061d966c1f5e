//! Changes of a client by staff.

use chrono::NaiveDate;

use crate::audit::Actor;
use crate::clients::{ClientService, EditUser, MAX_TAG, MAX_TAGS, UserEdit, tidy_tags};
use crate::kernel::{ClientId, PortError};
use crate::people::{Gender, Phone, User, check_birthday};

/// Longest name that staff may give, in characters.
pub const MAX_DISPLAY_NAME: usize = 128;

/// A change of a client as staff enter it; `None` keeps the field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClientPatch {
    /// 1–128 characters on one line; `Some(None)` = the name by Telegram.
    pub display_name: Option<Option<String>>,
    /// 5–15 digits in any usual notation; `Some(None)` = unknown.
    pub phone: Option<Option<String>>,
    pub gender: Option<Gender>,
    /// Age 3–120; `Some(None)` = unknown.
    pub birthday: Option<Option<NaiveDate>>,
    /// Replaces all tags: at most 50, each of 1–64 characters.
    pub tags: Option<Vec<String>>,
    /// Test users are hidden from lists and reports.
    pub is_test: Option<bool>,
}

/// A field whose value breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidField {
    /// JSON Pointer: `/phone`, `/tags`.
    pub path: &'static str,
    /// The broken rule: `out_of_range`, `not_a_phone`, `not_a_birthday`, `not_a_tag`, `too_many`, `missing`.
    pub code: &'static str,
    /// What is wrong and what is expected, for people.
    pub message: String,
}

impl InvalidField {
    pub(super) fn new(path: &'static str, code: &'static str, message: impl Into<String>) -> Self {
        Self { path, code, message: message.into() }
    }
}

/// Result of a change by staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditClient {
    /// The client after the change.
    Saved(Box<User>),
    /// The broken rules; nothing was changed.
    Invalid(Vec<InvalidField>),
    NotFound,
    /// The client's data was erased; such a client cannot be changed.
    Anonymized,
}

impl ClientService {
    /// Changes the given fields. Staff may change the birthday at any time.
    pub async fn edit(
        &self,
        id: ClientId,
        patch: ClientPatch,
        actor: &Actor,
    ) -> Result<EditClient, PortError> {
        let edit = match self.checked_edit(patch) {
            Ok(edit) => edit,
            Err(errors) => return Ok(EditClient::Invalid(errors)),
        };
        let command = EditUser {
            id,
            edit,
            now: self.context.now(),
            audit: actor.audit("update_user", "user").about(id.0),
        };
        self.users.edit(command).await
    }

    /// The checked change, or every broken rule.
    pub fn checked_edit(&self, patch: ClientPatch) -> Result<UserEdit, Vec<InvalidField>> {
        let mut errors = Vec::new();
        let display_name = patch.display_name.map(|name| {
            name.map(|name| tidy_name(&name)).and_then(|name| {
                let is_fit = (1..=MAX_DISPLAY_NAME).contains(&name.chars().count());
                if is_fit && !name.chars().any(char::is_control) {
                    return Some(name);
                }
                let why = format!("a name has 1 to {MAX_DISPLAY_NAME} characters");
                errors.push(InvalidField::new("/display_name", "out_of_range", why));
                None
            })
        });
        let phone = patch.phone.map(|phone| {
            phone.and_then(|phone| {
                let read = phone.parse::<Phone>();
                let why = |error: &dyn std::fmt::Display| error.to_string();
                read.map_err(|error| {
                    errors.push(InvalidField::new("/phone", "not_a_phone", why(&error)));
                })
                .ok()
            })
        });
        if let Some(Some(day)) = patch.birthday
            && let Err(error) = check_birthday(day, self.context.today())
        {
            let why = error.to_string();
            errors.push(InvalidField::new("/birthday", "not_a_birthday", why));
        }
        let tags = patch.tags.map(|tags| checked_tags("/tags", &tags, MAX_TAGS, &mut errors));
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(UserEdit {
            display_name,
            phone,
            gender: patch.gender,
            birthday: patch.birthday,
            tags,
            is_test: patch.is_test,
            ..UserEdit::default()
        })
    }
}

/// The name on one line with single spaces.
fn tidy_name(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The tags in stored form; adds problems to `errors`.
pub(super) fn checked_tags(
    path: &'static str,
    tags: &[String],
    most: usize,
    errors: &mut Vec<InvalidField>,
) -> Vec<String> {
    match tidy_tags(tags) {
        Ok(tags) if tags.len() <= most => tags,
        Ok(_) => {
            errors.push(InvalidField::new(path, "too_many", format!("at most {most} tags")));
            Vec::new()
        }
        Err(_) => {
            let why = format!("a tag has 1 to {MAX_TAG} characters on one line");
            errors.push(InvalidField::new(path, "not_a_tag", why));
            Vec::new()
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::App;
    use std::sync::Arc;

    use super::*;
    use crate::Ports;
    use crate::clients::MockUserRepo;
    use crate::testing::{NOW, app_at, client};

    fn app(users: MockUserRepo) -> App {
        let ports = Ports { users: Arc::new(users), ..Ports::mocked() };
        app_at(NOW, ports)
    }

    #[tokio::test]
    async fn given_values_are_normalised_and_stored() {
        let mut users = MockUserRepo::new();
        users
            .expect_edit()
            .once()
            .withf(|command| {
                let edit = &command.edit;
                edit.display_name == Some(Some("Анна Ли".into()))
                    && edit.phone == Some(Some("+79001234567".parse().unwrap()))
                    && edit.tags == Some(vec!["vip".to_owned()])
                    && edit.birthday == Some(None)
                    && edit.gender.is_none()
                    && command.audit.action() == "update_user"
            })
            .returning(|_| Ok(EditClient::Saved(Box::new(client()))));
        let patch = ClientPatch {
            display_name: Some(Some(" Анна \n Ли ".into())),
            phone: Some(Some("+7 (900) 123-45-67".into())),
            birthday: Some(None),
            tags: Some(vec![" vip".into(), "vip".into()]),
            ..ClientPatch::default()
        };
        let saved = app(users).clients.edit(ClientId(1), patch, &Actor::Cli).await.unwrap();
        assert_eq!(saved, EditClient::Saved(Box::new(client())));
    }

    #[tokio::test]
    async fn every_broken_rule_is_reported_at_once() {
        let patch = ClientPatch {
            display_name: Some(Some(" ".into())),
            phone: Some(Some("12".into())),
            birthday: Some(NaiveDate::from_ymd_opt(2025, 1, 1)),
            tags: Some(vec!["x".repeat(65)]),
            ..ClientPatch::default()
        };
        let app = app(MockUserRepo::new());
        let EditClient::Invalid(errors) =
            app.clients.edit(ClientId(1), patch, &Actor::Cli).await.unwrap()
        else {
            panic!("nothing of it is right");
        };
        let told: Vec<_> = errors.iter().map(|error| (error.path, error.code)).collect();
        assert_eq!(
            told,
            [
                ("/display_name", "out_of_range"),
                ("/phone", "not_a_phone"),
                ("/birthday", "not_a_birthday"),
                ("/tags", "not_a_tag"),
            ]
        );
        let many = ClientPatch {
            tags: Some((0..51).map(|number| number.to_string()).collect()),
            ..ClientPatch::default()
        };
        assert_eq!(app.clients.checked_edit(many).unwrap_err()[0].code, "too_many");
    }

    #[tokio::test]
    async fn missing_and_anonymised_clients_are_reported() {
        for told in [EditClient::NotFound, EditClient::Anonymized] {
            let (mut users, outcome) = (MockUserRepo::new(), told.clone());
            users.expect_edit().return_once(|_| Ok(outcome));
            let app = app(users);
            let edited = app.clients.edit(ClientId(1), ClientPatch::default(), &Actor::Cli);
            assert_eq!(edited.await.unwrap(), told);
        }
    }
}
