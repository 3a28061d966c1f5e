//! Counts unknown codes per cashier and pauses the cashier.

use chrono::{DateTime, Utc};

use crate::alerts::Alert;
use crate::discounts::{DiscountService, Redeemer, WrongCodePolicy, WrongCodeVerdict};
use crate::kernel::{CashierId, PortError};

impl DiscountService {
    /// The end of the cashier's pause, if paused. When the counter is unavailable, nobody is paused.
    pub(super) async fn paused_until(&self, by: &Redeemer) -> Option<DateTime<Utc>> {
        let cashier = by.cashier_id?;
        self.wrong_codes.paused_until(cashier, self.context.now()).await.ok().flatten()
    }

    /// Counts an unknown code against the cashier. The one that starts a pause raises an alert.
    pub(super) async fn count_wrong_code(&self, by: &Redeemer) -> Result<(), PortError> {
        let Some(cashier_id) = by.cashier_id else {
            return Ok(());
        };
        let policy = WrongCodePolicy::from_settings(&*self.context.settings().await?);
        let verdict = self.wrong_codes.record(cashier_id, policy, self.context.now()).await;
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
            display_name: cashier
                .as_ref()
                .map_or_else(|| cashier_id.to_string(), |cashier| cashier.display_name.clone()),
            shop: cashier.and_then(|cashier| cashier.shop),
            pause_minutes: u32::try_from(policy.pause.num_minutes()).unwrap_or(u32::MAX),
        };
        self.alerts.raise(alert, None, self.context.now()).await?;
        Ok(())
    }
}
