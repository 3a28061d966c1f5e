//! Tags of many clients at a time.

use std::collections::BTreeMap;

use marmelad_core::clients::{TagUsers, TaggedUsers};
use marmelad_core::kernel::to_millis;
use serde_json::Value;
use sqlx::QueryBuilder;
use sqlx::types::Json;

use super::super::audit;
use super::super::dialect::{Conn, Database, for_update};
use super::super::row::{RowOf, push_list};
use super::super::statement::Statement;
use super::words::replace_tags;
use crate::sql::fault::Fault;

pub(super) async fn tag(conn: &mut Conn, command: &TagUsers) -> Result<TaggedUsers, Fault> {
    let now = to_millis(command.now);
    let mut tagged = TaggedUsers::default();
    let mut query = QueryBuilder::<Database>::new("SELECT id, tags FROM users WHERE id IN (");
    push_list(&mut query, command.ids.iter().map(|id| id.0));
    query.push(concat!(") AND anonymized_at IS NULL ORDER BY id", for_update!()));
    let rows: Vec<(i64, Json<Value>)> = query.build_query_as().fetch_all(&mut *conn).await?;
    // Most clients have the same few tags: one statement per set of tags.
    let mut sets = BTreeMap::<Vec<String>, Vec<i64>>::new();
    for (id, tags) in rows {
        let old: Vec<String> = RowOf { table: "users", id }.json("tags", tags)?;
        tagged.found += 1;
        match command.change.apply(&old) {
            None => tagged.full += 1,
            Some(new) if new != old => sets.entry(new).or_default().push(id),
            Some(_) => {}
        }
    }
    let mut changed = Vec::new();
    let mut words = Vec::new();
    for (tags, users) in sets {
        let mut update = QueryBuilder::<Database>::new("UPDATE users SET tags = ");
        update.push_bind(Json(tags.clone()));
        update.push(", updated_at = ").push_bind(now);
        update.push(" WHERE id IN (");
        push_list(&mut update, users.iter().copied());
        update.push(")").build().run(conn).await?;
        for id in &users {
            words.extend(tags.iter().map(|tag| (*id, tag.clone())));
        }
        changed.extend(users);
    }
    tagged.changed = changed.len() as u64;
    if changed.is_empty() {
        return Ok(tagged);
    }
    replace_tags(conn, &changed, &words, now).await?;
    if let Some(entry) = &command.audit {
        audit::append(conn, entry.clone(), command.now).await?;
    }
    Ok(tagged)
}
