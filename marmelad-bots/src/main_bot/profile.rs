//! «Профиль».

use marmelad_core::clients::gets_marketing;
use marmelad_core::messages::texts::words;
use marmelad_core::messages::{TextKey, ru};
use marmelad_core::people::Gender;

use super::keyboards;
use super::visit::{Visit, first_name};
use crate::shared::HandlerResult;

pub(super) async fn shown(visit: Visit) -> HandlerResult {
    let user = visit.client().await?;
    let settings = visit.app.settings().await?;
    let gets_marketing = gets_marketing(&settings, &user);
    let birthday = user.birthday.map(ru::day_of_year);
    let marketing = if gets_marketing {
        words::MARKETING_ON
    } else {
        words::MARKETING_OFF
    };
    let values = [
        ("birthday", birthday.as_deref().unwrap_or(words::NOT_GIVEN)),
        ("phone", user.phone.as_deref().unwrap_or(words::NOT_GIVEN)),
        ("gender", gender(user.gender)),
        ("marketing", marketing),
        ("first_name", &*first_name(&user)),
    ];
    let buttons = keyboards::profile(gets_marketing);
    visit.say(TextKey::PROFILE, &values, buttons).await
}

/// The word for a gender.
pub(super) fn gender(gender: Gender) -> &'static str {
    match gender {
        Gender::Female => words::FEMALE,
        Gender::Male => words::MALE,
        Gender::Unknown => words::NOT_GIVEN,
    }
}
