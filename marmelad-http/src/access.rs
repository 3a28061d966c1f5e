//! Who may do what: one table for the whole API.
//!
//! An operation is found here by the id it has in the OpenAPI document. Operations without a row are
//! refused to everybody, and a test sees to it that there are none.

use marmelad_core::staff::Role;

use crate::api::REFUSALS;
use crate::problem::Kind;

/// Who may use an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Anybody, without a token.
    Open,
    /// Any active admin.
    Reader,
    /// `marketing` and `owner`.
    Changer,
    /// `owner` alone.
    Owner,
}

impl Access {
    /// Whether an active admin of this role may.
    pub(crate) fn allows(self, role: Role) -> bool {
        match self {
            Self::Open | Self::Reader => true,
            Self::Changer => role >= Role::Marketing,
            Self::Owner => role == Role::Owner,
        }
    }

    /// The roles that may, for the document.
    pub(crate) fn in_words(self) -> &'static str {
        match self {
            Self::Open => "Anybody; no token is needed.",
            Self::Reader => "Any active admin.",
            Self::Changer => "`marketing` and `owner`.",
            Self::Owner => "`owner` only.",
        }
    }
}

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Operation {
    /// The document's `operationId`.
    pub(crate) id: &'static str,
    /// Who may.
    pub(crate) access: Access,
    /// What can be refused beside what follows from the operation's shape (see [`crate::spec`]).
    pub(crate) refusals: &'static [Kind],
    /// Whether it takes an `Idempotency-Key` (see [`crate::keyed`]).
    pub(crate) is_keyed: bool,
}

impl Operation {
    /// The same with an `Idempotency-Key`.
    const fn keyed(self) -> Self {
        Self {
            is_keyed: true,
            ..self
        }
    }
}

const fn open(id: &'static str, refusals: &'static [Kind]) -> Operation {
    row(id, Access::Open, refusals)
}

const fn reader(id: &'static str, refusals: &'static [Kind]) -> Operation {
    row(id, Access::Reader, refusals)
}

const fn changer(id: &'static str, refusals: &'static [Kind]) -> Operation {
    row(id, Access::Changer, refusals)
}

const fn owner(id: &'static str, refusals: &'static [Kind]) -> Operation {
    row(id, Access::Owner, refusals)
}

const fn row(id: &'static str, access: Access, refusals: &'static [Kind]) -> Operation {
    Operation {
        id,
        access,
        refusals,
        is_keyed: false,
    }
}

/// Why a purchase is not entered: its own reasons, and those of its discount.
const ORDER_REFUSALS: &[Kind] = &[
    Kind::InvalidValue,
    Kind::ExternalIdTaken,
    Kind::AlreadyUsed,
    Kind::Expired,
    Kind::Revoked,
    Kind::BelowMinimum,
];

