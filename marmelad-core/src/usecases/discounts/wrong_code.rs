//! Counting well-formed unknown codes, and the pause they lead to.

use chrono::{DateTime, Utc};

use crate::App;
use crate::domain::cashier::Cashier;
use crate::domain::ids::CashierId;
use crate::domain::notice::Alert;
use crate::domain::redemption::Redeemer;
use crate::domain::wrong_codes::{WrongCodePolicy, WrongCodeVerdict};
use crate::ports::PortError;

impl App {
    /// Until when the cashier is paused. The counter may be away: then nobody is.
    pub(super) async fn paused_until(&self, by: &Redeemer) -> Option<DateTime<Utc>> {
        let cashier = by.cashier_id?;
        self.ports.wrong_codes.paused_until(cashier, self.now()).await.ok().flatten()
    }

    /// Counts one against the cashier; the one that begins a pause tells owners.
    pub(super) async fn count_wrong_code(&self, by: &Redeemer) -> Result<(), PortError> {
        let Some(cashier_id) = by.cashier_id else {
            return Ok(());
        };
        let policy = WrongCodePolicy::from_settings(&*self.settings().await?);
        let verdict = self.ports.wrong_codes.record(cashier_id, policy, self.now()).await;
        if let Ok(WrongCodeVerdict::PauseBegan(_)) = verdict {
            self.alert_guessing(cashier_id, policy).await?;
        }
        Ok(())
    }

    async fn alert_guessing(&self, cashier_id: CashierId, policy: WrongCodePolicy) -> Result<(), PortError> {
        let name = self.ports.cashiers.find(cashier_id).await?.map_or_else(
            || cashier_id.to_string(),
            |Cashier { display_name, shop, .. }| match shop {
                Some(shop) => format!("{display_name} ({shop})"),
                None => display_name,
            },
        );
        let pause_minutes = u32::try_from(policy.pause.num_minutes()).unwrap_or(u32::MAX);
        let alert = Alert::Guessing { display_name: name, pause_minutes };
        self.ports.outbox.alert(alert, None, self.now()).await?;
        Ok(())
    }
}
