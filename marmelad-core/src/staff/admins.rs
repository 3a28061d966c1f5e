//! Admins, and the first owner.

use serde_json::json;

use crate::audit::{Actor, AuditEntry};
use crate::kernel::{AdminId, Page, PageRequest, PortError, TelegramId};
use crate::staff::{
    AddAdminOutcome, Admin, ChangeAdmin, ChangeAdminOutcome, NotificationGroup, Role, SaveAdmin,
    StaffService,
};

/// An admin to add, as given by an operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddAdmin {
    pub telegram_id: TelegramId,
    pub display_name: String,
    pub role: Role,
    /// Whether the admin may use `/broadcast`; `None` leaves it unchanged (`false` for a new admin).
    pub can_broadcast_from_chat: Option<bool>,
    /// Groups of notifications that the admin receives.
    pub notification_groups: Vec<NotificationGroup>,
}

/// A change of an admin; `None` leaves a field unchanged.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AdminChange {
    pub display_name: Option<String>,
    pub role: Option<Role>,
    /// Whether the admin has access. Withdrawing access revokes all access tokens of the admin.
    pub is_active: Option<bool>,
    /// Whether the admin may use `/broadcast`.
    pub can_broadcast_from_chat: Option<bool>,
    /// Groups of notifications that the admin receives.
    pub notification_groups: Option<Vec<NotificationGroup>>,
}

impl AdminChange {
    /// The admin after the change.
    pub fn apply(&self, old: &Admin) -> Admin {
        let mut new = old.clone();
        if let Some(name) = &self.display_name {
            new.display_name.clone_from(name);
        }
        if let Some(groups) = &self.notification_groups {
            new.notification_groups.clone_from(groups);
        }
        new.role = self.role.unwrap_or(old.role);
        new.is_active = self.is_active.unwrap_or(old.is_active);
        new.can_broadcast_from_chat =
            self.can_broadcast_from_chat.unwrap_or(old.can_broadcast_from_chat);
        new
    }
}

/// Adds every field that differs to the audit entry.
pub fn describe_admin_change(entry: AuditEntry, old: &Admin, new: &Admin) -> AuditEntry {
    let fields = |admin: &Admin| {
        let groups: Vec<_> = admin.notification_groups.iter().map(|one| one.as_str()).collect();
        [
            ("display_name", json!(admin.display_name)),
            ("role", json!(admin.role.as_str())),
            ("is_active", json!(admin.is_active)),
            ("can_broadcast_from_chat", json!(admin.can_broadcast_from_chat)),
            ("notification_groups", json!(groups)),
        ]
    };
    entry.differences(&fields(old), &fields(new))
}

impl StaffService {
    /// All admins, oldest first.
    pub async fn list_admins(&self) -> Result<Vec<Admin>, PortError> {
        self.admins.list().await
    }

    /// A page of admins, oldest first; `is_active` selects active or inactive ones.
    pub async fn page_admins(
        &self,
        is_active: Option<bool>,
        page: PageRequest,
    ) -> Result<Page<Admin>, PortError> {
        self.admins.page(is_active, page).await
    }

    /// Adds an active admin, or activates the admin with this Telegram id.
    pub async fn save_admin(
        &self,
        input: AddAdmin,
        actor: &Actor,
    ) -> Result<ChangeAdminOutcome, PortError> {
        let old = self.admins.find_by_telegram_id(input.telegram_id).await?;
        let command = self.admin_to_save(input, old, actor);
        self.admins.save(command).await
    }

    /// Adds an active admin. A present or former admin is left unchanged.
    pub async fn add_admin(
        &self,
        input: AddAdmin,
        actor: &Actor,
    ) -> Result<AddAdminOutcome, PortError> {
        let command = self.admin_to_save(input, None, actor);
        self.admins.add_if_absent(command, false).await
    }

