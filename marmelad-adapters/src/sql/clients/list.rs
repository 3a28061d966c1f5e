//! A page of clients, quick at any size.
//!
//! There are two plans. When many clients match, the query walks through an index in the wanted order and stops when the
//! page is full. When few match, they are gathered by the index that finds them, and sorted. Which plan is faster depends
//! on how many match, which is known, because the list is counted anyway. Either plan reads only ids; the rows of the
//! page are looked up last.

use marmelad_core::clients::{TestUsers, UserFilter, UserList, UserSort, UserSortKey};
use marmelad_core::kernel::EXACT_TOTAL;
use sqlx::QueryBuilder;

use super::super::dialect::{Database, in_order_of, in_order_of_ids};
use super::filter::{Matching, Start};
use super::user_columns;

/// The limit of a gathering query: more than can match, so that no client is lost who came since the count. The limit
/// keeps both databases from merging the inner query into the outer one.
const GATHERED: i64 = 2 * EXACT_TOTAL.cast_signed();

/// The local day: ages change at midnight.
pub(super) fn day_of(list: &UserList) -> chrono::NaiveDate {
    marmelad_core::kernel::local_day(list.moment.now, list.moment.zone)
}

pub(super) fn page_query(
    matching: &Matching<'_>,
    list: &UserList,
    total: u64,
) -> QueryBuilder<Database> {
    let walk = Walk::of(&list.filter, list.sort);
    let key = column(list.sort.by);
    let direction = if list.sort.is_descending { "DESC" } else { "ASC" };
    let mut sql = QueryBuilder::new(concat!("SELECT ", user_columns!(), " FROM ("));
    if !matching.is_narrow() && (walk.is_enough || total > EXACT_TOTAL) {
        sql.push("SELECT u.id");
        matching.push_from(&mut sql, Start::Clients, &walk.hint());
        sql.push(format!(" ORDER BY u.{key} {direction}, u.id {direction}"));
    } else {
        sql.push(format!("SELECT few.id FROM (SELECT u.id, u.{key} AS sort_key"));
        matching.push_from(&mut sql, Start::Fewest, "");
        sql.push(" LIMIT ").push_bind(GATHERED);
        sql.push(format!(") few ORDER BY few.sort_key {direction}, few.id {direction}"));
    }
    sql.push(" LIMIT ")
        .push_bind(i64::from(list.page.per_page))
        .push(" OFFSET ")
        .push_bind(list.page.offset());
    sql.push(format!(
        ") page JOIN users u ON u.id = page.id ORDER BY u.{key} {direction}, u.id {direction}"
    ));
    sql
}

const fn column(key: UserSortKey) -> &'static str {
    match key {
        UserSortKey::CreatedAt => "created_at",
        UserSortKey::LastSeenAt => "last_seen_at",
        UserSortKey::DisplayName => "display_name",
        UserSortKey::Id => "id",
    }
}

/// The index that has the clients in the wanted order.
struct Walk {
    index: Option<&'static str>,
    /// Whether the filter asks for nothing beyond the index: then no other plan is better, however few match.
    is_enough: bool,
}

impl Walk {
    fn of(filter: &UserFilter, sort: UserSort) -> Self {
        let rest = Rest::of(filter);
        let index = match sort.by {
            UserSortKey::CreatedAt => return Self::by_creation(filter, rest),
            UserSortKey::LastSeenAt => Some("ix_users_last_seen_at_id_is_test"),
            UserSortKey::DisplayName => Some("ix_users_display_name_id_is_test"),
            UserSortKey::Id => None,
        };
        let hides = filter.test != TestUsers::Only;
        Self { index, is_enough: rest.is_nothing && hides && !rest.has_window }
    }

    /// Several columns have an index that continues with the first contact.
    fn by_creation(filter: &UserFilter, rest: Rest) -> Self {
        let by_test = match filter.test {
            TestUsers::Any => "ix_users_created_at",
            TestUsers::Hidden | TestUsers::Only => "ix_users_is_test_created_at",
        };
        let equals = [
            (filter.campaign_id.is_some(), "ix_users_campaign_id_created_at"),
            (filter.is_blocked.is_some(), "ix_users_is_blocked_created_at"),
            (filter.gender.is_some(), "ix_users_gender_created_at"),
            (filter.is_subscribed.is_some(), "ix_users_is_subscribed_created_at"),
        ];
        let mut equals = equals.iter().filter(|(is_asked, _)| *is_asked);
        let index = equals.next().map_or(by_test, |(_, index)| index);
        let is_only_one = equals.next().is_none() && filter.test != TestUsers::Only;
        Self {
            index: Some(index),
            is_enough: rest.is_nothing || (rest.is_one_column && is_only_one),
        }
    }

    fn hint(&self) -> String {
        self.index.map_or_else(in_order_of_ids, in_order_of)
    }
}

/// What a filter asks for beside test users and the first contact.
#[derive(Clone, Copy)]
struct Rest {
    is_nothing: bool,
    /// One column that an index has before the first contact.
    is_one_column: bool,
    has_window: bool,
}

impl Rest {
    fn of(filter: &UserFilter) -> Self {
        let other = UserFilter {
            ignores_phones: false,
            created_from: None,
            created_to: None,
            test: TestUsers::default(),
            ..filter.clone()
        };
        let without_columns = UserFilter {
            campaign_id: None,
            is_blocked: None,
            gender: None,
            is_subscribed: None,
            ..other.clone()
        };
        Self {
            is_nothing: other == UserFilter::default(),
            is_one_column: without_columns == UserFilter::default(),
            has_window: filter.created_from.is_some() || filter.created_to.is_some(),
        }
    }
}
