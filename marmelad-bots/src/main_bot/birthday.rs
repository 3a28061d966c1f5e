//! «Указать ДР».

use marmelad_core::clients::SetBirthday;
use marmelad_core::messages::{TextKey, ru};
use marmelad_core::people::User;
use teloxide::types::Message;

use super::state::{MainDialogue, State};
use super::visit::Visit;
use super::{consent, keyboards};
use crate::shared::{HandlerResult, exit};

/// Asks for the date, if it may be given now.
pub(super) async fn asked(visit: Visit, dialogue: MainDialogue) -> HandlerResult {
    let user = visit.client().await?;
    if let Some(refusal) = visit.app.clients.may_set_birthday(&user).await? {
        return answer(&visit, &user, refusal).await;
    }
    let known = birthday(&user);
    let values = [("birthday", known.as_str())];
    // First: a question whose answer could not be taken is not asked.
    dialogue.update(State::WaitingForDate).await?;
    visit
        .say(TextKey::BIRTHDAY_ASK, &values, keyboards::main())
        .await
}

/// Reads the date. What is none is asked for again.
pub(super) async fn typed(visit: Visit, dialogue: MainDialogue, message: Message) -> HandlerResult {
    let user = visit.client().await?;
    let typed = message.text().unwrap_or_default();
    let outcome = visit.app.clients.set_birthday(&user, typed).await?;
    let ask_again = matches!(outcome, SetBirthday::BadFormat(_));
    answer(&visit, &user, outcome).await?;
    if !ask_again {
        exit(dialogue.clone()).await;
    }
    Ok(())
}

async fn answer(visit: &Visit, user: &User, outcome: SetBirthday) -> HandlerResult {
    match outcome {
        SetBirthday::Saved(date) => {
            let date = ru::day_of_year(date);
            let values = [("birthday", date.as_str())];
            visit
                .say(TextKey::BIRTHDAY_SAVED, &values, keyboards::main())
                .await
        }
        SetBirthday::BadFormat(error) => {
            let values = [("why", error.in_russian())];
            visit
                .say(TextKey::BIRTHDAY_BAD, &values, keyboards::main())
                .await
        }
        SetBirthday::TooOften { from } => {
            let settings = visit.app.settings().await?;
            let values = [
                ("birthday", &*birthday(user)),
                ("period", &*ru::days(settings.birthday_change_days().into())),
                ("next_at", &*visit.app.wording(&settings).starting_at(from)),
            ];
            visit
                .say(TextKey::BIRTHDAY_TOO_OFTEN, &values, keyboards::main())
                .await
        }
        SetBirthday::ConsentNeeded => consent::needed(visit, user).await,
    }
}

fn birthday(user: &User) -> String {
    user.birthday.map(ru::day_of_year).unwrap_or_default()
}
