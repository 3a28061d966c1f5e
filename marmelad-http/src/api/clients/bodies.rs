//! Bodies about clients.

use marmelad_core::clients::{BulkTags, BulkTarget, ClientPatch};
use poem_openapi::Object;
use serde::Deserialize;

use super::filter::FilterBody;
use crate::patch::{Patch, not_null};
use crate::problem::Problem;
use crate::views::{Day, Gender, Id, Viewer};

/// Fields of a client to change.
#[derive(Debug, Default, Deserialize, Object)]
#[serde(deny_unknown_fields, default)]
#[oai(rename = "UserPatch")]
pub(super) struct PatchBody {
    /// Name shown to staff; null = as in Telegram.
    #[oai(validator(min_length = 1, max_length = 128, pattern = r"\S"))]
    display_name: Patch<String>,
    /// Phone: 5–15 digits, with spaces, dashes and brackets as people write them; null = unknown.
    #[oai(validator(min_length = 5))]
    phone: Patch<String>,
    /// Gender; null = not given.
    gender: Patch<Gender>,
    /// Birthday, for an age of 3–120 years; null = unknown, and the client may give it again.
    birthday: Patch<Day>,
    /// All tags of the client: at most 50 of 1–64 characters.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(max_items = 50, min_length = 1, max_length = 64))]
    tags: Option<Vec<String>>,
    /// Whether this is a test user, hidden from lists and reports.
    #[serde(deserialize_with = "not_null")]
    is_test: Option<bool>,
}

impl From<PatchBody> for ClientPatch {
    fn from(body: PatchBody) -> Self {
        Self {
            display_name: body.display_name.into_change(),
            phone: body.phone.into_change(),
            gender: match body.gender {
                Patch::Keep => None,
                Patch::Clear => Some(marmelad_core::people::Gender::Unknown),
                Patch::Set(gender) => Some(gender.into()),
            },
            birthday: body.birthday.into_change().map(|day| day.map(|day| day.0)),
            tags: body.tags,
            is_test: body.is_test,
        }
    }
}

/// Tags to add and remove. Give either `ids` or `filter`.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
pub(super) struct BulkBody {
    /// Ids of at most 10 000 clients. Give either this or `filter`.
    #[oai(validator(max_items = 10000))]
    ids: Option<Vec<Id>>,
    /// Clients that match all given filters, as in `GET /users`; `{}` = all but test users. Give either this or
    /// `ids`.
    filter: Option<FilterBody>,
    /// Tags to add.
    #[serde(default)]
    #[oai(default)]
    #[oai(validator(max_items = 20, min_length = 1, max_length = 64))]
    add_tags: Vec<String>,
    /// Tags to remove.
    #[serde(default)]
    #[oai(default)]
    #[oai(validator(max_items = 20, min_length = 1, max_length = 64))]
    remove_tags: Vec<String>,
}

impl BulkBody {
    pub(super) fn read(self, viewer: Viewer) -> Result<BulkTags, Problem> {
        let target = match (self.ids, self.filter) {
            (Some(ids), None) => BulkTarget::Ids(ids.into_iter().map(Into::into).collect()),
            (None, Some(filter)) => BulkTarget::Matching(Box::new(filter.read(viewer))),
            _ => {
                let why = "either `ids` or `filter` is needed";
                return Err(Problem::invalid("/ids", "one_of", why));
            }
        };
        Ok(BulkTags { target, add: self.add_tags, remove: self.remove_tags })
    }
}

/// Template of the discount to issue.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
pub(super) struct IssueBody {
    /// Id of the template.
    pub(super) template_id: Id,
}
