//! The clients whom a filter matches.
//!
//! Every filter is a different statement, so none stays prepared: they would displace the frequent ones.

use marmelad_core::kernel::Moment;
use marmelad_core::segments::{AudienceScope, SegmentFilter};
use sqlx::QueryBuilder;

use super::super::dialect::Database;
use super::compile;

/// ` FROM users u WHERE …`, with the matching clients in scope.
pub(super) fn push_from(
    query: &mut QueryBuilder<Database>,
    filter: &SegmentFilter,
    moment: &Moment,
    scope: AudienceScope,
) {
    query.push(" FROM users u WHERE u.is_test = ");
    query.push_bind(scope.is_test);
    query.push(" AND u.anonymized_at IS NULL AND ");
    compile(filter, moment).push_into(query);
}
