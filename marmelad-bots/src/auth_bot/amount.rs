//! «Погасить с суммой»: the bot asks for the purchase amount and redeems with it.

use marmelad_core::App;
use marmelad_core::discounts::{CheckOutcome, DiscountCode, Refusal, TypedCode};
use marmelad_core::kernel::{MessageId, Money, MoneyError};
use marmelad_core::messages::TextKey;

use super::redeem::{Attempt, attempt};
use super::say::say;
use super::state::{AMOUNT_PATIENCE, AmountAsked, AuthDialogue, State};
use super::toast::{Toast, not_allowed};
use super::typed::Typed;
use super::{cards, code};
use crate::shared::{Chat, HandlerError, HandlerResult, exit};

/// The button: checks the code once more, then asks.
pub(super) async fn pressed(
    app: &App,
    chat: &Chat,
    dialogue: &AuthDialogue,
    card: MessageId,
    code: DiscountCode,
) -> Result<Toast, HandlerError> {
    let Some(cashier) = app.staff.find_cashier(chat.id).await? else {
        return not_allowed(app, chat).await;
    };
    let outcome = app
        .discounts
        .check_code_at_till(code.as_ref(), &cashier, None)
        .await?;
    let settings = app.settings().await?;
    match outcome {
        CheckOutcome::Valid { discount, .. } => {
            let until = app.now() + AMOUNT_PATIENCE;
            let asked = AmountAsked { code, card, until };
            dialogue.update(State::Amount(asked)).await?;
            let html = app
                .wording(&settings)
                .about(TextKey::AMOUNT_ASK, &discount, &[]);
            chat.say(html, None).await?;
        }
        CheckOutcome::Refused {
            refusal, discount, ..
        } => {
            let past = code::last_redemption(app, refusal, discount.as_deref()).await?;
            let wording = app.wording(&settings);
            let refused = cards::refused(&wording, code.as_ref(), refusal, past.as_ref());
            chat.replace(card, refused.html, refused.buttons).await?;
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

/// Whatever is written while the bot waits for the amount.
pub(super) async fn typed(
    app: App,
    chat: Chat,
    dialogue: AuthDialogue,
    asked: AmountAsked,
    typed: Typed,
) -> HandlerResult {
    let text = typed.text().unwrap_or_default();
    match read(text) {
        Answer::AnotherCode => {
            exit(dialogue.clone()).await;
            another_code(&app, &chat, &typed).await
        }
        _ if app.now() > asked.until => expired(&app, &chat, &dialogue).await,
        Answer::Amount(amount) => redeem(&app, &chat, &dialogue, &asked, typed.id, amount).await,
        Answer::Bad(error) => {
            let why = [("why", error.in_russian())];
            say(&app, &chat, TextKey::AMOUNT_BAD, &why).await
        }
    }
}

async fn expired(app: &App, chat: &Chat, dialogue: &AuthDialogue) -> HandlerResult {
    say(app, chat, TextKey::AMOUNT_EXPIRED, &[]).await?;
    exit(dialogue.clone()).await;
    Ok(())
}

/// Redeems by the message with the amount. The state goes last: should the process die before the
/// answer, the same message finds it again, and the store knows the attempt by its key.
async fn redeem(
    app: &App,
    chat: &Chat,
    dialogue: &AuthDialogue,
    asked: &AmountAsked,
    typed: MessageId,
    amount: Money,
) -> HandlerResult {
    match attempt(app, chat, typed, &asked.code, Some(amount)).await? {
        Attempt::Answered { card, refusal } => {
            let keyboard = card.keyboard();
            chat.say(card.html, keyboard).await?;
            if matches!(refusal, Some(Refusal::BelowMinimum { .. })) {
                // Perhaps a slip: another amount may follow.
                return Ok(());
            }
            exit(dialogue.clone()).await;
            chat.take_buttons_away(asked.card).await;
        }
        Attempt::Stale => expired(app, chat, dialogue).await?,
        Attempt::NotACashier => {
            not_allowed(app, chat).await?;
            exit(dialogue.clone()).await;
        }
    }
    Ok(())
}

async fn another_code(app: &App, chat: &Chat, typed: &Typed) -> HandlerResult {
    match app.staff.find_cashier(chat.id).await? {
        Some(cashier) => code::check(app, chat, &cashier, typed).await,
        None => not_allowed(app, chat).await.map(|_| ()),
    }
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
