//! Redemptions and undos.
//!
//! All redemptions are counted, then the few undone ones are subtracted: a search for an undo beside each redemption
//! would double the cost.

use std::collections::BTreeMap;

use marmelad_core::reports::{Bucket, Span};

use super::count::{Counter, Question};
use crate::sql::fault::Fault;

/// Redemptions `l` of discounts `d`: all, and those that were undone.
#[derive(Debug, Clone, Copy)]
pub(super) struct Redemptions {
    pub(super) all: Question,
    pub(super) undone: Question,
}

macro_rules! redemptions {
    ($cashiers:literal) => {
        Redemptions {
            all: Question::new(
                concat!(
                    "discount_usage_logs l JOIN discounts d ON d.id = l.discount_id \
                     WHERE l.status = 'success' AND d.is_test = 0",
                    $cashiers
                ),
                "l.created_at",
            )
            .of_clients("d.user_id"),
            undone: Question::new(
                concat!(
                    "discount_usage_logs u JOIN discount_usage_logs l ON l.id = u.undoes_log_id \
                     JOIN discounts d ON d.id = l.discount_id \
                     WHERE u.status = 'undone' AND d.is_test = 0",
                    $cashiers
                ),
                "l.created_at",
            )
            .of_clients("d.user_id"),
        }
    };
}

pub(super) const BY_ANYBODY: Redemptions = redemptions!("");
pub(super) const BY_CASHIERS: Redemptions = redemptions!(" AND l.cashier_id IS NOT NULL");

impl Redemptions {
    /// The same questions with further conditions.
    pub(super) fn map(self, narrower: impl Fn(Question) -> Question) -> Self {
        Self { all: narrower(self.all), undone: narrower(self.undone) }
    }

    /// Per bucket: redemptions that stand, undone ones.
    pub(super) async fn series(
        self,
        counter: &mut Counter,
        buckets: &[Bucket],
    ) -> Result<Vec<(u64, u64)>, Fault> {
        let all = counter.counts(buckets, "COUNT(*), 0", self.all).await?;
        let undone = counter.few(buckets, self.undone).await?;
        let pairs = all.into_iter().zip(undone);
        Ok(pairs.map(|((all, _), undone)| (all.saturating_sub(undone), undone)).collect())
    }

    /// The same for each value of a column.
    pub(super) async fn by(
        self,
        counter: &mut Counter,
        span: Span,
        key: &'static str,
    ) -> Result<BTreeMap<i64, (u64, u64)>, Fault> {
        let mut all = counter.counts_by(span, "COUNT(*), 0", self.all, key).await?;
        let undone = counter.counts_by(span, "COUNT(*), 0", self.undone, key).await?;
        for (key, (undone, _)) in undone {
            let stand = all.entry(key).or_default();
            *stand = (stand.0.saturating_sub(undone), undone);
        }
        Ok(all)
    }
}
