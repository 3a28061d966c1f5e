//! «Указать ДР».

use marmelad_core::clients::SetBirthday;
use marmelad_core::messages::{TextKey, ru};
use marmelad_core::people::User;

use super::context::{Context, State};
use super::{keyboards, start};
use crate::shared::HandlerResult;

/// Asks for the date, if it may be given now.
pub(super) async fn ask(ctx: &Context) -> HandlerResult {
    let user = ctx.client().await?;
    if let Some(refusal) = ctx.app.clients.may_set_birthday(&user).await? {
        return say_outcome(ctx, &user, refusal).await;
    }
    ctx.enter(State::WaitingForDate).await?;
    let known = birthday(&user);
    let values = [("birthday", known.as_str())];
    ctx.say(TextKey::BIRTHDAY_ASK, &values, keyboards::main()).await
}

/// Takes the date. Asks again for what is not a date.
pub(super) async fn receive(ctx: &Context, text: &str) -> HandlerResult {
    let user = ctx.client().await?;
    let outcome = ctx.app.clients.set_birthday(&user, text).await?;
    let ask_again = matches!(outcome, SetBirthday::BadFormat(_));
    say_outcome(ctx, &user, outcome).await?;
    if !ask_again {
        ctx.exit().await;
    }
    Ok(())
}

async fn say_outcome(ctx: &Context, user: &User, outcome: SetBirthday) -> HandlerResult {
    let keyboard = keyboards::main();
    match outcome {
        SetBirthday::Saved(date) => {
            let date = ru::day_of_year(date);
            let values = [("birthday", date.as_str())];
            ctx.say(TextKey::BIRTHDAY_SAVED, &values, keyboard).await
        }
        SetBirthday::BadFormat(error) => {
            let values = [("why", error.in_russian())];
            ctx.say(TextKey::BIRTHDAY_BAD, &values, keyboard).await
        }
        SetBirthday::TooOften { from } => {
            let settings = ctx.app.settings().await?;
            let values = [
                ("birthday", &*birthday(user)),
                ("period", &*ru::days(settings.birthday_change_days().into())),
                ("next_at", &*ctx.app.wording(&settings).starting_at(from)),
            ];
            ctx.say(TextKey::BIRTHDAY_TOO_OFTEN, &values, keyboard).await
        }
        SetBirthday::ConsentNeeded => start::consent_needed(ctx, user).await,
    }
}

fn birthday(user: &User) -> String {
    user.birthday.map(ru::day_of_year).unwrap_or_default()
}
