//! `admin add|list|login-link`

use marmelad_core::audit::Actor;
use marmelad_core::kernel::TelegramId;
use marmelad_core::sessions::LoginLinkOutcome;
use marmelad_core::staff::{AddAdmin, Admin, ChangeAdminOutcome, NotificationGroup, Role};
use marmelad_http::views;

use crate::args::{self, AdminCommand};
use crate::exit::Failure;
use crate::output;
use crate::session::Session;

pub(crate) async fn run(command: AdminCommand, session: &Session) -> Result<(), Failure> {
    match command {
        AdminCommand::Add(args) => add(args, session).await,
        AdminCommand::List => list(session).await,
        AdminCommand::LoginLink { telegram_id } => {
            login_link(TelegramId(telegram_id), session).await
        }
    }
}

async fn add(args: args::AddAdmin, session: &Session) -> Result<(), Failure> {
    let telegram_id = TelegramId(args.telegram_id);
    let known = session.app.staff.list_admins().await?;
    let known = known.into_iter().find(|admin| admin.telegram_id == telegram_id);
    let display_name = args
        .name
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .or_else(|| known.as_ref().map(|admin| admin.display_name.clone()))
        .unwrap_or_else(|| format!("Админ {telegram_id}"));
    let notification_groups = args.groups.unwrap_or_else(|| match args.role {
        Role::Owner => NotificationGroup::ALL.to_vec(),
        _ => known.map(|admin| admin.notification_groups).unwrap_or_default(),
    });
    let input = AddAdmin {
        telegram_id,
        display_name,
        role: args.role,
        can_broadcast_from_chat: None,
        notification_groups,
    };
    let admin = match session.app.staff.save_admin(input, &Actor::Cli).await? {
        ChangeAdminOutcome::Changed(admin) => admin,
        ChangeAdminOutcome::LastOwner => {
            return Err(Failure::refused(
                "last_owner",
                "This is the last active owner: make somebody else an owner first (admin add TG_ID --role owner)",
            ));
        }
        ChangeAdminOutcome::NotFound => {
            return Err(Failure::not_found("No such admin"));
        }
    };
    session.out.show(
        || views::json_of::<views::Admin, _>(&admin),
        || {
            format!(
                "{} ({}) is an active admin now: {}.\nA link into the panel: marmelad-cli admin login-link {}",
                admin.display_name, admin.telegram_id, admin.role, admin.telegram_id
            )
        },
    )
}

async fn list(session: &Session) -> Result<(), Failure> {
    let admins = session.app.staff.list_admins().await?;
    session.out.show(
        || admins.iter().map(views::json_of::<views::Admin, _>).collect(),
        || table(&admins, session),
    )
}

fn table(admins: &[Admin], session: &Session) -> String {
    let rows = admins.iter().map(|admin| {
        let groups: Vec<_> = admin.notification_groups.iter().map(|group| group.as_str()).collect();
        [
            admin.telegram_id.to_string(),
            admin.display_name.clone(),
            admin.role.to_string(),
            if admin.is_active { "yes" } else { "no" }.to_owned(),
            groups.join(", "),
            session.local_day(admin.created_at),
        ]
    });
    output::table(
        ["Telegram id", "Name", "Role", "Active", "Is told", "Since"],
        &[0, 5],
        rows,
        "No admins yet. Add one: marmelad-cli admin add TG_ID --role owner",
    )
}

async fn login_link(telegram_id: TelegramId, session: &Session) -> Result<(), Failure> {
    match session.app.sessions.issue_login_link(telegram_id, Some(Actor::Cli)).await? {
        LoginLinkOutcome::Link(link) => session.out.show(
            || views::json_of::<views::LoginLink, _>(&link),
            || {
                format!(
                    "{}\nFor {}, once, within {} minutes.",
                    link.url,
                    link.admin.display_name,
                    link.ttl.num_minutes()
                )
            },
        ),
        LoginLinkOutcome::NotFound => Err(Failure::not_found(format!(
            "there is no admin with the Telegram id {telegram_id}; add one with `marmelad-cli admin add {telegram_id}`"
        ))),
        LoginLinkOutcome::Inactive => Err(Failure::refused(
            "inactive",
            format!(
                "the admin {telegram_id} is not active; `marmelad-cli admin add {telegram_id} --role …` activates them"
            ),
        )),
    }
}
