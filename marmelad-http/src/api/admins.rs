//! `/admins`: people with access to the panel.

use marmelad_core::App;
use marmelad_core::domain::ids::{AdminId, TelegramId};
use marmelad_core::ports::{AddAdminOutcome, ChangeAdminOutcome};
use marmelad_core::usecases::{AddAdmin, AdminChange};
use poem::web::Data;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, Object, OpenApi};
use serde::Deserialize;

use crate::auth::Owner;
use crate::body::Body;
use crate::checks::{self, name};
use crate::paging::{PageNumber, PerPage, page_request};
use crate::patch::not_null;
use crate::problem::{Kind, Outcome, Problem, kind};
use crate::spec::{API_PATH, Tag};
use crate::views::{Admin, Id, NotificationGroup, Page, Role};

/// People with access to the panel.
#[derive(Debug, Clone, Copy)]
pub struct AdminsApi;

/// An admin to add.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(deny_unknown_fields)]
struct NewAdmin {
    /// Their Telegram id, above 0.
    #[oai(validator(minimum(value = "1")))]
    telegram_id: i64,
    /// What others see, 1–128 characters.
    #[oai(validator(min_length = 1, max_length = 128))]
    display_name: String,
    /// What they may do.
    role: Role,
    /// Whether `/broadcast` works for them in the main bot.
    #[serde(default)]
    #[oai(default)]
    can_broadcast_from_chat: bool,
    /// What they are told of in Telegram.
    #[serde(default)]
    #[oai(default)]
    notification_groups: Vec<NotificationGroup>,
}

/// What to change; what is not sent stays.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(deny_unknown_fields)]
struct AdminPatch {
    /// What others see, 1–128 characters.
    #[serde(default, deserialize_with = "not_null")]
    #[oai(validator(min_length = 1, max_length = 128))]
    display_name: Option<String>,
    /// What they may do, from their next request on.
    #[serde(default, deserialize_with = "not_null")]
    role: Option<Role>,
    /// `false` takes all access away and ends every session; `true` lets them in.
    #[serde(default, deserialize_with = "not_null")]
    is_active: Option<bool>,
    /// Whether `/broadcast` works for them in the main bot.
    #[serde(default, deserialize_with = "not_null")]
    can_broadcast_from_chat: Option<bool>,
    /// What they are told of in Telegram; replaces the list.
    #[serde(default, deserialize_with = "not_null")]
    notification_groups: Option<Vec<NotificationGroup>>,
}

#[derive(ApiResponse)]
enum Added {
    /// The admin, who may log in with `/login` in the staff's bot.
    #[oai(status = 201)]
    Admin(
        Json<Admin>,
        /// Where the admin is.
        #[oai(header = "Location")]
        String,
    ),
}

#[OpenApi(prefix_path = "/admins", tag = "Tag::Admins")]
impl AdminsApi {
    /// List admins
    ///
    /// Oldest first. Whoever wrote to the staff's bot stands here too, inactive, until they are let in.
    #[oai(path = "/", method = "get", operation_id = "listAdmins")]
    async fn list(
        &self,
        _owner: Owner,
        Data(app): Data<&App>,
        /// Only the active (`true`) or the inactive ones (`false`).
        is_active: Query<Option<bool>>,
        page: Query<PageNumber>,
        per_page: Query<PerPage>,
    ) -> Outcome<Json<Page<Admin>>> {
        let request = page_request(page.0, per_page.0);
        let found = app.page_admins(is_active.0, request).await?;
        Ok(Json(Page::new(found, request)))
    }

    /// Add an admin
    ///
    /// Lets somebody in by their Telegram id, whether they wrote to the staff's bot or not. Whoever is or was an
    /// admin is changed by `PATCH /admins/{id}` instead.
    #[oai(path = "/", method = "post", operation_id = "addAdmin")]
    async fn add(
        &self,
        Owner(session): Owner,
        Data(app): Data<&App>,
        body: Body<NewAdmin>,
    ) -> Outcome<Added, (kind::Conflict, kind::InvalidValue)> {
        let new = body.0;
        if new.telegram_id < 1 {
            return Err(Problem::invalid("/telegram_id", "range", "must be above 0").into());
        }
        let input = AddAdmin {
            telegram_id: TelegramId(new.telegram_id),
            display_name: name("/display_name", &new.display_name, checks::NAME)?,
            role: new.role.into(),
            can_broadcast_from_chat: Some(new.can_broadcast_from_chat),
            notification_groups: groups(new.notification_groups),
        };
        match app.add_admin(input, &session.actor()).await? {
            AddAdminOutcome::Added(admin) => {
                let location = format!("{API_PATH}/admins/{}", admin.id);
                Ok(Added::Admin(Json(admin.into()), location))
            }
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
    /// A new role counts from the next request. One active owner always stays.
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
        match app.change_admin(AdminId(id.0.0), change, &actor).await? {
            ChangeAdminOutcome::Changed(admin) => Ok(Json(admin.into())),
            ChangeAdminOutcome::NotFound => Err(Problem::new(Kind::NotFound).into()),
            ChangeAdminOutcome::LastOwner => Err(Problem::new(Kind::LastOwner)
                .because("Make another admin an active owner first")
                .into()),
        }
    }
}

/// Each group once.
fn groups(given: Vec<NotificationGroup>) -> Vec<marmelad_core::domain::admin::NotificationGroup> {
    let mut groups = Vec::new();
    for group in given.into_iter().map(Into::into) {
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    groups
}
