//! Counting well-formed unknown codes, and the pause they lead to.

use chrono::{DateTime, Utc};

use crate::alerts::Alert;
use crate::discounts::{DiscountService, Redeemer, WrongCodePolicy, WrongCodeVerdict};
use crate::kernel::{CashierId, PortError};

impl DiscountService {
    /// Until when the cashier is paused. The counter may be away: then nobody is.
    pub(super) async fn paused_until(&self, by: &Redeemer) -> Option<DateTime<Utc>> {
        let cashier = by.cashier_id?;
        self.wrong_codes
            .paused_until(cashier, self.context.now())
            .await
            .ok()
            .flatten()
    }

    /// Counts one against the cashier; the one that begins a pause tells owners.
    pub(super) async fn count_wrong_code(&self, by: &Redeemer) -> Result<(), PortError> {
        let Some(cashier_id) = by.cashier_id else {
            return Ok(());
        };
        let policy = WrongCodePolicy::from_settings(&*self.context.settings().await?);
        let verdict = self
            .wrong_codes
            .record(cashier_id, policy, self.context.now())
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
        let cashier = self.cashiers.find(cashier_id).await?;
        let alert = Alert::Guessing {
            display_name: cashier.as_ref().map_or_else(
                || cashier_id.to_string(),
                |cashier| cashier.display_name.clone(),
            ),
            shop: cashier.and_then(|cashier| cashier.shop),
            pause_minutes: u32::try_from(policy.pause.num_minutes()).unwrap_or(u32::MAX),
        };
        self.alerts.raise(alert, None, self.context.now()).await?;
        Ok(())
    }
}
