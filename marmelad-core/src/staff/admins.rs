//! Admins, and the first owner.

use crate::audit::Actor;
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

/// A change of an admin by another admin; `None` leaves a field unchanged.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AdminChange {
    pub display_name: Option<String>,
    pub role: Option<Role>,
    pub is_active: Option<bool>,
    /// Whether the admin may use `/broadcast`.
    pub can_broadcast_from_chat: Option<bool>,
    /// Groups of notifications that the admin receives.
    pub notification_groups: Option<Vec<NotificationGroup>>,
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

    /// The admin with this row id.
    pub async fn find_admin(&self, id: AdminId) -> Result<Option<Admin>, PortError> {
        self.admins.find(id).await
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
        let command = ChangeAdmin {
            id,
            display_name: change.display_name,
            role: change.role,
            is_active: change.is_active,
            can_broadcast_from_chat: change.can_broadcast_from_chat,
            notification_groups: change.notification_groups,
            audit: actor.audit("update_admin", "admin"),
            now: self.context.now(),
        };
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
