//! Guessing: how many unknown codes pause a cashier, and the counting of unknown codes.

use chrono::{DateTime, Duration, Utc};

use crate::alerts::Alert;
use crate::discounts::{DiscountService, Redeemer};
use crate::kernel::{CashierId, PortError};
use crate::settings::Settings;

/// From the settings `wrong_code_limit`, `wrong_code_window_minutes` and `wrong_code_pause_minutes`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrongCodePolicy {
    /// Number of unknown codes within the window that starts a pause.
    pub limit: u32,
    pub window: Duration,
    pub pause: Duration,
}

impl WrongCodePolicy {
    /// The policy of the current settings.
    pub fn from_settings(settings: &Settings) -> Self {
        Self {
            limit: settings.wrong_code_limit(),
            window: Duration::minutes(i64::from(settings.wrong_code_window_minutes())),
            pause: Duration::minutes(i64::from(settings.wrong_code_pause_minutes())),
        }
    }
}

/// Result of counting an unknown code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrongCodeVerdict {
    /// Number of unknown codes within the window.
    Counted(u32),
    /// This code started a pause until the given instant. Exactly one caller gets this result per pause.
    PauseBegan(DateTime<Utc>),
}

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
