//! Cashiers and their requests for access.

use chrono::{DateTime, Duration, Utc};

use crate::kernel::{Address, AdminId, CashierId, TelegramId};

/// A cashier, or a person who requested access: a row of `cashiers`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cashier {
    pub id: CashierId,
    pub telegram_id: TelegramId,
    pub display_name: String,
    /// Telegram username without the leading `@`.
    pub username: Option<String>,
    /// The cashier's shop, written into each redemption.
    pub shop: Option<String>,
    /// State of the access request.
    pub status: CashierStatus,
    pub approved_by_admin_id: Option<AdminId>,
    pub approved_at: Option<DateTime<Utc>>,
    /// When access was last refused.
    pub rejected_at: Option<DateTime<Utc>>,
    /// When access was withdrawn.
    pub deactivated_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

impl Cashier {
    /// Where the cashier is reached.
    pub fn address(&self) -> Address {
        self.telegram_id.into()
    }

    /// Whether they may check and redeem codes.
    pub fn may_redeem(&self) -> bool {
        self.status == CashierStatus::Active
    }
}

/// State of a cashier's access, as stored in `cashiers.status`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CashierStatus {
    /// The request waits for a decision.
    Pending,
    Active,
    Rejected,
    Inactive,
}

crate::kernel::text_enum!(CashierStatus {
    Pending => "pending",
    Active => "active",
    Rejected => "rejected",
    Inactive => "inactive",
});

/// How long a rejected person must wait before a new request.
pub const ASK_AGAIN_AFTER: Duration = Duration::hours(24);

/// What a contact means, given the person's record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccessAnswer {
    /// File a new request.
    File,
    Pending,
    /// Refused; a new request is possible from this instant.
    Rejected {
        /// The first instant at which asking again files a new request.
        may_ask_at: DateTime<Utc>,
    },
    Active,
    /// Access was withdrawn; only an owner can restore it.
    Inactive,
}

/// Decides what a contact means, from the person's record if there is one.
pub fn access_answer(cashier: Option<&Cashier>, now: DateTime<Utc>) -> AccessAnswer {
    let Some(cashier) = cashier else {
        return AccessAnswer::File;
    };
    match cashier.status {
        CashierStatus::Pending => AccessAnswer::Pending,
        CashierStatus::Active => AccessAnswer::Active,
        CashierStatus::Inactive => AccessAnswer::Inactive,
        CashierStatus::Rejected => match cashier.rejected_at.map(|at| at + ASK_AGAIN_AFTER) {
            Some(may_ask_at) if now < may_ask_at => AccessAnswer::Rejected { may_ask_at },
            _ => AccessAnswer::File,
        },
    }
}

/// A decision about a cashier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CashierDecision {
    Approve,
    Reject,
    Deactivate,
}

impl CashierDecision {
    /// The status after the decision.
    pub fn target(self) -> CashierStatus {
        match self {
            Self::Approve => CashierStatus::Active,
            Self::Reject => CashierStatus::Rejected,
            Self::Deactivate => CashierStatus::Inactive,
        }
    }

    /// Whether the decision is allowed from `status`. `only_pending` applies to the buttons under a request, where
    /// the first press wins; operators and owners may also restore a rejected or inactive cashier.
    pub fn allowed_from(self, status: CashierStatus, only_pending: bool) -> bool {
        match self {
            Self::Approve if only_pending => status == CashierStatus::Pending,
            Self::Approve => status != CashierStatus::Active,
            Self::Reject => status == CashierStatus::Pending,
            Self::Deactivate => status == CashierStatus::Active,
        }
    }

    /// Action name in the audit log.
    pub fn action(self) -> &'static str {
        match self {
            Self::Approve => "approve_cashier",
            Self::Reject => "reject_cashier",
            Self::Deactivate => "deactivate_cashier",
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn cashier(status: CashierStatus, rejected_at: Option<&str>) -> Cashier {
        Cashier {
            id: CashierId(1),
            telegram_id: TelegramId(7),
            display_name: "Ира".into(),
            username: None,
            shop: None,
            status,
            approved_by_admin_id: None,
            approved_at: None,
            rejected_at: rejected_at.map(|at| at.parse().unwrap()),
            deactivated_at: None,
            created_at: DateTime::UNIX_EPOCH,
        }
    }

    #[rstest]
    #[case("2026-03-05T11:59:59.999Z", AccessAnswer::Rejected { may_ask_at: "2026-03-05T12:00:00Z".parse().unwrap() })]
    #[case("2026-03-05T12:00:00Z", AccessAnswer::File)]
    fn a_rejected_person_may_ask_again_after_a_day(
        #[case] now: &str,
        #[case] expected: AccessAnswer,
    ) {
        let rejected = cashier(CashierStatus::Rejected, Some("2026-03-04T12:00:00Z"));
        assert_eq!(access_answer(Some(&rejected), now.parse().unwrap()), expected);
    }

    #[test]
    fn the_button_decides_only_what_is_pending() {
        use CashierDecision::{Approve, Deactivate, Reject};
        use CashierStatus::{Active, Inactive, Pending, Rejected};
        assert!(Approve.allowed_from(Pending, true) && !Approve.allowed_from(Rejected, true));
        assert!(Approve.allowed_from(Rejected, false) && Approve.allowed_from(Inactive, false));
        assert!(!Approve.allowed_from(Active, false) && !Reject.allowed_from(Active, false));
        assert!(Deactivate.allowed_from(Active, false) && !Deactivate.allowed_from(Pending, false));
    }
}
