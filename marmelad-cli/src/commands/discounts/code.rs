//! `code check|undo|issue|revoke`; `redeem` has a file of its own.

use marmelad_core::audit::Actor;
use marmelad_core::discounts::{
    CheckOutcome, ClientCard, Discount, IssueOutcome, Redeemer, Refusal, RevokeOutcome, TypedCode,
    UndoCode, UndoOutcome, UndoRefusal, UndoTarget, UsageSource,
};
use marmelad_core::kernel::{TelegramId, TemplateId};
use marmelad_core::messages::ru;
use marmelad_http::views;

use super::redeem;
use crate::args::CodeCommand;
use crate::exit::{Exit, Failure};
use crate::output;
use crate::session::Session;

pub(super) const OPERATOR: Redeemer =
    Redeemer { cashier_id: None, admin_id: None, source: UsageSource::Cli };

pub(crate) async fn run(command: CodeCommand, session: &Session) -> Result<(), Failure> {
    match command {
        CodeCommand::Check { code } => check(&code, session).await,
        CodeCommand::Redeem(args) => redeem::run(args, session).await,
        CodeCommand::Undo { code, reason } => undo(&code, reason, session).await,
        CodeCommand::Issue { user, template } => issue(user, template, session).await,
        CodeCommand::Revoke { code, reason } => revoke(&code, &reason, session).await,
    }
}

async fn check(typed: &str, session: &Session) -> Result<(), Failure> {
    let outcome = session.app.discounts.check_code(typed, OPERATOR).await?;
    match &outcome {
        CheckOutcome::Valid { discount, client } => session.out.show(
            || views::json_of::<views::CheckResult, _>(&outcome),
            || card(discount, Some(client), session),
        ),
        CheckOutcome::Refused { refusal, .. } => Err(refusal_of(*refusal, typed, session)),
    }
}

async fn undo(typed: &str, reason: String, session: &Session) -> Result<(), Failure> {
    let TypedCode::Code(code) = TypedCode::read(typed) else {
        return Err(refusal_of(Refusal::NotFound, typed, session));
    };
    let input = UndoCode {
        target: UndoTarget::LastOf(code),
        by: OPERATOR,
        reason,
        actor: Some(Actor::Cli),
    };
    match session.app.discounts.undo(input).await?.ok_or_else(no_reason)? {
        UndoOutcome::Undone { usage_log_id, discount, client } => session.out.show(
            || {
                views::to_json(&views::Undo {
                    status: views::UsageStatus::Undone,
                    usage_log_id: usage_log_id.0,
                    discount: (*discount).clone().into(),
                    user: client.clone().into(),
                })
            },
            || format!("Undone.\n{}", card(&discount, Some(&client), session)),
        ),
        UndoOutcome::Refused(refusal) => Err(match refusal {
            UndoRefusal::NotFound => Failure::not_found(format!(
                "no redemption of `{typed}` stands, so there is nothing to undo"
            )),
            UndoRefusal::AlreadyUndone { at } => Failure::refused(
                "already_undone",
                format!("it was undone on {}", session.local(at)),
            ),
            UndoRefusal::NotYours | UndoRefusal::TooLate | UndoRefusal::CashierNotActive => {
                Failure::refused("not_allowed", "this redemption cannot be undone so")
            }
        }),
    }
}

async fn issue(user: i64, template: i64, session: &Session) -> Result<(), Failure> {
    let template = TemplateId(template);
    if session.app.discounts.find_template(template).await?.is_none() {
        return Err(Failure::not_found(format!(
            "there is no template {template}; `marmelad-cli template list` shows them"
        )));
    }
    let outcome =
        session.app.discounts.issue_manually(TelegramId(user), template, &Actor::Cli).await?;
    match outcome {
        IssueOutcome::Issued(discount) => session.out.show(
            || views::json_of::<views::Discount, _>(&discount),
            || card(&discount, None, session),
        ),
        IssueOutcome::UserNotFound => Err(Failure::not_found(format!(
            "there is no client with the Telegram id {user}; they must write to the main bot first"
        ))),
        IssueOutcome::NoTemplate => Err(Failure::refused(
            "template_not_usable",
            format!(
                "template {template} is switched off, out of its dates, or its budget is spent"
            ),
        )),
        IssueOutcome::NotYet { .. } => Err(Failure::refused(
            "not_yet",
            "the client had this discount lately and may not have another yet",
        )),
        IssueOutcome::CodesTaken => {
            Err(Failure::fault("codes_taken", "every code that was drawn is taken; try again"))
        }
    }
}