/// Every operation, by resource.
pub(crate) const OPERATIONS: &[Operation] = &[
    // auth
    open(
        "logIn",
        &[
            Kind::LoginTokenInvalid,
            Kind::AdminInactive,
            Kind::TooManyRequests,
        ],
    ),
    reader("getMe", &[]),
    reader("logOut", &[]),
    // segments
    reader("listSegments", &[]),
    changer("createSegment", &[Kind::Conflict, Kind::InvalidValue]),
    reader("previewSegment", &[Kind::InvalidValue]),
    reader("getSegment", &[]),
    changer("updateSegment", &[Kind::Conflict, Kind::InvalidValue]),
    changer("deleteSegment", &[Kind::InUse]),
    // discount templates
    reader("listDiscountTemplates", &[]),
    changer("createDiscountTemplate", &[Kind::InvalidValue]),
    reader("getDiscountTemplate", &[]),
    changer("updateDiscountTemplate", &[Kind::InvalidValue]),
    changer("deleteDiscountTemplate", &[]),
    // settings
    reader("getSettings", &[]),
    owner("updateSettings", &[Kind::InvalidValue]),
    reader("getSettingsSchema", &[]),
    // audit log
    owner("listAuditLogs", &[Kind::InvalidValue]),
    // admins
    owner("listAdmins", &[]),
    owner("addAdmin", &[Kind::Conflict, Kind::InvalidValue]),
    owner("changeAdmin", &[Kind::LastOwner, Kind::InvalidValue]),
    // cashiers
    reader("listCashiers", &[]),
    reader("listCashierRequests", &[]),
    owner("activateCashier", &[Kind::WrongState]),
    owner("deactivateCashier", &[Kind::WrongState]),
    owner("rejectCashier", &[Kind::WrongState]),
    owner("changeCashier", &[Kind::InvalidValue]),
    // discounts
    reader("listDiscounts", &[]),
    reader("getDiscount", &[]),
    reader("listUsageLogs", &[]),
    changer("checkCode", &[]),
    changer("redeemCode", REFUSALS).keyed(),
    changer(
        "revokeDiscount",
        &[Kind::Revoked, Kind::AlreadyUsed, Kind::InvalidValue],
    ),
    owner(
        "undoRedemption",
        &[Kind::AlreadyUndone, Kind::NotRedeemed, Kind::InvalidValue],
    ),
    // users
    reader("listUsers", &[]),
    changer("exportUsers", &[]),
    changer("tagUsers", &[Kind::InvalidValue]),
    reader("getUser", &[]),
    changer("updateUser", &[Kind::Anonymized, Kind::InvalidValue]),
    reader("listUserEvents", &[]),
    changer(
        "issueDiscount",
        &[
            Kind::Anonymized,
            Kind::TemplateInactive,
            Kind::TemplateOutOfDates,
            Kind::BudgetSpent,
            Kind::InvalidValue,
        ],
    ),
    owner("anonymizeUser", &[]),
    // exports
    changer("exportDiscounts", &[]),
    changer("exportBroadcastLogs", &[]),
    changer("exportReport", &[Kind::InvalidValue]),
    // orders
    reader("listOrders", &[]),
    reader("getOrder", &[]),
    changer("createOrder", ORDER_REFUSALS).keyed(),
    // campaigns
    reader("listCampaigns", &[]),
    changer("createCampaign", &[Kind::Conflict, Kind::InvalidValue]),
    reader("getCampaign", &[]),
    changer("changeCampaign", &[Kind::Conflict, Kind::InvalidValue]),
    reader("getCampaignStats", &[Kind::InvalidValue]),
    reader("getCampaignQr", &[Kind::BotUnknown]),
    // reports
    reader("getSummaryReport", &[Kind::InvalidValue]),
    reader("getDiscountReport", &[Kind::InvalidValue]),
    reader("getCashierReport", &[Kind::InvalidValue]),
    reader("getCampaignReport", &[Kind::InvalidValue]),
    reader("getBroadcastReport", &[Kind::InvalidValue]),
    // broadcasts
    reader("listBroadcasts", &[]),
    changer("createBroadcast", &[Kind::InvalidValue]).keyed(),
    reader("preflightBroadcast", &[Kind::InvalidValue]),
    reader("getBroadcast", &[]),
    changer("changeBroadcast", &[Kind::WrongState, Kind::InvalidValue]),
    changer("deleteBroadcast", &[Kind::WrongState]),
    changer("startBroadcast", &[Kind::WrongState, Kind::InvalidValue]),
    changer("pauseBroadcast", &[Kind::WrongState]),
    changer("resumeBroadcast", &[Kind::WrongState]),
    changer("cancelBroadcast", &[Kind::WrongState]),
    changer("testBroadcast", &[Kind::InvalidValue]),
    changer("recallBroadcast", &[Kind::WrongState]),
    changer("retryBroadcast", &[Kind::WrongState, Kind::InvalidValue]),
    reader("listBroadcastLogs", &[]),
    reader("watchBroadcast", &[]),
    // media
    changer("uploadMedia", &[Kind::InvalidValue]),
    reader("getMedia", &[]),
];

/// The row of an operation.
pub(crate) fn operation(id: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| operation.id == id)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use rstest::rstest;

    use super::*;

    #[test]
    fn every_operation_has_one_row_and_every_row_an_operation() {
        let rows: Vec<&str> = OPERATIONS.iter().map(|operation| operation.id).collect();
        let in_table: BTreeSet<&str> = rows.iter().copied().collect();
        assert_eq!(rows.len(), in_table.len(), "a row stands twice");
        let in_document = crate::spec::operation_ids();
        let in_document: BTreeSet<&str> = in_document.iter().map(String::as_str).collect();
        assert_eq!(in_table, in_document);
    }

    #[rstest]
    #[case(Access::Open, [true, true, true])]
    #[case(Access::Reader, [true, true, true])]
    #[case(Access::Changer, [false, true, true])]
    #[case(Access::Owner, [false, false, true])]
    fn roles(#[case] access: Access, #[case] allowed: [bool; 3]) {
        let roles = [Role::Readonly, Role::Marketing, Role::Owner];
        assert_eq!(roles.map(|role| access.allows(role)), allowed);
    }
}
