//! Which discounts a list shows, and in which order.

use chrono::{DateTime, Utc};

use crate::discounts::{ClientCard, Discount, DiscountSource, TypedCode};
use crate::kernel::{BroadcastId, CampaignId, PageRequest, Period, Sorting, TemplateId, UserId};

/// A discount and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedDiscount {
    /// The discount.
    pub discount: Discount,
    /// Whose it is.
    pub client: ClientCard,
}

/// Where a discount is in its life; each is in exactly one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiscountState {
    /// It would be redeemed now, the purchase amount aside.
    Active,
    /// Used up.
    Used,
    /// Ended before it was used up.
    Expired,
    /// Withdrawn.
    Revoked,
}

crate::kernel::text_enum!(DiscountState {
    Active => "active",
    Used => "used",
    Expired => "expired",
    Revoked => "revoked",
});

impl DiscountState {
    /// Where a discount is at `now`; the store's lists decide by the same words.
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

/// Which discounts are wanted: those of which everything that is given holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DiscountFilter {
    /// What the code begins with; see [`code_prefix`].
    pub code_prefix: Option<String>,
    /// Whose.
    pub user_id: Option<UserId>,
    /// By which template.
    pub template_id: Option<TemplateId>,
    /// Given by this campaign.
    pub campaign_id: Option<CampaignId>,
    /// Given by this broadcast.
    pub broadcast_id: Option<BroadcastId>,
    /// Where in their life.
    pub state: Option<DiscountState>,
    /// Why issued.
    pub source: Option<DiscountSource>,
    /// When issued.
    pub created: Period,
    /// When they end.
    pub expires: Period,
    /// When last redeemed.
    pub used: Period,
    /// Test users' or others'; `None` = both.
    pub is_test: Option<bool>,
}

/// What discounts can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiscountSortKey {
    /// When issued.
    CreatedAt,
    /// When they end.
    ExpiresAt,
    /// When last redeemed; those never redeemed are the least.
    UsedAt,
}

/// A page of a list of discounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiscountList {
    /// Which.
    pub filter: DiscountFilter,
    /// In which order.
    pub sort: Sorting<DiscountSortKey>,
    /// Which part.
    pub page: PageRequest,
    /// By which states are meant.
    pub now: DateTime<Utc>,
}

/// What codes that are looked for begin with: a code as people type it, or its beginning. What can be neither is
/// kept as it is, and no code begins with it.
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
    fn codes_are_looked_for_as_typed(#[case] typed: &str, #[case] prefix: &str) {
        assert_eq!(code_prefix(typed), prefix);
    }

    #[test]
    fn a_state_is_what_a_check_would_say() {
        let active = discount();
        let end = active.expires_at;
        let late = end + chrono::Duration::milliseconds(1);
        let used = Discount {
            uses_count: 1,
            used_at: Some(end),
            ..active.clone()
        };
        let revoked = Discount {
            revoked_at: Some(end),
            ..active.clone()
        };
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
