//! Somebody at the command line, who wants the same codes as the tills.

use std::sync::Arc;
use std::time::Duration;

use marmelad_core::App;
use marmelad_core::audit::Actor;
use marmelad_core::discounts::{RedeemCode, RedeemOutcome, Redeemer, Refusal, UsageSource};
use tokio::sync::mpsc::UnboundedReceiver;

use super::journal::Journal;
use super::{GIVE_UP, Redemption};

/// After an error the command is given again.
const PAUSE: Duration = Duration::from_millis(200);

/// Redeems what is called out, until nobody is left to call.
pub(super) async fn redeem(app: App, mut called: UnboundedReceiver<String>, journal: Arc<Journal>) {
    while let Some(code) = called.recv().await {
        let outcome = tokio::time::timeout(GIVE_UP, until_told(&app, &code)).await;
        match outcome.expect("the operator gets an answer") {
            RedeemOutcome::Redeemed(_) => journal.redeemed(Redemption { code, cashier: None }),
            RedeemOutcome::Refused { refusal: Refusal::AlreadyUsed { .. }, .. } => {}
            outcome => panic!("{code}: {outcome:?}"),
        }
    }
}

async fn until_told(app: &App, code: &str) -> RedeemOutcome {
    let command = RedeemCode {
        code: code.to_owned(),
        by: Redeemer { cashier_id: None, admin_id: None, source: UsageSource::Cli },
        amount: None,
        // The answer to a try may be lost: the next must not take the operator for another.
        key: Some(format!("operator:{code}")),
        actor: Some(Actor::Cli),
    };
    loop {
        match app.discounts.redeem(command.clone()).await {
            Ok(outcome) => return outcome,
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}
