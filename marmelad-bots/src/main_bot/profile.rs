//! «Профиль», with the gender and «Удалить мои данные».

use marmelad_core::clients::gets_marketing;
use marmelad_core::delivery::Keyboard;
use marmelad_core::messages::texts::words;
use marmelad_core::messages::{TextKey, ru};
use marmelad_core::people::Gender;
use teloxide::types::CallbackQuery;

use super::context::{Context, first_name};
use super::keyboards;
use crate::shared::{HandlerResult, message_of};

pub(super) async fn show(ctx: &Context) -> HandlerResult {
    let user = ctx.client().await?;
    let settings = ctx.app.settings().await?;
    let gets_marketing = gets_marketing(&settings, &user);
    let birthday = user.birthday.map(ru::day_of_year);
    let marketing = if gets_marketing { words::MARKETING_ON } else { words::MARKETING_OFF };
    let values = [
        ("birthday", birthday.as_deref().unwrap_or(words::NOT_GIVEN)),
        ("phone", user.phone.as_deref().unwrap_or(words::NOT_GIVEN)),
        ("gender", gender_word(user.gender)),
        ("marketing", marketing),
        ("first_name", &*first_name(&user)),
    ];
    let buttons = keyboards::profile(gets_marketing);
    ctx.say(TextKey::PROFILE, &values, buttons).await
}

pub(super) async fn ask_gender(ctx: &Context) -> HandlerResult {
    ctx.client().await?;
    ctx.say(TextKey::GENDER_ASK, &[], keyboards::genders()).await
}

pub(super) async fn set_gender(
    ctx: &Context,
    query: &CallbackQuery,
    gender: Gender,
) -> HandlerResult {
    let user = ctx.client().await?;
    ctx.app.clients.set_gender(user.id, gender).await?;
    let values = [("gender", gender_word(gender))];
    ctx.replace(query, TextKey::GENDER_SAVED, &values).await
}

fn gender_word(gender: Gender) -> &'static str {
    match gender {
        Gender::Female => words::FEMALE,
        Gender::Male => words::MALE,
        Gender::Unknown => words::NOT_GIVEN,
    }
}

pub(super) async fn ask_to_erase(ctx: &Context) -> HandlerResult {
    ctx.say(TextKey::ERASE_ASK, &[], keyboards::erase()).await
}

/// The keyboard goes with the data: a tap on it would make a new client of the person.
pub(super) async fn erase(ctx: &Context, query: &CallbackQuery) -> HandlerResult {
    ctx.app.clients.erase_own_data(ctx.chat.id).await?;
    ctx.say(TextKey::ERASE_DONE, &[], Keyboard::Remove).await?;
    ctx.chat.set_buttons(message_of(query), Vec::new()).await;
    Ok(())
}