async fn revoke(typed: &str, reason: &str, session: &Session) -> Result<(), Failure> {
    let outcome = session.app.discounts.revoke(typed, reason, &Actor::Cli).await?;
    match outcome.ok_or_else(no_reason)? {
        RevokeOutcome::Revoked(discount) => session.out.show(
            || views::json_of::<views::Discount, _>(&discount),
            || card(&discount, None, session),
        ),
        RevokeOutcome::AlreadyRevoked(discount) => Err(Failure::refused(
            "already_revoked",
            format!("{} was revoked on {}", discount.code, session.local_opt(discount.revoked_at)),
        )),
        RevokeOutcome::AlreadyUsed(discount) => {
            Err(refusal_of(Refusal::AlreadyUsed { at: discount.used_at }, typed, session))
        }
        RevokeOutcome::NotFound => Err(refusal_of(Refusal::NotFound, typed, session)),
    }
}

fn no_reason() -> Failure {
    Failure::usage("--reason is empty; say why in some words")
}

/// A table of a discount's fields.
pub(super) fn card(discount: &Discount, client: Option<&ClientCard>, session: &Session) -> String {
    let [code, value, source, uses_left, until] = discount_rows(discount, session);
    output::card([
        ("Code", code),
        ("Client", client.map(|client| client.display_name.clone()).unwrap_or_default()),
        ("Discount", value),
        ("From purchases of", discount.min_order_amount.map(ru::money).unwrap_or_default()),
        ("Given for", source),
        ("Uses left", uses_left),
        ("Valid until", until),
        ("Used", session.local_opt(discount.used_at)),
        ("Revoked", session.local_opt(discount.revoked_at)),
        ("Reason", discount.revoke_reason.clone().unwrap_or_default()),
    ])
}

/// Table rows: code, value, source, uses left, expiry.
pub(crate) fn discount_rows(discount: &Discount, session: &Session) -> [String; 5] {
    [
        discount.code.to_string(),
        ru::discount_value(discount.value),
        discount.source.to_string(),
        discount.uses_left().to_string(),
        session.local(discount.expires_at),
    ]
}

/// The message and exit code of a refusal.
pub(super) fn refusal_of(refusal: Refusal, typed: &str, session: &Session) -> Failure {
    let code = refusal.status().as_str();
    let (exit, message) = match refusal {
        Refusal::NotFound => {
            (Exit::NotFound, format!("there is no code `{typed}`; a code looks like ДЯА4589"))
        }
        Refusal::AlreadyUsed { at } => (
            Exit::AlreadyUsed,
            match at {
                Some(at) => format!("this code was used on {}", session.local(at)),
                None => "this code is used up".to_owned(),
            },
        ),
        Refusal::Expired { at } => {
            (Exit::Expired, format!("this code expired on {}", session.local(at)))
        }
        Refusal::Revoked { at } => {
            (Exit::Refused, format!("this code was revoked on {}", session.local(at)))
        }
        Refusal::CashierNotActive => (
            Exit::Refused,
            "this cashier has no access; `marmelad-cli cashier approve TG_ID` gives it".to_owned(),
        ),
        Refusal::AmountRequired { minimum } => (
            Exit::Refused,
            format!("this code holds from {}: give the purchase with --amount", ru::money(minimum)),
        ),
        Refusal::BelowMinimum { minimum } => {
            (Exit::Refused, format!("the purchase is below the minimum of {}", ru::money(minimum)))
        }
        Refusal::Paused { until } => (
            Exit::Refused,
            format!("too many wrong codes: this cashier is paused until {}", session.local(until)),
        ),
    };
    Failure::new(exit, code, message)
}
