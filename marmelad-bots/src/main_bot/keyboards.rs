//! Every keyboard and button of the main bot.

use marmelad_core::broadcasts::unsubscribe_button;
use marmelad_core::callbacks::{ChatDraft, MainButton};
use marmelad_core::delivery::{InlineButton, Keyboard, ReplyButton};
use marmelad_core::messages::texts::buttons;
use marmelad_core::people::{Gender, User};

/// The keyboard that is there whenever nothing else is asked.
pub(super) fn main() -> Keyboard {
    let row = |labels: [&str; 2]| {
        labels
            .map(|label| ReplyButton::Text(label.to_owned()))
            .to_vec()
    };
    Keyboard::Reply(buttons::MAIN_KEYBOARD.map(row).to_vec())
}

/// Asks for the client's own contact.
pub(super) fn share_phone() -> Keyboard {
    Keyboard::Reply(vec![
        vec![ReplyButton::Contact(buttons::SHARE_PHONE.to_owned())],
        vec![ReplyButton::Text(buttons::BACK.to_owned())],
    ])
}

/// The consents that a client has not given yet, one under the other.
pub(super) fn consents(user: &User) -> Vec<Vec<InlineButton>> {
    let mut rows = Vec::new();
    if user.consent_at.is_none() {
        rows.push(button(buttons::CONSENT, MainButton::Consent));
    }
    if user.marketing_consent_at.is_none() {
        rows.push(button(
            buttons::MARKETING_CONSENT,
            MainButton::MarketingConsent,
        ));
    }
    rows.into_iter().map(|button| vec![button]).collect()
}

/// Under the profile.
pub(super) fn profile(gets_marketing: bool) -> Keyboard {
    let marketing = if gets_marketing {
        stop_marketing()
    } else {
        resume_marketing()
    };
    Keyboard::Inline(vec![
        vec![
            button(buttons::SET_BIRTHDAY, MainButton::Birthday),
            button(buttons::SET_GENDER, MainButton::AskGender),
        ],
        vec![button(buttons::SET_PHONE, MainButton::Phone)],
        vec![marketing],
        vec![button(buttons::ERASE, MainButton::Erase)],
    ])
}

/// The choice of a gender.
pub(super) fn genders() -> Keyboard {
    let choice = |label, gender| button(label, MainButton::Gender(gender));
    Keyboard::Inline(vec![
        vec![
            choice(buttons::FEMALE, Gender::Female),
            choice(buttons::MALE, Gender::Male),
        ],
        vec![choice(buttons::GENDER_UNKNOWN, Gender::Unknown)],
    ])
}

/// «Не присылать рассылки», as it stands under broadcasts too.
pub(super) fn stop_marketing() -> InlineButton {
    unsubscribe_button()
}

/// «Снова получать рассылки».
pub(super) fn resume_marketing() -> InlineButton {
    button(buttons::RESUME_MARKETING, MainButton::ResumeMarketing)
}

/// The last question before a client's data go.
pub(super) fn erase() -> Keyboard {
    Keyboard::Inline(vec![
        vec![button(buttons::ERASE_CONFIRM, MainButton::EraseConfirm)],
        vec![button(buttons::CANCEL, MainButton::Cancel)],
    ])
}

/// The last question before a message goes to everybody.
pub(super) fn broadcast(draft: ChatDraft) -> Keyboard {
    Keyboard::Inline(vec![vec![
        button(buttons::SEND_BROADCAST, MainButton::SendBroadcast(draft)),
        button(buttons::CANCEL, MainButton::CancelBroadcast(draft)),
    ]])
}

/// Opens the channel; one known by its number only has no public address, so there is nothing to open.
pub(super) fn channel(channel: &str) -> Option<Keyboard> {
    let name = channel.strip_prefix('@')?;
    let open = InlineButton::url(buttons::OPEN_CHANNEL, format!("https://t.me/{name}"));
    Some(Keyboard::Inline(vec![vec![open]]))
}

fn button(label: &str, press: MainButton) -> InlineButton {
    InlineButton::callback(label, press.to_string())
}
