//! The two consents of a client.

use crate::App;
use crate::domain::discount::Discount;
use crate::domain::ids::UserId;
use crate::ports::{ChangeUser, IssueOwed, PortError, UserChange};

impl App {
    /// Keeps the consent to the processing of personal data and issues what joined campaigns held back.
    pub async fn give_consent(&self, id: UserId) -> Result<Vec<Discount>, PortError> {
        let version = self.settings().await?.consent_version().to_owned();
        let now = self.now();
        self.ports
            .users
            .change(ChangeUser {
                id,
                change: UserChange::Consent { version },
                now,
                audit: None,
            })
            .await?;
        let codes = (0..4).flat_map(|_| self.draw_codes()).collect();
        self.ports
            .campaigns
            .issue_owed(IssueOwed {
                user_id: id,
                codes,
                now,
                zone: self.context.zone,
            })
            .await
    }

    /// Keeps the consent to marketing.
    pub async fn give_marketing_consent(&self, id: UserId) -> Result<(), PortError> {
        let change = UserChange::MarketingConsent;
        self.ports
            .users
            .change(ChangeUser {
                id,
                change,
                now: self.now(),
                audit: None,
            })
            .await?;
        Ok(())
    }
}
