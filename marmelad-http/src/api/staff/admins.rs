//! `/admins`: people with access to the panel.

use marmelad_core::App;
use marmelad_core::kernel::{AdminId, TelegramId};
use marmelad_core::staff::{AddAdmin, AddAdminOutcome, AdminChange, ChangeAdminOutcome};
use poem::web::Data;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};
use serde::Deserialize;

use crate::auth::Owner;
use crate::body::Body;
use crate::checks::{self, name};
use crate::paging::Paging;
use crate::params::Params;
use crate::patch::not_null;
use crate::problem::{Kind, Outcome, Problem, kind};
use crate::responses::Created;
use crate::spec::Tag;
use crate::views::{Admin, Id, NotificationGroup, Page, Role};

/// Operations on admins.
#[derive(Debug, Clone, Copy)]
pub struct AdminsApi;

/// An admin to add.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
struct NewAdmin {
    /// Telegram id of the admin.
    #[oai(validator(minimum(value = "1"), maximum(value = "9007199254740990")))]
    telegram_id: i64,
    /// Name shown to other admins.
    #[oai(validator(min_length = 1, max_length = 128, pattern = r"\S"))]
    display_name: String,
    /// Role of the admin.
    role: Role,
    /// Whether the admin may use `/broadcast` in the main bot.
    #[serde(default)]
    #[oai(default)]
    can_broadcast_from_chat: bool,
    /// Groups of notifications that the admin receives.
    #[serde(default)]
    #[oai(default)]
    notification_groups: Vec<NotificationGroup>,
}

/// Fields of an admin to change.
#[derive(Debug, Default, Deserialize, Object)]
#[serde(deny_unknown_fields, default)]
struct AdminPatch {
    /// Name shown to other admins.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(min_length = 1, max_length = 128, pattern = r"\S"))]
    display_name: Option<String>,
    /// Role, in force from the admin's next request.
    #[serde(deserialize_with = "not_null")]
    role: Option<Role>,
    /// `false` withdraws all access and ends every session; `true` gives access.
    #[serde(deserialize_with = "not_null")]
    is_active: Option<bool>,
    /// Whether the admin may use `/broadcast` in the main bot.
    #[serde(deserialize_with = "not_null")]
    can_broadcast_from_chat: Option<bool>,
    /// Groups of notifications that the admin receives; replaces the list.
    #[serde(deserialize_with = "not_null")]
    notification_groups: Option<Vec<NotificationGroup>>,
}

#[OpenApi(prefix_path = "/admins", tag = "Tag::Admins")]
impl AdminsApi {
    /// List admins
    ///
    /// Oldest first. People who wrote to the auth bot are listed too, inactive until they get access.
    #[oai(path = "/", method = "get", operation_id = "listAdmins")]
    async fn list(
        &self,
        _owner: Owner,
        Data(app): Data<&App>,
        /// Only active (`true`) or inactive (`false`) admins.
        is_active: Query<Option<bool>>,
        Params(paging): Params<Paging>,
    ) -> Outcome<Json<Page<Admin>>> {
        let request = paging.into();
        let found = app.staff.page_admins(is_active.0, request).await?;
        Ok(Json(Page::new(found, request)))
    }

    /// Add an admin
    ///
    /// Gives a person access by Telegram id, whether they wrote to the auth bot or not. The admin may log in with
    /// `/login` in the auth bot. Change existing admins with `PATCH /admins/{id}`.
    #[oai(path = "/", method = "post", operation_id = "addAdmin")]
    async fn add(
        &self,
        Owner(session): Owner,
        Data(app): Data<&App>,
        body: Body<NewAdmin>,
    ) -> Outcome<Created<Admin>, (kind::Conflict, kind::InvalidValue)> {
        let new = body.0;
        if !(1..=Id::MAX).contains(&new.telegram_id) {
            let expected = format!("must be from 1 to {}", Id::MAX);
            return Err(Problem::invalid("/telegram_id", "range", expected).into());
        }
        let input = AddAdmin {
            telegram_id: TelegramId(new.telegram_id),
            display_name: name("/display_name", &new.display_name, checks::NAME)?,
            role: new.role.into(),
            can_broadcast_from_chat: Some(new.can_broadcast_from_chat),
            notification_groups: groups(new.notification_groups),
        };
        match app.staff.add_admin(input, &session.actor()).await? {
            AddAdminOutcome::Added(admin) => Ok(Created::new("/admins", admin.id, admin.into())),
            AddAdminOutcome::Exists(admin) => Err(Problem::new(Kind::Conflict)
                .because(format!(
                    "Telegram id {} is admin {} already; change them with PATCH /admins/{}",
                    admin.telegram_id, admin.id, admin.id
                ))
                .into()),
        }
    }

    /// Change an admin
    ///
    /// A new role is in force from the admin's next request. The last active owner cannot be demoted or deactivated.
    #[oai(path = "/:id", method = "patch", operation_id = "changeAdmin")]
    async fn change(
        &self,
        Owner(session): Owner,
        Data(app): Data<&App>,
        id: Path<Id>,
        body: Body<AdminPatch>,
    ) -> Outcome<Json<Admin>, (kind::LastOwner, kind::InvalidValue)> {
        let patch = body.0;
        let display_name = patch
            .display_name
            .map(|text| name("/display_name", &text, checks::NAME))
            .transpose()?;
        let change = AdminChange {
            display_name,
            role: patch.role.map(Into::into),
            is_active: patch.is_active,
            can_broadcast_from_chat: patch.can_broadcast_from_chat,
            notification_groups: patch.notification_groups.map(groups),
        };
        let actor = session.actor();
        match app.staff.change_admin(AdminId(id.0.0), change, &actor).await? {
            ChangeAdminOutcome::Changed(admin) => Ok(Json(admin.into())),
            ChangeAdminOutcome::NotFound => Err(Problem::new(Kind::NotFound).into()),
            ChangeAdminOutcome::LastOwner => Err(Problem::new(Kind::LastOwner)
                .because("Make another admin an active owner first")
                .into()),
        }
    }
}

/// Each group once.
fn groups(given: Vec<NotificationGroup>) -> Vec<marmelad_core::staff::NotificationGroup> {
    let mut groups = Vec::new();
    for group in given.into_iter().map(Into::into) {
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    groups
}
