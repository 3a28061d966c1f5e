//! The people in the sandbox and their roles in the shop.

use marmelad_core::App;
use marmelad_core::audit::Actor;
use marmelad_core::kernel::{PortError, TelegramId};
use marmelad_core::people::TelegramProfile;
use marmelad_core::staff::{AddAdmin, CashierStatus, NotificationGroup, admin};
use marmelad_sandbox::Person;

/// A person whom a user of the chat page can act as.
pub(super) struct Role {
    pub(super) id: i64,
    first_name: &'static str,
    last_name: &'static str,
    username: &'static str,
    /// The role in Russian and English.
    pub(super) is: [&'static str; 2],
}

/// A client who is subscribed to the channel.
pub(super) const SUBSCRIBER: i64 = 1001;
/// A cashier who may redeem.
const CASHIER: i64 = 2001;
/// Telegram id of the owner, the value of `FIRST_SUPERADMIN_TG_ID`.
pub(super) const OWNER: i64 = 3001;

pub(super) const ALL: [Role; 5] = [
    role(
        SUBSCRIBER,
        ["Анна", "Ли", "anna_li"],
        ["клиент, подписана на канал", "client, subscribed to the channel"],
    ),
    role(
        1002,
        ["Борис", "Ким", "boris_kim"],
        ["второй клиент, не подписан", "second client, not subscribed"],
    ),
    role(CASHIER, ["Ирина", "Кассирова", "irina_kassa"], ["кассир", "cashier"]),
    role(
        2002,
        ["Олег", "Новиков", "oleg_new"],
        ["новый кассир, ещё без доступа", "new cashier, without access yet"],
    ),
    role(OWNER, ["Ольга", "Хозяева", "olga_owner"], ["владелец", "owner"]),
];

const fn role(
    id: i64,
    [first_name, last_name, username]: [&'static str; 3],
    is: [&'static str; 2],
) -> Role {
    Role { id, first_name, last_name, username, is }
}

impl Role {
    /// First and last name.
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }

    /// The person in the sandbox's form.
    pub(super) fn person(&self) -> Person {
        Person::new(self.id, self.first_name)
            .last_name(self.last_name)
            .username(self.username)
            .note(self.is[0])
    }

    fn profile(&self) -> TelegramProfile {
        TelegramProfile {
            telegram_id: TelegramId(self.id),
            username: Some(self.username.to_owned()),
            first_name: Some(self.first_name.to_owned()),
            last_name: Some(self.last_name.to_owned()),
        }
    }
}

/// At the first start names the owner's row as the chat page does and permits `/broadcast`; later the panel decides.
pub(super) async fn name_owner(app: &App) -> Result<(), PortError> {
    let Some(owner) = ALL.iter().find(|role| role.id == OWNER) else {
        return Ok(());
    };
    let input = AddAdmin {
        telegram_id: TelegramId(OWNER),
        display_name: owner.name(),
        role: admin::Role::Owner,
        can_broadcast_from_chat: Some(true),
        notification_groups: NotificationGroup::ALL.to_vec(),
    };
    app.staff.save_admin(input, &Actor::Cli).await?;
    Ok(())
}

/// Approves the cashier unless a decision exists already.
pub(super) async fn employ(app: &App) -> Result<(), PortError> {
    let Some(cashier) = ALL.iter().find(|role| role.id == CASHIER) else {
        return Ok(());
    };
    let profile = cashier.profile();
    let id = profile.telegram_id;
    let known = match app.staff.find_cashier(id).await? {
        Some(known) => known,
        None => app.staff.request_access(profile).await?.cashier,
    };
    if known.status == CashierStatus::Pending {
        app.staff.approve_cashier_at(id, "Светланская, 33").await?;
    }
    Ok(())
}
