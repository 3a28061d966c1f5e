//! Looking back at what was redeemed.

use crate::discounts::{DiscountService, PastRedemption, WhichRedemption};
use crate::kernel::{DiscountId, PortError};

impl DiscountService {
    /// When and where a used discount was redeemed last; `None` when every redemption was taken back.
    pub async fn last_redemption(
        &self,
        discount: DiscountId,
    ) -> Result<Option<PastRedemption>, PortError> {
        let which = WhichRedemption::LastOf(discount);
        self.discounts.find_redemption(&which).await
    }

    /// Whether the press with this key redeemed something that stands.
    pub async fn has_redeemed(&self, key: &str) -> Result<bool, PortError> {
        let which = WhichRedemption::Key(key.to_owned());
        let found = self.discounts.find_redemption(&which).await?;
        Ok(found.is_some_and(|redemption| redemption.undone_at.is_none()))
    }
}
