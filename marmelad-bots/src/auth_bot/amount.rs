//! «Погасить с суммой»: the bot asks for the purchase amount and redeems with it.

use chrono::Duration;
use marmelad_core::discounts::{CheckOutcome, DiscountCode, Refusal, TypedCode};
use marmelad_core::kernel::{MessageId, Money, MoneyError};
use marmelad_core::messages::TextKey;
use teloxide::types::Message;

use super::code;
use super::context::{AmountAsked, Context, State, text_of};
use super::redeem::{Attempt, attempt};
use crate::shared::{HandlerError, HandlerResult, Toast};

/// How long the bot waits for the amount.
const PATIENCE: Duration = Duration::minutes(5);

/// The button: checks the code once more, then asks.
pub(super) async fn ask(
    ctx: &Context,
    card: MessageId,
    code: DiscountCode,
) -> Result<Toast, HandlerError> {
    let Some(cashier) = ctx.app.staff.find_cashier(ctx.chat.id).await? else {
        return ctx.refuse().await;
    };
    let outcome = ctx.app.discounts.check_code_at_till(code.as_ref(), &cashier, None).await?;
    match outcome {
        CheckOutcome::Valid { discount, .. } => {
            let until = ctx.app.now() + PATIENCE;
            ctx.enter(State::Amount(AmountAsked { code, card, until })).await?;
            ctx.say_about(TextKey::AMOUNT_ASK, &discount, &[], None).await?;
        }
        CheckOutcome::Refused { refusal, discount, .. } => {
            let refused =
                code::refusal_card(ctx, code.as_ref(), refusal, discount.as_deref()).await?;
            ctx.chat.replace(Some(card), refused.html, refused.buttons).await?;
        }
    }
    Ok(None)
}

/// What an answer to «Сумма?» turns out to be.
#[derive(Debug, PartialEq, Eq)]
enum Answer {
    Amount(Money),
    /// The next client's code.
    AnotherCode,
    Bad(MoneyError),
}

/// A number is an amount even where it could be read as a code of zeros and threes.
fn read(text: &str) -> Answer {
    match Money::parse_typed(text) {
        Ok(amount) => Answer::Amount(amount),
        Err(MoneyError::NotANumber) if TypedCode::read(text).code().is_some() => {
            Answer::AnotherCode
        }
        Err(error) => Answer::Bad(error),
    }
}

/// Any message while the bot waits for the amount.
pub(super) async fn receive(
    ctx: &Context,
    asked: &AmountAsked,
    message: &Message,
) -> HandlerResult {
    match read(text_of(message).unwrap_or_default()) {
        Answer::AnotherCode => {
            ctx.exit().await;
            match ctx.app.staff.find_cashier(ctx.chat.id).await? {
                Some(cashier) => code::check(ctx, &cashier, message).await,
                None => ctx.refuse().await.map(|_| ()),
            }
        }
        _ if ctx.app.now() > asked.until => expire(ctx).await,
        Answer::Amount(amount) => {
            let confirmation = MessageId(message.id.0.into());
            redeem(ctx, asked, confirmation, amount).await
        }
        Answer::Bad(error) => {
            let why = [("why", error.in_russian())];
            ctx.say(TextKey::AMOUNT_BAD, &why, None).await
        }
    }
}

async fn expire(ctx: &Context) -> HandlerResult {
    ctx.say(TextKey::AMOUNT_EXPIRED, &[], None).await?;
    ctx.exit().await;
    Ok(())
}

/// Redeems by the message with the amount. The state is left last: if the process dies before the answer, the message is
/// handled again in the same state, and the store recognises the attempt by its key.
async fn redeem(
    ctx: &Context,
    asked: &AmountAsked,
    confirmation: MessageId,
    amount: Money,
) -> HandlerResult {
    match attempt(ctx, confirmation, &asked.code, Some(amount)).await? {
        Attempt::Answered { card, refusal } => {
            let keyboard = card.keyboard();
            ctx.chat.send(card.html, keyboard).await?;
            if matches!(refusal, Some(Refusal::BelowMinimum { .. })) {
                // Perhaps mistyped: another amount may follow.
                return Ok(());
            }
            ctx.exit().await;
            ctx.chat.set_buttons(Some(asked.card), Vec::new()).await;
        }
        Attempt::Stale => expire(ctx).await?,
        Attempt::NotACashier => {
            ctx.refuse().await?;
            ctx.exit().await;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_an_amount_and_a_code_leaves_the_question() {
        for (text, kopecks) in [("1500", 150_000), ("3 003 000 ₽", 300_300_000), ("0,5", 50)] {
            let amount = Money::from_kopecks(kopecks).unwrap();
            assert_eq!(read(text), Answer::Amount(amount), "{text}");
        }
        for text in ["дяа 4589", "Ваша скидка: ДЯА4589"] {
            assert_eq!(read(text), Answer::AnotherCode, "{text}");
        }
        assert_eq!(read("0000000"), Answer::Bad(MoneyError::OutOfRange));
        assert_eq!(read("полторы тысячи"), Answer::Bad(MoneyError::NotANumber));
        assert_eq!(read(""), Answer::Bad(MoneyError::NotANumber));
    }
}
