//! Filters of the lists of discounts and of the usage log.

use marmelad_core::discounts::{DiscountFilter, UsageFilter, code_prefix};
use poem_openapi::Object;
use serde::Deserialize;

use crate::paging::{IsTest, is_test, period};
use crate::views::{
    DiscountSource, DiscountState, Id, Timestamp, UsageSource, UsageStatus, Viewer,
};

/// Discounts that match all given filters.
#[derive(Debug, Default, Deserialize, Object)]
#[serde(default)]
pub(super) struct DiscountParams {
    /// Beginning of the code, as typed. For `readonly` admins only the first three letters count.
    code: Option<String>,
    /// Id of the client.
    user_id: Option<Id>,
    /// Id of the template.
    template_id: Option<Id>,
    /// Id of the campaign.
    campaign_id: Option<Id>,
    /// Id of the broadcast.
    broadcast_id: Option<Id>,
    /// State of the discount.
    state: Option<DiscountState>,
    /// Reason of issue.
    source: Option<DiscountSource>,
    /// Issued at this instant or later.
    created_from: Option<Timestamp>,
    /// Issued at this instant or earlier.
    created_to: Option<Timestamp>,
    /// Expires at this instant or later.
    expires_from: Option<Timestamp>,
    /// Expires at this instant or earlier.
    expires_to: Option<Timestamp>,
    /// Last redeemed at this instant or later.
    used_from: Option<Timestamp>,
    /// Last redeemed at this instant or earlier.
    used_to: Option<Timestamp>,
    /// Whether to list discounts of test users; `false` by default.
    is_test: Option<IsTest>,
}

impl DiscountParams {
    pub(super) fn read(self, viewer: Viewer) -> DiscountFilter {
        DiscountFilter {
            code_prefix: self.code.and_then(|code| prefix(&code, viewer)),
            user_id: self.user_id.map(Into::into),
            template_id: self.template_id.map(Into::into),
            campaign_id: self.campaign_id.map(Into::into),
            broadcast_id: self.broadcast_id.map(Into::into),
            state: self.state.map(Into::into),
            source: self.source.map(Into::into),
            created: period(self.created_from, self.created_to),
            expires: period(self.expires_from, self.expires_to),
            used: period(self.used_from, self.used_to),
            is_test: is_test(self.is_test),
        }
    }
}

/// Entries of the usage log that match all given filters.
#[derive(Debug, Default, Deserialize, Object)]
#[serde(default)]
pub(super) struct UsageParams {
    /// Result of the attempt.
    status: Option<UsageStatus>,
    /// Where the attempt was made.
    source: Option<UsageSource>,
    /// Id of the cashier.
    cashier_id: Option<Id>,
    /// Id of the client who holds the code.
    user_id: Option<Id>,
    /// Id of the discount.
    discount_id: Option<Id>,
    /// Beginning of the code, as typed. For `readonly` admins only the first three letters count.
    code: Option<String>,
    /// Whole name of the shop.
    shop: Option<String>,
    /// At this instant or later.
    created_from: Option<Timestamp>,
    /// At this instant or earlier.
    created_to: Option<Timestamp>,
}

impl UsageParams {
    pub(super) fn read(self, viewer: Viewer) -> UsageFilter {
        UsageFilter {
            status: self.status.map(Into::into),
            source: self.source.map(Into::into),
            cashier_id: self.cashier_id.map(Into::into),
            user_id: self.user_id.map(Into::into),
            discount_id: self.discount_id.map(Into::into),
            code_prefix: self.code.and_then(|code| prefix(&code, viewer)),
            shop: self.shop,
            at: period(self.created_from, self.created_to),
        }
    }
}

/// The beginning of the codes to find. `readonly` admins may not see codes, so they may not guess them digit by digit
/// either.
fn prefix(typed: &str, viewer: Viewer) -> Option<String> {
    if typed.trim().is_empty() {
        return None;
    }
    let prefix = code_prefix(typed);
    Some(match viewer {
        Viewer::Full => prefix,
        Viewer::Readonly => prefix.chars().take(3).collect(),
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("дяа4589", Viewer::Full, Some("ДЯА4589"))]
    #[case("дяа4589", Viewer::Readonly, Some("ДЯА"))]
    #[case(" ", Viewer::Full, None)]
    fn codes_are_looked_for(
        #[case] typed: &str,
        #[case] viewer: Viewer,
        #[case] expected: Option<&str>,
    ) {
        assert_eq!(prefix(typed, viewer).as_deref(), expected);
    }
}
