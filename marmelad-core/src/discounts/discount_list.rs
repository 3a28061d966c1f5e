//! Filter and order of the list of discounts.

use chrono::{DateTime, Utc};

use crate::discounts::{ClientCard, Discount, DiscountSource, TypedCode};
use crate::kernel::{
    BroadcastId, CampaignId, ClientId, PageRequest, Sorting, TemplateId, TimeRange,
};

/// A discount with its client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedDiscount {
    pub discount: Discount,
    pub client: ClientCard,
}

/// State of a discount; exactly one applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiscountState {
    /// The code can be redeemed now, apart from the purchase amount.
    Active,
    /// Redeemed as often as possible.
    Used,
    /// Expired before it was used up.
    Expired,
    Revoked,
}

crate::kernel::text_enum!(DiscountState {
    Active => "active",
    Used => "used",
    Expired => "expired",
    Revoked => "revoked",
});

impl DiscountState {
    /// The state at `now`. The store's lists use the same definition.
    pub fn of(discount: &Discount, now: DateTime<Utc>) -> Self {
        if discount.revoked_at.is_some() {
            Self::Revoked
        } else if discount.uses_left() == 0 {
            Self::Used
        } else if now > discount.expires_at {
            Self::Expired
        } else {
            Self::Active
        }
    }
}

/// Selects discounts that match every given field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DiscountFilter {
    /// Beginning of the code; see [`code_prefix`].
    pub code_prefix: Option<String>,
    pub user_id: Option<ClientId>,
    pub template_id: Option<TemplateId>,
    /// The campaign that gave the discount.
    pub campaign_id: Option<CampaignId>,
    /// The broadcast that gave the discount.
    pub broadcast_id: Option<BroadcastId>,
    pub state: Option<DiscountState>,
    pub source: Option<DiscountSource>,
    /// Period in which the discount was issued.
    pub created: TimeRange,
    /// Period in which the discount expires.
    pub expires: TimeRange,
    /// Period of the last redemption.
    pub used: TimeRange,
    /// Only discounts of test users (`true`) or of other clients (`false`).
    pub is_test: Option<bool>,
}

/// A column to order discounts by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiscountSortKey {
    CreatedAt,
    ExpiresAt,
    /// Time of the last redemption; discounts never redeemed are smallest.
    UsedAt,
}

/// A page of the list of discounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiscountList {
    pub filter: DiscountFilter,
    pub sort: Sorting<DiscountSortKey>,
    pub page: PageRequest,
    /// The reference time for the states.
    pub now: DateTime<Utc>,
}

/// The beginning of codes to search for, from a typed code or its first characters. Other text is
/// kept unchanged and matches no code.
pub fn code_prefix(typed: &str) -> String {
    if let TypedCode::Code(code) = TypedCode::read(typed) {
        return code.to_string();
    }
    let folded: String = typed
        .chars()
        .filter(|char| char.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .map(|char| match char {
            'Ё' => 'Е',
            'Й' => 'И',
            other => other,
        })
        .collect();
    if folded.is_empty() {
        return typed.to_owned();
    }
    folded
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::testing::discount;

    #[rstest]
    #[case("дяа4589", "ДЯА4589")]
    #[case(" код: дяа-4589", "ДЯА4589")]
    #[case("дя", "ДЯ")]
    #[case("дяа 45", "ДЯА45")]
    #[case("ё", "Е")]
    #[case("***", "***")]
    fn typed_text_is_normalised_for_the_search(#[case] typed: &str, #[case] prefix: &str) {
        assert_eq!(code_prefix(typed), prefix);
    }

    #[test]
    fn the_state_agrees_with_the_check() {
        let active = discount();
        let end = active.expires_at;
        let late = end + chrono::Duration::milliseconds(1);
        let used = Discount { uses_count: 1, used_at: Some(end), ..active.clone() };
        let revoked = Discount { revoked_at: Some(end), ..active.clone() };
        for (discount, now, state) in [
            (&active, end, DiscountState::Active),
            (&active, late, DiscountState::Expired),
            (&used, late, DiscountState::Used),
            (&revoked, end, DiscountState::Revoked),
        ] {
            assert_eq!(DiscountState::of(discount, now), state);
            let is_active = state == DiscountState::Active;
            assert_eq!(discount.check(now).is_ok(), is_active);
        }
    }
}
