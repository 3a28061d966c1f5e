//! Lists of broadcasts.

use std::collections::HashMap;

use marmelad_core::broadcasts::{
    Broadcast, BroadcastFilter, BroadcastKind, BroadcastList, BroadcastSortKey,
};
use marmelad_core::kernel::{Page, Sorting};
use marmelad_core::people::fold_words;
use sqlx::QueryBuilder;

use super::super::super::dialect::{Conn, Database, Db};
use super::super::conditions::Conditions;
use super::super::counting::Totals;
use super::super::row::push_in;
use super::read::push_words;
use super::row::{BroadcastRow, select_broadcast};
use crate::sql::fault::Fault;

pub(super) async fn list(
    db: &Db,
    totals: &Totals,
    list: &BroadcastList,
) -> Result<Page<Broadcast>, Fault> {
    let mut conn = db.reader().await?;
    if let Some(title) = &list.filter.title {
        return titled(&mut conn, list, title).await;
    }
    let mut query = QueryBuilder::<Database>::new(select_broadcast!("WHERE 1 = 1"));
    push_filter(&mut query, &list.filter);
    query.page(column(list.sort), list.page);
    let rows: Vec<BroadcastRow> = query.build_query_as().fetch_all(&mut *conn).await?;
    let items = rows
        .into_iter()
        .map(Broadcast::try_from)
        .collect::<Result<_, _>>()?;
    let key = format!("{:?}", list.filter);
    let total = totals
        .total(&mut conn, key, list.now, |query, _| {
            query.push(" FROM broadcasts WHERE 1 = 1");
            push_filter(query, &list.filter);
        })
        .await?;
    Ok(Page { items, total })
}

/// By words of the title: the databases fold Cyrillic letters differently, so titles are compared here. There are as many
/// as people wrote, which is few.
async fn titled(
    conn: &mut Conn,
    list: &BroadcastList,
    wanted: &str,
) -> Result<Page<Broadcast>, Fault> {
    let mut query = QueryBuilder::<Database>::new("SELECT id, title FROM broadcasts WHERE 1 = 1");
    push_filter(&mut query, &list.filter);
    let sort = column(list.sort);
    let direction = if sort.is_descending { " DESC" } else { "" };
    query.push(format_args!(
        " ORDER BY {}{direction}, id{direction}",
        sort.by
    ));
    let titles: Vec<(i64, String)> = query.build_query_as().fetch_all(&mut *conn).await?;
    let wanted = fold_words(wanted);
    let fits = |title: &str| {
        let words = fold_words(title);
        let is_there = |wanted: &String| words.iter().any(|word| word.starts_with(wanted.as_str()));
        wanted.iter().all(is_there)
    };
    let ids: Vec<i64> = titles
        .iter()
        .filter(|(_, title)| fits(title))
        .map(|(id, _)| *id)
        .collect();
    let skipped = usize::try_from(list.page.offset()).unwrap_or(usize::MAX);
    let shown: Vec<i64> = ids
        .iter()
        .skip(skipped)
        .take(list.page.per_page as usize)
        .copied()
        .collect();
    let total = ids.len() as u64;
    if shown.is_empty() {
        let items = Vec::new();
        return Ok(Page { items, total });
    }
    let mut query = QueryBuilder::<Database>::new(select_broadcast!("WHERE "));
    push_in(&mut query, "id", shown.iter().copied());
    let rows: Vec<BroadcastRow> = query.build_query_as().fetch_all(conn).await?;
    let mut found = HashMap::new();
    for row in rows {
        let broadcast = Broadcast::try_from(row)?;
        found.insert(broadcast.id.0, broadcast);
    }
    let items = shown.iter().filter_map(|id| found.remove(id)).collect();
    Ok(Page { items, total })
}

fn column(sort: Sorting<BroadcastSortKey>) -> Sorting<&'static str> {
    Sorting {
        by: match sort.by {
            BroadcastSortKey::CreatedAt => "created_at",
            BroadcastSortKey::ScheduledAt => "scheduled_at",
            BroadcastSortKey::FinishedAt => "finished_at",
        },
        is_descending: sort.is_descending,
    }
}

/// Everything but the title.
fn push_filter(query: &mut QueryBuilder<Database>, filter: &BroadcastFilter) {
    let words = filter.statuses.iter().map(|status| status.as_str());
    push_words(query, "status", words);
    query.equal("kind", filter.kind.map(BroadcastKind::as_str));
    query.within("created_at", filter.created);
    query.within("scheduled_at", filter.scheduled);
    query.equal("is_test", filter.is_test);
}
