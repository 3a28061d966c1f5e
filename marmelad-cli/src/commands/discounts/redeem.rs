//! `code redeem`

use marmelad_core::audit::Actor;
use marmelad_core::discounts::{CheckOutcome, RedeemCode, RedeemOutcome, Redeemer, Redemption};
use marmelad_core::kernel::{CashierId, TelegramId};
use marmelad_core::messages::ru;
use marmelad_http::views;

use super::code::{OPERATOR, card, refusal_of};
use crate::args::Redeem;
use crate::commands::confirm::{can_ask, confirmed};
use crate::exit::Failure;
use crate::session::Session;

/// Redeems a code; asks first unless `--yes` is given.
pub(super) async fn run(args: Redeem, session: &Session) -> Result<(), Failure> {
    if !args.yes && !can_ask() {
        return Err(Failure::usage(
            "this is no terminal, so nobody can be asked; repeat with --yes to redeem",
        ));
    }
    let by = Redeemer {
        cashier_id: match args.cashier {
            Some(telegram_id) => Some(cashier(TelegramId(telegram_id), session).await?),
            None => None,
        },
        ..OPERATOR
    };
    if !args.yes && !is_wanted(&args, by, session).await? {
        return Err(Failure::refused("not_confirmed", "not confirmed; nothing was redeemed"));
    }
    let input = RedeemCode {
        code: args.code.clone(),
        by,
        amount: args.amount,
        key: args.idempotency_key.as_ref().map(|key| format!("cli:{key}")),
        actor: Some(Actor::Cli),
    };
    match session.app.discounts.redeem(input).await? {
        RedeemOutcome::Redeemed(redemption) => session.out.show(
            || views::json_of::<views::Redemption, _>(&*redemption),
            || told(&redemption, session),
        ),
        RedeemOutcome::Refused { refusal, .. } => Err(refusal_of(refusal, &args.code, session)),
        RedeemOutcome::KeyReused => Err(Failure::usage(
            "this --idempotency-key was used for another code; take a new key for a new redemption",
        )),
    }
}

async fn cashier(telegram_id: TelegramId, session: &Session) -> Result<CashierId, Failure> {
    match session.app.staff.find_cashier(telegram_id).await? {
        Some(cashier) => Ok(cashier.id),
        None => Err(Failure::not_found(format!(
            "there is no cashier with the Telegram id {telegram_id}; `marmelad-cli cashier list` shows them"
        ))),
    }
}

fn told(redemption: &Redemption, session: &Session) -> String {
    let to_pay = redemption.order.map(|order| {
        format!(
            "\n{} − {} = {} to pay",
            ru::money(order.amount),
            ru::money(order.discount_amount),
            ru::money(order.amount.less(order.discount_amount))
        )
    });
    format!(
        "Redeemed on {}.\n{}{}",
        session.local(redemption.at),
        card(&redemption.discount, Some(&redemption.client), session),
        to_pay.unwrap_or_default()
    )
}

/// Shows the redemption and asks. A redemption that would be refused is not asked about. With a key the first
/// answer may be repeated, so only the redemption itself can decide.
async fn is_wanted(args: &Redeem, by: Redeemer, session: &Session) -> Result<bool, Failure> {
    let shown = if args.idempotency_key.is_some() {
        args.code.clone()
    } else {
        match session.app.discounts.check_code(&args.code, by).await? {
            CheckOutcome::Valid { discount, client } => card(&discount, Some(&client), session),
            CheckOutcome::Refused { refusal, .. } => {
                return Err(refusal_of(refusal, &args.code, session));
            }
        }
    };
    confirmed(format!("{shown}\nRedeem? [y/N] ")).await
}
