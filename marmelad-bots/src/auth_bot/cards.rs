//! Pure functions: the text and the buttons shown for a code.

use marmelad_core::callbacks::AuthButton;
use marmelad_core::delivery::{InlineButton, Keyboard};
use marmelad_core::discounts::{
    ClientCard, Discount, DiscountCode, PastRedemption, Redemption, Refusal,
};
use marmelad_core::kernel::{Money, UsageLogId};
use marmelad_core::messages::{TextKey, ru};
use marmelad_core::settings::Wording;

const REDEEM_WITH_AMOUNT: &str = "Погасить с суммой";
const CANCEL: &str = "Отмена";

/// A text and the buttons under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Card {
    pub(super) html: String,
    pub(super) buttons: Vec<Vec<InlineButton>>,
}

impl Card {
    fn bare(html: String) -> Self {
        Self { html, buttons: Vec::new() }
    }

    pub(super) fn keyboard(&self) -> Option<Keyboard> {
        (!self.buttons.is_empty()).then(|| Keyboard::Inline(self.buttons.clone()))
    }
}

/// The code is valid: asks to confirm.
pub(super) fn valid(wording: &Wording<'_>, discount: &Discount, client: &ClientCard) -> Card {
    let html =
        wording.about(TextKey::CODE_VALID, discount, &[("display_name", &client.display_name)]);
    let code = &discount.code;
    Card {
        html,
        buttons: vec![
            vec![
                button("Погасить", &AuthButton::Redeem(code.clone())),
                button(REDEEM_WITH_AMOUNT, &AuthButton::Amount(code.clone())),
            ],
            vec![button(CANCEL, &AuthButton::Cancel)],
        ],
    }
}

/// The code is redeemed, with the button that undoes it.
pub(super) fn redeemed(wording: &Wording<'_>, redemption: &Redemption) -> Card {
    let order = redemption.order;
    let amount = order.map(|order| order.amount);
    let saved = order.map(|order| order.discount_amount);
    let to_pay = order.map(|order| order.amount.less(order.discount_amount));
    let html = wording.about(
        TextKey::REDEEM_DONE,
        &redemption.discount,
        &[
            ("display_name", &redemption.client.display_name),
            ("amount", &sum(amount)),
            ("discount_amount", &sum(saved)),
            ("to_pay", &sum(to_pay)),
        ],
    );
    Card { html, buttons: vec![vec![undo_button(redemption.usage_log_id)]] }
}

/// Why a code is refused. `code` was typed or pressed; `past` is its earlier redemption.
pub(super) fn refused(
    wording: &Wording<'_>,
    code: &str,
    refusal: Refusal,
    past: Option<&PastRedemption>,
) -> Card {
    let html = match refusal {
        Refusal::NotFound => wording.text(TextKey::CODE_NOT_FOUND, &[]),
        Refusal::AlreadyUsed { at } => {
            let used_at = at.map(|at| wording.moment(at)).unwrap_or_default();
            let shop = past.and_then(|past| past.shop.as_deref());
            let values =
                [("code", code), ("used_at", &used_at), ("shop", shop.unwrap_or_default())];
            wording.text(TextKey::CODE_USED, &values)
        }
        Refusal::Expired { at } => {
            wording.text(TextKey::CODE_EXPIRED, &[("code", code), ("last_day", &wording.day(at))])
        }
        Refusal::Revoked { .. } => wording.text(TextKey::CODE_REVOKED, &[("code", code)]),
        Refusal::CashierNotActive => wording.text(TextKey::ACCESS_DISABLED, &[]),
        Refusal::AmountRequired { minimum } => {
            wording.text(TextKey::AMOUNT_NEEDED, &[("min_order", &ru::money(minimum))])
        }
        Refusal::BelowMinimum { minimum } => {
            wording.text(TextKey::BELOW_MINIMUM, &[("min_order", &ru::money(minimum))])
        }
        Refusal::Paused { until } => {
            wording.text(TextKey::PAUSED, &[("minutes", &wording.minutes_until(until))])
        }
    };
    match (refusal, DiscountCode::parse_exact(code)) {
        // The same card asks for the amount.
        (Refusal::AmountRequired { .. }, Some(code)) => Card {
            html,
            buttons: vec![vec![
                button(REDEEM_WITH_AMOUNT, &AuthButton::Amount(code)),
                button(CANCEL, &AuthButton::Cancel),
            ]],
        },
        _ => Card::bare(html),
    }
}

fn undo_button(redemption: UsageLogId) -> InlineButton {
    button("Отменить погашение", &AuthButton::Undo(redemption))
}

fn button(label: &str, action: &AuthButton) -> InlineButton {
    InlineButton::callback(label, action.to_string())
}

fn sum(money: Option<Money>) -> String {
    money.map(ru::money).unwrap_or_default()
}

#[cfg(test)]
mod tests;
