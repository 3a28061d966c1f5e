//! Commands, and «Я кассир».

use marmelad_core::App;
use marmelad_core::calendar::StatsOutcome;
use marmelad_core::callbacks::AuthButton;
use marmelad_core::delivery::{InlineButton, Keyboard};
use marmelad_core::messages::texts::buttons;
use marmelad_core::messages::{TextKey, ru};
use marmelad_core::people::TelegramProfile;
use marmelad_core::sessions::LoginLinkOutcome;
use marmelad_core::staff::StaffContact;

use super::contact;
use super::say::say;
use super::state::{self, AuthDialogue, State};
use crate::shared::{Chat, HandlerResult};

/// What can be typed at any time; each leaves what was begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Command {
    Start,
    Help,
    Cancel,
    Login,
    Stats,
    /// «Я кассир», typed.
    BecomeCashier,
    /// A command that does not exist.
    Unknown,
}

impl Command {
    /// Case and the bot's name after an @ do not matter; text that is no command is `None`.
    pub(super) fn read(text: &str) -> Option<Self> {
        if text.trim().eq(buttons::I_AM_CASHIER) {
            return Some(Self::BecomeCashier);
        }
        let command = text.strip_prefix('/')?.split_whitespace().next();
        let name = command.unwrap_or_default().split('@').next();
        Some(match name.unwrap_or_default().to_lowercase().as_str() {
            "start" => Self::Start,
            "help" => Self::Help,
            "cancel" => Self::Cancel,
            "login" => Self::Login,
            "stats" => Self::Stats,
            _ => Self::Unknown,
        })
    }
}

pub(super) async fn answer(
    app: App,
    chat: Chat,
    dialogue: AuthDialogue,
    state: State,
    profile: TelegramProfile,
    command: Command,
) -> HandlerResult {
    let is_left = state::leave(&dialogue, &state).await;
    match command {
        // What was begun may come back with the store: «Отменено» would not be true.
        Command::Cancel if !is_left => say(&app, &chat, TextKey::TEMPORARY_FAILURE, &[]).await,
        Command::BecomeCashier => contact::ask_for_access(&app, &chat, profile).await,
        Command::Login => login(&app, &chat, profile).await,
        Command::Stats => stats(&app, &chat, profile).await,
        _ => talk(&app, &chat, profile, command).await,
    }
}

/// Commands that only answer, to each kind of person.
async fn talk(app: &App, chat: &Chat, profile: TelegramProfile, command: Command) -> HandlerResult {
    let contact = app.staff.meet_staff(profile).await?;
    let settings = app.settings().await?;
    let wording = app.wording(&settings);
    let (html, keyboard) = match (command, &contact) {
        (_, StaffContact::Outsider(request)) => (contact::status(&wording, request), None),
        (Command::Cancel, _) => (wording.text(TextKey::CANCELLED, &[]), None),
        (Command::Start, StaffContact::Cashier(cashier)) => {
            (contact::welcome(&wording, cashier), None)
        }
        (Command::Help, StaffContact::Cashier(_)) => {
            (wording.text(TextKey::CASHIER_HELP, &[]), None)
        }
        (_, StaffContact::Cashier(_)) => (wording.text(TextKey::CASHIER_UNKNOWN, &[]), None),
        (Command::Start, StaffContact::Admin { admin, .. }) => (
            wording.text(
                TextKey::ADMIN_WELCOME,
                &[("display_name", &admin.display_name)],
            ),
            Some(i_am_cashier()),
        ),
        (Command::Help, StaffContact::Admin { .. }) => {
            (wording.text(TextKey::ADMIN_HELP, &[]), Some(i_am_cashier()))
        }
        (_, StaffContact::Admin { .. }) => (wording.text(TextKey::ADMIN_UNKNOWN, &[]), None),
    };
    chat.say(html, keyboard).await?;
    Ok(())
}

/// A link into the panel, for active admins.
async fn login(app: &App, chat: &Chat, profile: TelegramProfile) -> HandlerResult {
    if let LoginLinkOutcome::Link(link) = app.sessions.issue_own_login_link(chat.id).await? {
        let settings = app.settings().await?;
        let html = app
            .wording(&settings)
            .text(TextKey::LOGIN_LINK, &[("url", &link.url)]);
        chat.say(html, None).await?;
        return Ok(());
    }
    refuse(app, chat, profile).await
}

/// The day so far, for owners.
async fn stats(app: &App, chat: &Chat, profile: TelegramProfile) -> HandlerResult {
    let StatsOutcome::Today(numbers) = app.calendar.stats_of_today(chat.id).await? else {
        return refuse(app, chat, profile).await;
    };
    let values = [
        ("redeemed", ru::grouped_count(numbers.redeemed)),
        ("amount", ru::money(numbers.redeemed_amount)),
        ("new_clients", ru::grouped_count(numbers.joined)),
    ];
    let values = values
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    say(app, chat, TextKey::STATS, &values).await
}

/// To whom a command is not open; who is nobody here yet hears how their request stands.
async fn refuse(app: &App, chat: &Chat, profile: TelegramProfile) -> HandlerResult {
    let contact = app.staff.meet_staff(profile).await?;
    let settings = app.settings().await?;
    let wording = app.wording(&settings);
    let html = match &contact {
        StaffContact::Outsider(request) => contact::status(&wording, request),
        _ => wording.text(TextKey::NOT_ALLOWED, &[]),
    };
    chat.say(html, None).await?;
    Ok(())
}

fn i_am_cashier() -> Keyboard {
    let data = AuthButton::BecomeCashier.to_string();
    Keyboard::Inline(vec![vec![InlineButton::callback(
        buttons::I_AM_CASHIER,
        data,
    )]])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_known_in_any_case_and_by_the_bots_name() {
        for (text, expected) in [
            ("/start", Some(Command::Start)),
            ("/START ref_x", Some(Command::Start)),
            ("/help@marmelad_auth_bot", Some(Command::Help)),
            ("/cancel\n", Some(Command::Cancel)),
            ("/login", Some(Command::Login)),
            ("/Stats", Some(Command::Stats)),
            (" Я кассир ", Some(Command::BecomeCashier)),
            ("/", Some(Command::Unknown)),
            ("/startle", Some(Command::Unknown)),
            ("ДЯА4589", None),
            ("отмена", None),
        ] {
            assert_eq!(Command::read(text), expected, "{text}");
        }
    }
}
