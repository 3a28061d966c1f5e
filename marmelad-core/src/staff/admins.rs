//! Admins, and the first owner.

use crate::audit::Actor;
use crate::kernel::{AdminId, Page, PageRequest, PortError, TelegramId};
use crate::staff::{
    AddAdminOutcome, Admin, ChangeAdmin, ChangeAdminOutcome, NotificationGroup, Role, SaveAdmin,
    StaffService,
};

/// An admin as an operator wants them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddAdmin {
    pub telegram_id: TelegramId,
    pub display_name: String,
    /// What they may do.
    pub role: Role,
    /// Whether `/broadcast` works for them; `None` leaves it as it is, which is `false` for a new one.
    pub can_broadcast_from_chat: Option<bool>,
    /// What they are told.
    pub notification_groups: Vec<NotificationGroup>,
}

/// What an admin changes about an admin; `None` leaves a field as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AdminChange {
    pub display_name: Option<String>,
    /// What they may do.
    pub role: Option<Role>,
    /// Whether they may anything.
    pub is_active: Option<bool>,
    /// Whether `/broadcast` works for them.
    pub can_broadcast_from_chat: Option<bool>,
    /// What they are told.
    pub notification_groups: Option<Vec<NotificationGroup>>,
}

impl StaffService {
    /// All admins, oldest first.
    pub async fn list_admins(&self) -> Result<Vec<Admin>, PortError> {
        self.admins.list().await
    }

    /// A part of them, oldest first; `is_active` picks the active or the inactive ones.
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

    /// Adds an active admin, or makes the one with this Telegram id so.
    pub async fn save_admin(
        &self,
        input: AddAdmin,
        actor: &Actor,
    ) -> Result<ChangeAdminOutcome, PortError> {
        let old = self.admins.find_by_telegram_id(input.telegram_id).await?;
        let command = self.admin_to_save(input, old, actor);
        self.admins.save(command).await
    }

    /// Adds an active admin. Whoever is or was one stays as they are.
    pub async fn add_admin(
        &self,
        input: AddAdmin,
        actor: &Actor,
    ) -> Result<AddAdminOutcome, PortError> {
        let command = self.admin_to_save(input, None, actor);
        self.admins.add_if_absent(command, false).await
    }

    /// Changes an admin; one active owner always stays.
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
            .field(
                "role",
                old.as_ref().map(|admin| admin.role.as_str()),
                Some(input.role.as_str()),
            )
            .field(
                "is_active",
                old.as_ref().map(|admin| admin.is_active),
                Some(true),
            )
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

    /// Makes the configured person an active owner with all notification groups, unless they are an
    /// admin or were one before; a request for access that nobody answered yet is no obstacle. Answers
    /// whether that was needed.
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
    groups
        .iter()
        .map(|group| group.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}