    /// Changes an admin; the last active owner cannot lose the role or access.
    pub async fn change_admin(
        &self,
        id: AdminId,
        change: AdminChange,
        actor: &Actor,
    ) -> Result<ChangeAdminOutcome, PortError> {
        let audit = actor.audit("update_admin", "admin");
        let command = ChangeAdmin { id, change, audit, now: self.context.now() };
        self.admins.change(command).await
    }

    fn admin_to_save(&self, input: AddAdmin, old: Option<Admin>, actor: &Actor) -> SaveAdmin {
        let audit = actor
            .audit("save_admin", "admin")
            .field("role", old.as_ref().map(|admin| admin.role.as_str()), Some(input.role.as_str()))
            .field("is_active", old.as_ref().map(|admin| admin.is_active), Some(true))
            .field(
                "notification_groups",
                old.as_ref().map(|admin| words(&admin.notification_groups)),
                Some(words(&input.notification_groups)),
            );
        let audit = match input.can_broadcast_from_chat {
            None => audit,
            Some(may) => audit.field(
                "can_broadcast_from_chat",
                old.as_ref().map(|admin| admin.can_broadcast_from_chat),
                Some(may),
            ),
        };
        SaveAdmin {
            telegram_id: input.telegram_id,
            display_name: input.display_name,
            username: old.and_then(|admin| admin.username),
            role: input.role,
            is_active: true,
            can_broadcast_from_chat: input.can_broadcast_from_chat,
            notification_groups: input.notification_groups,
            audit: Some(audit),
            now: self.context.now(),
        }
    }

    /// Makes the configured person an active owner with all notification groups, unless the person is or was an
    /// admin; an unanswered request for access does not count. Returns whether an owner was added.
    pub async fn ensure_first_owner(&self, telegram_id: TelegramId) -> Result<bool, PortError> {
        let audit = Actor::System
            .audit("save_admin", "admin")
            .field("role", None, Some(Role::Owner.as_str()))
            .field("is_active", None, Some(true));
        let command = SaveAdmin {
            telegram_id,
            display_name: "Владелец".to_owned(),
            username: None,
            role: Role::Owner,
            is_active: true,
            can_broadcast_from_chat: None,
            notification_groups: NotificationGroup::ALL.to_vec(),
            audit: Some(audit),
            now: self.context.now(),
        };
        let outcome = self.admins.add_if_absent(command, true).await?;
        Ok(matches!(outcome, AddAdminOutcome::Added(_)))
    }
}

fn words(groups: &[NotificationGroup]) -> String {
    groups.iter().map(|group| group.as_str()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::Value;

    use super::*;
    use crate::testing::admin;

    #[rstest]
    #[case(AdminChange { display_name: Some("Оля".into()), ..AdminChange::default() }, "display_name", [json!("Ольга"), json!("Оля")])]
    #[case(AdminChange { role: Some(Role::Marketing), ..AdminChange::default() }, "role", [json!("owner"), json!("marketing")])]
    #[case(AdminChange { is_active: Some(false), ..AdminChange::default() }, "is_active", [json!(true), json!(false)])]
    #[case(
        AdminChange { can_broadcast_from_chat: Some(true), ..AdminChange::default() },
        "can_broadcast_from_chat",
        [json!(false), json!(true)]
    )]
    #[case(
        AdminChange { notification_groups: Some(vec![NotificationGroup::Alerts]), ..AdminChange::default() },
        "notification_groups",
        [json!(["cashier_requests", "broadcasts", "alerts", "daily_report"]), json!(["alerts"])]
    )]
    fn a_changed_field_is_audited(
        #[case] change: AdminChange,
        #[case] field: &str,
        #[case] old_and_new: [Value; 2],
    ) {
        let [old, new] = old_and_new;
        let changed = change.apply(&admin());
        let entry = AuditEntry::cli("update_admin", "admin");
        let expected = entry.clone().field(field, Some(old), Some(new));
        assert_eq!(describe_admin_change(entry, &admin(), &changed), expected);
    }

    #[test]
    fn an_equal_value_is_no_change() {
        let same = AdminChange { role: Some(admin().role), ..AdminChange::default() };
        assert_eq!(same.apply(&admin()), admin());
    }
}
