//! Commands, and «Я кассир».

use marmelad_core::calendar::StatsOutcome;
use marmelad_core::callbacks::AuthButton;
use marmelad_core::delivery::{BotCommand, InlineButton, Keyboard};
use marmelad_core::messages::{TextKey, ru};
use marmelad_core::sessions::LoginLinkOutcome;
use marmelad_core::staff::StaffContact;

use super::access;
use super::context::Context;
use crate::shared::{HandlerResult, Input};

/// The command list that Telegram shows.
pub const COMMANDS: &[BotCommand] = &[
    BotCommand { command: "start", description: "Начать" },
    BotCommand { command: "help", description: "Как погасить код" },
    BotCommand { command: "cancel", description: "Отменить начатое" },
    BotCommand {
        command: "login", description: "Вход в панель (для администраторов)"
    },
    BotCommand {
        command: "stats", description: "Как идёт день (для владельцев)"
    },
];

const I_AM_CASHIER: &str = "Я кассир";

/// What can be written at any time. Each leaves the dialogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Command {
    Start,
    Help,
    Cancel,
    Login,
    Stats,
    /// The label «Я кассир», typed.
    BecomeCashier,
    /// A command that this bot does not have.
    Unknown,
}

impl Command {
    /// `None` for any other text.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let input = Input::parse(text);
        let Input::Command { name, .. } = &input else {
            return input.is_label(I_AM_CASHIER).then_some(Self::BecomeCashier);
        };
        Some(match name.as_str() {
            "start" => Self::Start,
            "help" => Self::Help,
            "cancel" => Self::Cancel,
            "login" => Self::Login,
            "stats" => Self::Stats,
            _ => Self::Unknown,
        })
    }
}

/// Commands that only answer, to each kind of person.
pub(super) async fn answer(ctx: &Context, command: Command) -> HandlerResult {
    let contact = ctx.app.staff.meet_staff(ctx.sender.clone()).await?;
    let settings = ctx.app.settings().await?;
    let wording = ctx.app.wording(&settings);
    let (html, keyboard) = match (command, &contact) {
        (_, StaffContact::Outsider(request)) => return access::say_status(ctx, request).await,
        (Command::Cancel, _) => (wording.text(TextKey::CANCELLED, &[]), None),
        (Command::Start, StaffContact::Cashier(cashier)) => {
            (access::welcome(&wording, cashier), None)
        }
        (Command::Help, StaffContact::Cashier(_)) => {
            (wording.text(TextKey::CASHIER_HELP, &[]), None)
        }
        (_, StaffContact::Cashier(_)) => (wording.text(TextKey::CASHIER_UNKNOWN, &[]), None),
        (Command::Start, StaffContact::Admin { admin, .. }) => (
            wording.text(TextKey::ADMIN_WELCOME, &[("display_name", &admin.display_name)]),
            Some(i_am_cashier()),
        ),
        (Command::Help, StaffContact::Admin { .. }) => {
            (wording.text(TextKey::ADMIN_HELP, &[]), Some(i_am_cashier()))
        }
        (_, StaffContact::Admin { .. }) => (wording.text(TextKey::ADMIN_UNKNOWN, &[]), None),
    };
    ctx.chat.send(html, keyboard).await?;
    Ok(())
}

/// `/login`: a link into the panel, for active admins.
pub(super) async fn login(ctx: &Context) -> HandlerResult {
    match ctx.app.sessions.issue_login_link(ctx.chat.id, None).await? {
        LoginLinkOutcome::Link(link) => {
            ctx.say(TextKey::LOGIN_LINK, &[("url", &link.url)], None).await
        }
        _ => refuse(ctx).await,
    }
}

/// `/stats`: the numbers of today, for owners.
pub(super) async fn stats(ctx: &Context) -> HandlerResult {
    let StatsOutcome::Today(numbers) = ctx.app.calendar.stats_of_today(ctx.chat.id).await? else {
        return refuse(ctx).await;
    };
    let values = [
        ("redeemed", &*ru::grouped_count(numbers.redeemed)),
        ("amount", &*ru::money(numbers.redeemed_amount)),
        ("new_clients", &*ru::grouped_count(numbers.joined)),
    ];
    ctx.say(TextKey::STATS, &values, None).await
}

/// Refuses a command. Somebody without any access is told how their request stands.
async fn refuse(ctx: &Context) -> HandlerResult {
    match ctx.app.staff.meet_staff(ctx.sender.clone()).await? {
        StaffContact::Outsider(request) => access::say_status(ctx, &request).await,
        _ => ctx.refuse().await.map(|_| ()),
    }
}

fn i_am_cashier() -> Keyboard {
    let data = AuthButton::BecomeCashier.to_string();
    Keyboard::Inline(vec![vec![InlineButton::callback(I_AM_CASHIER, data)]])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_and_the_label_are_known_in_any_case() {
        for (text, expected) in [
            ("/start", Some(Command::Start)),
            ("/START ref_x", Some(Command::Start)),
            ("/help@marmelad_auth_bot", Some(Command::Help)),
            (" /cancel\n", Some(Command::Cancel)),
            ("/login", Some(Command::Login)),
            ("/Stats", Some(Command::Stats)),
            (" Я кассир ", Some(Command::BecomeCashier)),
            ("я КАССИР", Some(Command::BecomeCashier)),
            ("/", Some(Command::Unknown)),
            ("/startle", Some(Command::Unknown)),
            ("ДЯА4589", None),
            ("отмена", None),
        ] {
            assert_eq!(Command::parse(text), expected, "{text}");
        }
    }
}
