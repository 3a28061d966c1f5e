//! `user …`

mod export;
mod import;
mod rows;

use marmelad_core::discounts::Discount;
use marmelad_core::kernel::{Page, PageRequest, TelegramId};
use marmelad_core::people::User;
use marmelad_http::views;
use serde_json::Value;

use super::discounts::code::discount_rows;
use crate::args::{ListUsers, UserCommand};
use crate::exit::Failure;
use crate::output;
use crate::session::Session;

pub(super) async fn run(command: UserCommand, session: &Session) -> Result<(), Failure> {
    match command {
        UserCommand::List(args) => list(args, session).await,
        UserCommand::Show { telegram_id } => show(TelegramId(telegram_id), session).await,
        UserCommand::Import(args) => import::run(args, session).await,
        UserCommand::Export(args) => export::run(args, session).await,
    }
}

async fn list(args: ListUsers, session: &Session) -> Result<(), Failure> {
    let request = args.paging.into();
    let page = session.app.clients.list(args.which.into(), args.sort, request).await?;
    session.out.show(
        || views::to_json(&views::Page::<views::User>::new(page.clone(), request)),
        || table(&page, request, session),
    )
}

fn table(page: &Page<User>, request: PageRequest, session: &Session) -> String {
    let row = |user: &User| {
        [
            user.telegram_id.to_string(),
            user.display_name.clone(),
            user.phone.clone().unwrap_or_default(),
            user.birthday.map(|day| day.to_string()).unwrap_or_default(),
            if user.is_subscribed { "yes" } else { "no" }.to_owned(),
            session.local_day(user.created_at),
        ]
    };
    output::paged(
        ["Telegram id", "Name", "Phone", "Birthday", "Subscribed", "Since"],
        &[0, 2, 3, 5],
        page,
        request,
        row,
        "No clients here.",
    )
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
    let mut object = views::json_of::<views::User, _>(user);
    object["active_discounts"] =
        discounts.iter().map(views::json_of::<views::Discount, _>).collect();
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
    let card = output::card([
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
    let codes = output::table(
        ["Code", "Value", "From", "Uses left", "Valid until"],
        &[0, 1, 4],
        discounts.iter().map(|discount| discount_rows(discount, session)),
        "No active codes.",
    );
    format!("{card}\n\n{codes}")
}
