//! Bodies about clients.

use marmelad_core::domain::ids::UserId;
use marmelad_core::usecases::{BulkTags, BulkTarget, ClientPatch};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, Object};
use serde::Deserialize;

use super::query::FilterBody;
use crate::patch::{Patch, not_null};
use crate::problem::Problem;
use crate::views::{Day, Discount, Gender, Id, Viewer};

/// A change of a client: what is left out stays.
#[derive(Debug, Default, Deserialize, Object)]
#[serde(deny_unknown_fields, default)]
#[oai(rename = "UserPatch", deny_unknown_fields)]
pub(super) struct PatchBody {
    /// What staff see, 1–128 characters; null = as Telegram says.
    #[oai(default)]
    display_name: Patch<String>,
    /// 5–15 digits, written as people do; null = not known.
    #[oai(default)]
    phone: Patch<String>,
    /// Gender.
    #[oai(default)]
    gender: Patch<Gender>,
    /// Age 3–120; null = not known, and the client may give it anew.
    #[oai(default)]
    birthday: Patch<Day>,
    /// All of them: at most 50 of 1–64 characters.
    #[serde(deserialize_with = "not_null")]
    tags: Option<Vec<String>>,
    /// Hidden from lists and reports.
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
                Patch::Clear => Some(marmelad_core::domain::user::Gender::Unknown),
                Patch::Set(gender) => Some(gender.into()),
            },
            birthday: body.birthday.into_change().map(|day| day.map(|day| day.0)),
            tags: body.tags,
            is_test: body.is_test,
        }
    }
}

/// Tags for many clients: those with these ids, or those whom a filter means.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(deny_unknown_fields)]
pub(super) struct BulkBody {
    /// At most 10 000 row ids; either this or `filter`.
    #[serde(default)]
    ids: Option<Vec<Id>>,
    /// Whom `GET /users` would show; `{}` = everybody but test users.
    #[serde(default)]
    filter: Option<FilterBody>,
    /// At most 20 tags of 1–64 characters.
    #[serde(default)]
    #[oai(default)]
    add_tags: Vec<String>,
    /// At most 20 tags.
    #[serde(default)]
    #[oai(default)]
    remove_tags: Vec<String>,
}

impl BulkBody {
    pub(super) fn read(self, viewer: Viewer) -> Result<BulkTags, Problem> {
        let target = match (self.ids, self.filter) {
            (Some(ids), None) => BulkTarget::Ids(ids.into_iter().map(|id| UserId(id.0)).collect()),
            (None, Some(filter)) => BulkTarget::Matching(Box::new(filter.read(viewer)?)),
            _ => {
                let why = "either `ids` or `filter` is needed";
                return Err(Problem::invalid("/ids", "one_of", why));
            }
        };
        Ok(BulkTags {
            target,
            add: self.add_tags,
            remove: self.remove_tags,
        })
    }
}

/// By which template a client gets a code.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(deny_unknown_fields)]
pub(super) struct IssueBody {
    /// The template's row id.
    pub(super) template_id: Id,
}

#[derive(ApiResponse)]
pub(super) enum Issued {
    /// Issued.
    #[oai(status = 201)]
    Created(
        Json<Discount>,
        /// Where it is.
        #[oai(header = "Location")]
        String,
    ),
}
