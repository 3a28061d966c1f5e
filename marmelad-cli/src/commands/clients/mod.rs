//! `user …`

use marmelad_core::discounts::Discount;
use marmelad_core::kernel::{Page, PageRequest, TelegramId};
use marmelad_core::messages::ru;
use marmelad_core::people::User;
use marmelad_http::views;
use serde_json::Value;

use super::code::discount_rows;
use super::{user_export, user_import};
use crate::args::{ListUsers, UserCommand};
use crate::exit::Failure;
use crate::output::Table;
use crate::session::Session;

pub(super) async fn run(command: UserCommand, session: &Session) -> Result<(), Failure> {
    match command {
        UserCommand::List(args) => list(args, session).await,
        UserCommand::Show { telegram_id } => show(TelegramId(telegram_id), session).await,
        UserCommand::Import(args) => user_import::run(args, session).await,
        UserCommand::Export(args) => user_export::run(args, session).await,
    }
}

async fn list(args: ListUsers, session: &Session) -> Result<(), Failure> {
    let request = PageRequest { page: args.page, per_page: args.per_page };
    let page = session.app.clients.list(args.which.into(), args.sort, request).await?;
    session.out.show(
        || views::to_json(&views::Page::<views::User>::new(page.clone(), request)),
        || table(&page, request, session),
    )
}

fn table(page: &Page<User>, request: PageRequest, session: &Session) -> String {
    let mut table = Table::new(
        ["Telegram id", "Name", "Phone", "Birthday", "Subscribed", "Since"],
        "No clients here.",
    )
    .unbroken(&[0, 2, 3, 5]);
    for user in &page.items {
        table.row([
            user.telegram_id.to_string(),
            user.display_name.clone(),
            user.phone.clone().unwrap_or_default(),
            user.birthday.map(|day| day.to_string()).unwrap_or_default(),
            if user.is_subscribed { "yes" } else { "no" }.to_owned(),
            session.local_day(user.created_at),
        ]);
    }
    let first = request.offset() + 1;
    match page.items.len() {
        0 => table.to_string(),
        shown => format!(
            "{table}\n{first}–{} of {}",
            first + i64::try_from(shown).unwrap_or_default() - 1,
            ru::grouped_count(page.total)
        ),
    }
}

async fn show(telegram_id: TelegramId, session: &Session) -> Result<(), Failure> {
    let Some(user) = session.app.clients.find_by_telegram_id(telegram_id).await? else {
        return Err(Failure::not_found(format!(
            "there is no client with the Telegram id {telegram_id}; look them up with `marmelad-cli user list --search …`"
        )));
    };
    let discounts = session.app.discounts.active_of(&user).await?;
    session.out.show(|| object(&user, &discounts), || card(&user, &discounts, session))
}

/// JSON of a client with `active_discounts`.
fn object(user: &User, discounts: &[Discount]) -> Value {
    let mut object = views::to_json(&views::User::from(user.clone()));
    object["active_discounts"] = discounts
        .iter()
        .cloned()
        .map(|discount| views::to_json(&views::Discount::from(discount)))
        .collect();
    object
}

fn card(user: &User, discounts: &[Discount], session: &Session) -> String {
    let facts = [
        (user.is_subscribed, "subscribed"),
        (user.is_blocked, "blocked the bot"),
        (user.is_opted_out, "wants no marketing"),
        (user.is_test, "test user"),
        (user.anonymized_at.is_some(), "anonymised"),
    ];
    let facts: Vec<_> = facts.iter().filter(|(holds, _)| *holds).map(|(_, fact)| *fact).collect();
    let card = Table::card([
        ("Name", user.display_name.clone()),
        ("Username", user.username.clone().map(|name| format!("@{name}")).unwrap_or_default()),
        ("Telegram id", user.telegram_id.to_string()),
        ("Phone", user.phone.clone().unwrap_or_default()),
        ("Birthday", user.birthday.map(|day| day.to_string()).unwrap_or_default()),
        ("Gender", user.gender.to_string()),
        ("Tags", user.tags.join(", ")),
        ("Is", facts.join(", ")),
        ("Since", session.local(user.created_at)),
        ("Last seen", session.local_opt(user.last_seen_at)),
    ]);
    let mut codes =
        Table::new(["Code", "Value", "From", "Uses left", "Valid until"], "No active codes.")
            .unbroken(&[0, 1, 4]);
    for discount in discounts {
        codes.row(discount_rows(discount, session));
    }
    format!("{card}\n\n{codes}")
}
