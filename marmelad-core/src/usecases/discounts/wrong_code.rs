//! Counting well-formed unknown codes, and the pause they lead to.

use chrono::{DateTime, Utc};

use crate::App;
use crate::domain::ids::CashierId;
use crate::domain::notice::Alert;
use crate::domain::redemption::Redeemer;
use crate::domain::wrong_codes::{WrongCodePolicy, WrongCodeVerdict};
use crate::ports::PortError;

impl App {
    /// Until when the cashier is paused. The counter may be away: then nobody is.
    pub(super) async fn paused_until(&self, by: &Redeemer) -> Option<DateTime<Utc>> {
        let cashier = by.cashier_id?;
        self.ports
            .wrong_codes
            .paused_until(cashier, self.now())
            .await
            .ok()
            .flatten()
    }

    /// Counts one against the cashier; the one that begins a pause tells owners.
    pub(super) async fn count_wrong_code(&self, by: &Redeemer) -> Result<(), PortError> {
        let Some(cashier_id) = by.cashier_id else {
            return Ok(());
        };
        let policy = WrongCodePolicy::from_settings(&*self.settings().await?);
        let verdict = self
            .ports
            .wrong_codes
            .record(cashier_id, policy, self.now())
            .await;
        if let Ok(WrongCodeVerdict::PauseBegan(_)) = verdict {
            self.alert_guessing(cashier_id, policy).await?;
        }
        Ok(())
    }

    async fn alert_guessing(
        &self,
        cashier_id: CashierId,
        policy: WrongCodePolicy,
    ) -> Result<(), PortError> {
        let cashier = self.ports.cashiers.find(cashier_id).await?;
        let alert = Alert::Guessing {
            display_name: cashier.as_ref().map_or_else(
                || cashier_id.to_string(),
                |cashier| cashier.display_name.clone(),
            ),
            shop: cashier.and_then(|cashier| cashier.shop),
            pause_minutes: u32::try_from(policy.pause.num_minutes()).unwrap_or(u32::MAX),
        };
        self.ports.alerts.raise(alert, None, self.now()).await?;
        Ok(())
    }
}
