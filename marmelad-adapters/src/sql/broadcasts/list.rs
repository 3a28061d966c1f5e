//! Lists of broadcasts.

use marmelad_core::broadcasts::{
    Broadcast, BroadcastFilter, BroadcastKind, BroadcastList, BroadcastSortKey,
};
use marmelad_core::kernel::{Page, Sorting};
use marmelad_core::people::fold_words;
use sqlx::QueryBuilder;

use super::super::conditions::Conditions;
use super::super::dialect::{Conn, Database};
use super::super::row::push_in;
use super::super::statement::Fetch;
use super::recipients::push_words;
use super::row::{BroadcastRow, select_broadcast};
use crate::sql::fault::Fault;

/// The page of broadcasts by words of the title. Titles are compared here, because the databases fold Cyrillic letters
/// differently; there are few of them.
pub(super) async fn titled(
    conn: &mut Conn,
    list: &BroadcastList,
    wanted: &str,
) -> Result<Page<Broadcast>, Fault> {
    let mut query = QueryBuilder::<Database>::new("SELECT id, title FROM broadcasts WHERE 1 = 1");
    push_filter(&mut query, &list.filter);
    let sort = column(list.sort);
    let direction = if sort.is_descending { " DESC" } else { "" };
    query.push(format_args!(" ORDER BY {}{direction}, id{direction}", sort.by));
    let titles: Vec<(i64, String)> = query.build_query_as().fetch_all(&mut *conn).await?;
    let wanted = fold_words(wanted);
    let fits = |title: &str| {
        let words = fold_words(title);
        let is_there = |wanted: &String| words.iter().any(|word| word.starts_with(wanted.as_str()));
        wanted.iter().all(is_there)
    };
    let ids: Vec<i64> = titles.iter().filter(|(_, title)| fits(title)).map(|(id, _)| *id).collect();
    let skipped = usize::try_from(list.page.offset()).unwrap_or(usize::MAX);
    let shown: Vec<i64> =
        ids.iter().skip(skipped).take(list.page.per_page as usize).copied().collect();
    let total = ids.len() as u64;
    if shown.is_empty() {
        return Ok(Page { items: Vec::new(), total });
    }
    let mut query = QueryBuilder::<Database>::new(select_broadcast!("WHERE "));
    push_in(&mut query, "id", shown.iter().copied());
    let mut items: Vec<Broadcast> = query.build_query_as::<BroadcastRow>().all(conn).await?;
    items.sort_by_key(|found| shown.iter().position(|id| *id == found.id.0));
    Ok(Page { items, total })
}

pub(super) fn column(sort: Sorting<BroadcastSortKey>) -> Sorting<&'static str> {
    Sorting {
        by: match sort.by {
            BroadcastSortKey::CreatedAt => "created_at",
            BroadcastSortKey::ScheduledAt => "scheduled_at",
            BroadcastSortKey::FinishedAt => "finished_at",
        },
        is_descending: sort.is_descending,
    }
}

/// Every condition but the title.
pub(super) fn push_filter(query: &mut QueryBuilder<Database>, filter: &BroadcastFilter) {
    let words = filter.statuses.iter().map(|status| status.as_str());
    push_words(query, "status", words);
    query.equal("kind", filter.kind.map(BroadcastKind::as_str));
    query.within("created_at", filter.created);
    query.within("scheduled_at", filter.scheduled);
    query.equal("is_test", filter.is_test);
}
