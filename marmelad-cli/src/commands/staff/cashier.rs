//! `cashier list|approve|reject|deactivate`

use marmelad_core::kernel::TelegramId;
use marmelad_core::staff::{Cashier, CashierDecision, CashierStatus, DecisionOutcome};
use marmelad_http::views;

use crate::args::CashierCommand;
use crate::exit::Failure;
use crate::output;
use crate::session::Session;

pub(crate) async fn run(command: CashierCommand, session: &Session) -> Result<(), Failure> {
    match command {
        CashierCommand::List { status } => list(status, session).await,
        CashierCommand::Approve { telegram_id, shop: Some(shop) } => {
            let id = TelegramId(telegram_id);
            let outcome = session.app.staff.approve_cashier_at(id, &shop).await?;
            show(outcome, telegram_id, session)
        }
        CashierCommand::Approve { telegram_id, shop: None } => {
            decide(telegram_id, CashierDecision::Approve, session).await
        }
        CashierCommand::Reject { telegram_id } => {
            decide(telegram_id, CashierDecision::Reject, session).await
        }
        CashierCommand::Deactivate { telegram_id } => {
            decide(telegram_id, CashierDecision::Deactivate, session).await
        }
    }
}

async fn list(status: Option<CashierStatus>, session: &Session) -> Result<(), Failure> {
    let statuses: Vec<_> = status.into_iter().collect();
    let cashiers = session.app.staff.list_cashiers(&statuses).await?;
    session.out.show(
        || cashiers.iter().map(views::json_of::<views::Cashier, _>).collect(),
        || table(&cashiers, session),
    )
}

fn table(cashiers: &[Cashier], session: &Session) -> String {
    let rows = cashiers.iter().map(|cashier| {
        [
            cashier.telegram_id.to_string(),
            cashier.display_name.clone(),
            cashier.shop.clone().unwrap_or_default(),
            cashier.status.to_string(),
            session.local_day(cashier.created_at),
        ]
    });
    output::table(
        ["Telegram id", "Name", "Shop", "Status", "Since"],
        &[0, 3, 4],
        rows,
        "No such cashiers. Who writes to the auth bot asks for access.",
    )
}

async fn decide(
    telegram_id: i64,
    decision: CashierDecision,
    session: &Session,
) -> Result<(), Failure> {
    let id = TelegramId(telegram_id);
    let outcome = session.app.staff.decide_cashier(id, decision).await?;
    show(outcome, telegram_id, session)
}

fn show(outcome: DecisionOutcome, telegram_id: i64, session: &Session) -> Result<(), Failure> {
    match outcome {
        DecisionOutcome::Decided(cashier) => session.out.show(
            || views::json_of::<views::Cashier, _>(&cashier),
            || {
                format!(
                    "{} ({}) is {} now.",
                    cashier.display_name, cashier.telegram_id, cashier.status
                )
            },
        ),
        DecisionOutcome::NotAllowed { cashier, .. } => Err(Failure::refused(
            "wrong_state",
            format!(
                "{} ({}) is {}; that cannot be done from this state",
                cashier.display_name, cashier.telegram_id, cashier.status
            ),
        )),
        DecisionOutcome::NotFound => Err(Failure::not_found(format!(
            "there is no cashier with the Telegram id {telegram_id}; they must write to the auth bot first (`marmelad-cli cashier list` shows who did)"
        ))),
    }
}
