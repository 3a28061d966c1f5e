//! «Погасить» and «Отмена» under a valid code.

use marmelad_core::App;
use marmelad_core::discounts::{DiscountCode, RedeemCode, RedeemOutcome, Redeemer, Refusal};
use marmelad_core::kernel::{MessageId, Money, PortError};
use marmelad_core::messages::TextKey;

use super::cards::{self, Card};
use super::code;
use super::toast::{Toast, not_allowed, stale_toast};
use crate::shared::{Chat, HandlerError};

/// What came of an attempt.
pub(super) enum Attempt {
    /// Answer with this. `refusal` = why it is not redeemed.
    Answered {
        card: Card,
        refusal: Option<Refusal>,
    },
    /// The message confirmed another code before.
    Stale,
    /// Whoever tries never was a cashier.
    NotACashier,
}

/// «Погасить»: the card becomes the answer.
pub(super) async fn pressed(
    app: &App,
    chat: &Chat,
    card_message: MessageId,
    code: &DiscountCode,
) -> Result<Toast, HandlerError> {
    match attempt(app, chat, card_message, code, None).await? {
        Attempt::Answered { card, .. } => {
            chat.replace(card_message, card.html, card.buttons).await?;
            Ok(None)
        }
        Attempt::Stale => stale_toast(app).await,
        Attempt::NotACashier => not_allowed(app, chat).await,
    }
}

/// «Отмена». A press that comes after «Погасить» must not say that nothing was redeemed.
pub(super) async fn cancelled(
    app: &App,
    chat: &Chat,
    card_message: MessageId,
) -> Result<Toast, HandlerError> {
    if app
        .discounts
        .has_redeemed(&redeem_key(chat, card_message))
        .await?
    {
        return stale_toast(app).await;
    }
    let settings = app.settings().await?;
    let html = app.wording(&settings).text(TextKey::REDEEM_CANCELLED, &[]);
    chat.replace(card_message, html, Vec::new()).await?;
    Ok(None)
}

/// Redeems by the message that confirms it; the same message again gets the same answer.
pub(super) async fn attempt(
    app: &App,
    chat: &Chat,
    confirmation: MessageId,
    code: &DiscountCode,
    amount: Option<Money>,
) -> Result<Attempt, PortError> {
    let Some(cashier) = app.staff.find_cashier(chat.id).await? else {
        return Ok(Attempt::NotACashier);
    };
    let input = RedeemCode {
        code: code.to_string(),
        by: Redeemer::cashier_in_chat(cashier.id),
        amount,
        key: Some(redeem_key(chat, confirmation)),
        actor: None,
    };
    let outcome = app.discounts.redeem(input).await?;
    let settings = app.settings().await?;
    Ok(match outcome {
        RedeemOutcome::Redeemed(redemption) => Attempt::Answered {
            card: cards::redeemed(&app.wording(&settings), &redemption),
            refusal: None,
        },
        RedeemOutcome::Refused { refusal, discount } => {
            let past = code::last_redemption(app, refusal, discount.as_deref()).await?;
            let wording = app.wording(&settings);
            Attempt::Answered {
                card: cards::refused(&wording, code.as_ref(), refusal, past.as_ref()),
                refusal: Some(refusal),
            }
        }
        RedeemOutcome::KeyReused => Attempt::Stale,
    })
}

/// By which a repetition of an attempt is known: the chat and the message that confirmed it.
fn redeem_key(chat: &Chat, message: MessageId) -> String {
    format!("bot:{}:{message}", chat.id)
}
