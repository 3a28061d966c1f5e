//! A code is typed: whose is it, and what is it worth?

use marmelad_core::App;
use marmelad_core::discounts::{CheckOutcome, Discount, PastRedemption, Refusal, TypedCode};
use marmelad_core::kernel::PortError;
use marmelad_core::messages::TextKey;
use marmelad_core::people::TelegramProfile;
use marmelad_core::staff::{AccessAnswer, AccessRequest, Cashier, StaffContact};

use super::say::say;
use super::typed::Typed;
use super::{cards, contact};
use crate::shared::{Chat, HandlerResult};

/// Any message outside a dialogue that is no command.
pub(super) async fn typed(
    app: App,
    chat: Chat,
    profile: TelegramProfile,
    typed: Typed,
) -> HandlerResult {
    let contact = app.staff.meet_staff(profile).await?;
    answer(&app, &chat, contact, &typed).await
}

/// A message that is no code, while it cannot be known whether a cashier was asked something: what may be
/// the answer is not taken for a code. Everybody else is never asked.
pub(super) async fn typed_in_doubt(
    app: App,
    chat: Chat,
    profile: TelegramProfile,
    typed: Typed,
) -> HandlerResult {
    match app.staff.meet_staff(profile).await? {
        StaffContact::Cashier(_) => say(&app, &chat, TextKey::TEMPORARY_FAILURE, &[]).await,
        contact => answer(&app, &chat, contact, &typed).await,
    }
}

async fn answer(app: &App, chat: &Chat, contact: StaffContact, typed: &Typed) -> HandlerResult {
    match (contact, typed.text()) {
        (StaffContact::Cashier(cashier), Some(_)) => check(app, chat, &cashier, typed).await,
        (StaffContact::Cashier(_), None) => say(app, chat, TextKey::CASHIER_UNKNOWN, &[]).await,
        (StaffContact::Admin { request: None, .. }, _) => {
            say(app, chat, TextKey::ADMIN_UNKNOWN, &[]).await
        }
        (
            StaffContact::Admin {
                request: Some(request),
                ..
            }
            | StaffContact::Outsider(request),
            _,
        ) => turn_away(app, chat, &request, typed).await,
    }
}

/// Checks a code and shows the card, or why not.
pub(super) async fn check(
    app: &App,
    chat: &Chat,
    cashier: &Cashier,
    typed: &Typed,
) -> HandlerResult {
    let text = typed.text().unwrap_or_default();
    let card = examine(app, cashier, text, typed.check_key(chat)).await?;
    let keyboard = card.keyboard();
    chat.say(card.html, keyboard).await?;
    Ok(())
}

async fn examine(
    app: &App,
    cashier: &Cashier,
    text: &str,
    key: String,
) -> Result<cards::Card, PortError> {
    let outcome = app
        .discounts
        .check_code_at_till(text, cashier, Some(key))
        .await?;
    let settings = app.settings().await?;
    match &outcome {
        CheckOutcome::Valid { discount, client } => {
            Ok(cards::valid(&app.wording(&settings), discount, client))
        }
        CheckOutcome::Refused {
            code,
            refusal,
            discount,
        } => {
            let past = last_redemption(app, *refusal, discount.as_deref()).await?;
            Ok(cards::refused(
                &app.wording(&settings),
                code,
                *refusal,
                past.as_ref(),
            ))
        }
    }
}

/// Where a used code was used, for the answer that it is.
pub(super) async fn last_redemption(
    app: &App,
    refusal: Refusal,
    discount: Option<&Discount>,
) -> Result<Option<PastRedemption>, PortError> {
    match (refusal, discount) {
        (Refusal::AlreadyUsed { .. }, Some(discount)) => {
            app.discounts.last_redemption(discount.id).await
        }
        _ => Ok(None),
    }
}

/// Says how a request stands. A code from somebody whose access is missing is in the usage log.
async fn turn_away(
    app: &App,
    chat: &Chat,
    request: &AccessRequest,
    typed: &Typed,
) -> HandlerResult {
    let is_new = request.answer == AccessAnswer::File;
    let is_code = |text: &&str| TypedCode::read(text).code().is_some();
    if let Some(text) = typed.text().filter(|text| !is_new && is_code(text)) {
        let key = Some(typed.check_key(chat));
        app.discounts
            .check_code_at_till(text, &request.cashier, key)
            .await?;
    }
    let settings = app.settings().await?;
    chat.say(contact::status(&app.wording(&settings), request), None)
        .await?;
    Ok(())
}
