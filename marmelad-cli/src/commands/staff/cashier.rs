//! `cashier list|approve|reject|deactivate`

use marmelad_core::kernel::TelegramId;
use marmelad_core::staff::{Cashier, CashierDecision, CashierStatus, DecisionOutcome};
use marmelad_http::views;

use crate::args::CashierCommand;
use crate::exit::Failure;
use crate::output::Table;
use crate::session::Session;

pub(super) async fn run(command: CashierCommand, session: &Session) -> Result<(), Failure> {
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
        || {
            let cashiers = cashiers.iter().cloned();
            cashiers.map(|cashier| views::to_json(&views::Cashier::from(cashier))).collect()
        },
        || table(&cashiers, session),
    )
}

fn table(cashiers: &[Cashier], session: &Session) -> String {
    let mut table = Table::new(
        ["Telegram id", "Name", "Shop", "Status", "Since"],
        "No such cashiers. Who writes to the auth bot asks for access.",
    )
    .unbroken(&[0, 3, 4]);
    for cashier in cashiers {
        table.row([
            cashier.telegram_id.to_string(),
            cashier.display_name.clone(),
            cashier.shop.clone().unwrap_or_default(),
            cashier.status.to_string(),
            session.local_day(cashier.created_at),
        ]);
    }
    table.to_string()
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
            || views::to_json(&views::Cashier::from(cashier.clone())),
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
