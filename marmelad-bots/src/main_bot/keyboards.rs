//! Every keyboard and button of the main bot. The bot knows a button of the reply keyboard by its label.

use marmelad_core::broadcasts::unsubscribe_button;
use marmelad_core::callbacks::{ChatDraft, MainButton};
use marmelad_core::delivery::{InlineButton, Keyboard, ReplyButton};
use marmelad_core::people::{Gender, User};

pub(super) const MY_DISCOUNTS: &str = "Мои скидки";
pub(super) const CHECK_SUBSCRIPTION: &str = "Проверить подписку";
pub(super) const SET_BIRTHDAY: &str = "Указать ДР";
pub(super) const PROFILE: &str = "Профиль";
pub(super) const BACK: &str = "Назад";
const CANCEL: &str = "Отмена";

/// The keyboard that is shown while nothing else is asked.
pub(super) fn main() -> Keyboard {
    let row = |labels: [&str; 2]| labels.map(|label| ReplyButton::Text(label.to_owned())).to_vec();
    Keyboard::Reply(vec![row([MY_DISCOUNTS, CHECK_SUBSCRIPTION]), row([SET_BIRTHDAY, PROFILE])])
}

/// Asks for the client's own contact.
pub(super) fn share_phone() -> Keyboard {
    Keyboard::Reply(vec![
        vec![ReplyButton::Contact("Отправить номер".to_owned())],
        vec![ReplyButton::Text(BACK.to_owned())],
    ])
}

/// The consents that a client has not given yet, one under the other.
pub(super) fn consents(user: &User) -> Vec<Vec<InlineButton>> {
    let mut rows = Vec::new();
    if user.consent_at.is_none() {
        rows.push(button("Согласен на обработку данных", MainButton::Consent));
    }
    if user.marketing_consent_at.is_none() {
        rows.push(button("Хочу получать предложения", MainButton::MarketingConsent));
    }
    rows.into_iter().map(|button| vec![button]).collect()
}

/// The buttons under the profile.
pub(super) fn profile(gets_marketing: bool) -> Keyboard {
    let marketing = if gets_marketing { stop_marketing() } else { resume_marketing() };
    Keyboard::Inline(vec![
        vec![
            button(SET_BIRTHDAY, MainButton::Birthday),
            button("Указать пол", MainButton::AskGender),
        ],
        vec![button("Указать телефон", MainButton::Phone)],
        vec![marketing],
        vec![button("Удалить мои данные", MainButton::Erase)],
    ])
}

/// The choice of a gender.
pub(super) fn genders() -> Keyboard {
    let choice = |label, gender| button(label, MainButton::Gender(gender));
    Keyboard::Inline(vec![
        vec![choice("Женский", Gender::Female), choice("Мужской", Gender::Male)],
        vec![choice("Не указывать", Gender::Unknown)],
    ])
}

/// «Не присылать рассылки», the same button as under broadcasts.
pub(super) fn stop_marketing() -> InlineButton {
    unsubscribe_button()
}

/// The button «Снова получать рассылки».
pub(super) fn resume_marketing() -> InlineButton {
    button("Снова получать рассылки", MainButton::ResumeMarketing)
}

/// The last question before a client's data are erased.
pub(super) fn erase() -> Keyboard {
    Keyboard::Inline(vec![
        vec![button("Да, удалить", MainButton::EraseConfirm)],
        vec![button(CANCEL, MainButton::Cancel)],
    ])
}

/// The last question before a message goes to everybody.
pub(super) fn broadcast(draft: ChatDraft) -> Keyboard {
    Keyboard::Inline(vec![vec![
        button("Отправить", MainButton::SendBroadcast(draft)),
        button(CANCEL, MainButton::CancelBroadcast(draft)),
    ]])
}

/// Opens the channel. `None` for one that is known by its number: it has no public address.
pub(super) fn channel(channel: &str) -> Option<Keyboard> {
    let name = channel.strip_prefix('@')?;
    let open = InlineButton::url("Открыть канал", format!("https://t.me/{name}"));
    Some(Keyboard::Inline(vec![vec![open]]))
}

fn button(label: &str, press: MainButton) -> InlineButton {
    InlineButton::callback(label, press.to_string())
}
