//! The rule that decides who may undo a redemption.

use chrono::{DateTime, Duration, Utc};

use crate::discounts::Redeemer;
use crate::kernel::CashierId;

/// How long a cashier may undo their own redemption.
pub const CASHIER_UNDO_WINDOW: Duration = Duration::minutes(5);

/// Facts about the redemption that the rule needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UndoSubject {
    /// The redeeming cashier; `None` = an operator or admin.
    pub cashier_id: Option<CashierId>,
    pub at: DateTime<Utc>,
    /// Time of an earlier undo.
    pub undone_at: Option<DateTime<Utc>>,
}

/// Why an undo is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UndoRefusal {
    /// The redemption does not exist.
    NotFound,
    /// The redemption was already undone.
    AlreadyUndone { at: DateTime<Utc> },
    /// A cashier may undo only their own redemptions.
    NotYours,
    /// The cashier's five minutes are over.
    TooLate,
    /// The cashier has no access.
    CashierNotActive,
}

/// A cashier may undo their own redemption within [`CASHIER_UNDO_WINDOW`]; an owner or operator may
/// undo any redemption at any time.
pub fn may_undo(
    subject: &UndoSubject,
    by: &Redeemer,
    now: DateTime<Utc>,
) -> Result<(), UndoRefusal> {
    if let Some(at) = subject.undone_at {
        return Err(UndoRefusal::AlreadyUndone { at });
    }
    if by.cashier_id.is_none() {
        return Ok(());
    }
    if subject.cashier_id != by.cashier_id {
        Err(UndoRefusal::NotYours)
    } else if now - subject.at > CASHIER_UNDO_WINDOW {
        Err(UndoRefusal::TooLate)
    } else {
        Ok(())
    }
}

/// The reason on one line, cut to the stored length; `None` when it is empty.
pub fn clean_reason(text: &str) -> Option<String> {
    let reason: String =
        text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(255).collect();
    (!reason.is_empty()).then_some(reason)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::discounts::UsageSource;

    const REDEEMED: &str = "2026-03-05T10:00:00Z";

    #[rstest]
    #[case::own_last_millisecond(Some(1), None, "2026-03-05T10:05:00Z", Ok(()))]
    #[case::own_too_late(Some(1), None, "2026-03-05T10:05:00.001Z", Err(UndoRefusal::TooLate))]
    #[case::anothers(Some(2), None, REDEEMED, Err(UndoRefusal::NotYours))]
    #[case::owner_whenever(None, None, "2027-03-05T10:00:00Z", Ok(()))]
    #[case::once(None, Some(REDEEMED), REDEEMED, Err(UndoRefusal::AlreadyUndone { at: REDEEMED.parse().unwrap() }))]
    fn who_may_undo(
        #[case] cashier: Option<i64>,
        #[case] undone_at: Option<&str>,
        #[case] now: &str,
        #[case] expected: Result<(), UndoRefusal>,
    ) {
        let subject = UndoSubject {
            cashier_id: Some(CashierId(1)),
            at: REDEEMED.parse().unwrap(),
            undone_at: undone_at.map(|at| at.parse().unwrap()),
        };
        let by = Redeemer {
            cashier_id: cashier.map(CashierId),
            admin_id: None,
            source: UsageSource::Bot,
        };
        assert_eq!(may_undo(&subject, &by, now.parse().unwrap()), expected);
    }

    #[test]
    fn reasons_are_one_line() {
        assert_eq!(clean_reason(" ошибка \n кассира ").as_deref(), Some("ошибка кассира"));
        assert_eq!(clean_reason(" \n "), None);
        assert_eq!(clean_reason(&"я".repeat(999)).unwrap().chars().count(), 255);
    }
}
