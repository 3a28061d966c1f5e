//! Reads past redemptions.

use crate::discounts::{DiscountService, PastRedemption, WhichRedemption};
use crate::kernel::{DiscountId, PortError};

impl DiscountService {
    /// When and where a discount was last redeemed; `None` when every redemption was undone.
    pub async fn last_redemption(
        &self,
        discount: DiscountId,
    ) -> Result<Option<PastRedemption>, PortError> {
        let which = WhichRedemption::LastOf(discount);
        self.discounts.find_redemption(&which).await
    }

    /// Whether the button press with this key made a redemption that was not undone.
    pub async fn has_redeemed(&self, key: &str) -> Result<bool, PortError> {
        let which = WhichRedemption::Key(key.to_owned());
        let found = self.discounts.find_redemption(&which).await?;
        Ok(found.is_some_and(|redemption| redemption.undone_at.is_none()))
    }
}
