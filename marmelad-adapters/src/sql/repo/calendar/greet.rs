//! Birthday greetings, a batch at a time.

use std::collections::HashMap;

use chrono::Datelike;
use marmelad_core::calendar::{GreetBatch, Greeted};
use marmelad_core::discounts::{
    DiscountSource, IssueRule, RecurrenceDecision, Template, TemplateEvent, ToldDiscount,
    newest_usable,
};
use marmelad_core::kernel::{UserId, to_millis};
use marmelad_core::notifications::{Notice, NotificationDraft};
use sqlx::QueryBuilder;

use super::super::super::dialect::{Conn, Database, Db, for_update};
use super::super::discounts::{GrantMany, Taker, issue_many, last_issues};
use super::super::notifications::enqueue_many;
use super::super::row::{cut, push_list};
use super::super::templates::{TemplateRow, select_template};
use super::guests::{self, Guest};
use crate::metrics;
use crate::sql::fault::Fault;

/// As much of a first name as a message has room for.
const FIRST_NAME_CHARS: usize = 64;

pub(super) async fn greet(db: &Db, batch: &GreetBatch) -> Result<Greeted, Fault> {
    let (candidates, more_after) = guests::candidates(db, batch).await?;
    let nobody = Greeted {
        more_after,
        ..Greeted::default()
    };
    if candidates.is_empty() {
        return Ok(nobody);
    }
    let mut tx = db.begin().await?;
    let guests = guests::lock(&mut tx, batch, &candidates).await?;
    if guests.is_empty() {
        return Ok(nobody);
    }
    let gifts = give(&mut tx, batch, &guests).await?;
    mark_celebrated(&mut tx, batch, &guests).await?;
    let greetings: Vec<NotificationDraft> = guests
        .iter()
        .map(|guest| greeting(batch, guest, gifts.given.get(&guest.id)))
        .collect();
    enqueue_many(&mut tx, &greetings, batch.send_at, batch.now).await?;
    tx.commit().await?;
    metrics::codes_issued(DiscountSource::Birthday.as_str(), gifts.given.len() as u64);
    Ok(Greeted {
        greeted: count(guests.len()),
        with_code: count(gifts.given.len()),
        without_free_code: count(gifts.without_free_code),
        more_after,
    })
}

/// What a batch gives.
#[derive(Default)]
struct Gifts {
    given: HashMap<UserId, Gift>,
    without_free_code: usize,
}

struct Gift {
    discount: ToldDiscount,
    note: Option<String>,
}

/// Issues to everybody who may have a code: by the newest usable template while its budget lasts, then by the next.
async fn give(conn: &mut Conn, batch: &GreetBatch, guests: &[Guest]) -> Result<Gifts, Fault> {
    let mut gifts = Gifts::default();
    let mut templates = lock_templates(conn).await?;
    let mut codes = batch.codes.iter();
    let mut waiting: Vec<Taker> = guests
        .iter()
        .filter(|guest| batch.rule.may_give_code(&guest.celebrant))
        .map(|guest| Taker {
            user_id: guest.id,
            is_test: guest.is_test,
        })
        .collect();
    while !waiting.is_empty() {
        let Some(template) = newest_usable(&templates, batch.now).cloned() else {
            break;
        };
        // Whom the newest refuses gets nothing by an older one, as with any issue.
        waiting = allowed(conn, batch, &template, waiting).await?;
        let later = waiting.split_off(room(&template).min(waiting.len()));
        let takers = std::mem::replace(&mut waiting, later);
        let many = GrantMany {
            broadcast_id: None,
            template: &template,
            source: DiscountSource::Birthday,
            now: batch.now,
            zone: batch.zone,
        };
        let given = issue_many(conn, &many, &takers, &mut codes).await?;
        if given.len() < takers.len() {
            gifts.without_free_code = takers.len() - given.len() + waiting.len();
            waiting.clear();
        }
        let issued = count(given.len());
        for stored in &mut templates {
            if stored.id == template.id {
                stored.issued_count += issued;
            }
        }
        gifts
            .given
            .extend(given.into_iter().map(|(user, discount)| {
                let note = template.terms.message_text.clone();
                (user, Gift { discount, note })
            }));
    }
    Ok(gifts)
}

/// The active birthday templates, locked: nobody spends their budgets meanwhile.
async fn lock_templates(conn: &mut Conn) -> Result<Vec<Template>, Fault> {
    let rows: Vec<TemplateRow> = sqlx::query_as(select_template!(
        "WHERE event = ? AND is_active = ? ORDER BY id",
        for_update!()
    ))
    .bind(TemplateEvent::Birthday.as_str())
    .bind(true)
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Template::try_from).collect()
}

/// Whom the template's recurrence allows another code.
async fn allowed(
    conn: &mut Conn,
    batch: &GreetBatch,
    template: &Template,
    takers: Vec<Taker>,
) -> Result<Vec<Taker>, Fault> {
    let users = takers.iter().map(|taker| taker.user_id);
    let last = last_issues(conn, template.id, users).await?;
    let rule = IssueRule {
        now: batch.now,
        zone: batch.zone,
        ignore_recurrence: false,
    };
    Ok(takers
        .into_iter()
        .filter(|taker| {
            let last = last.get(&taker.user_id).copied();
            rule.decide(template, last) == RecurrenceDecision::Allowed
        })
        .collect())
}

/// How many codes the template's budget still has.
fn room(template: &Template) -> usize {
    template.terms.total_limit.map_or(usize::MAX, |limit| {
        limit.saturating_sub(template.issued_count) as usize
    })
}

async fn mark_celebrated(
    conn: &mut Conn,
    batch: &GreetBatch,
    guests: &[Guest],
) -> Result<(), Fault> {
    let mut query = QueryBuilder::<Database>::new("UPDATE users SET last_celebrated_on = ");
    query.push_bind(batch.rule.day).push(", updated_at = ");
    query.push_bind(to_millis(batch.now)).push(" WHERE id IN (");
    push_list(&mut query, guests.iter().map(|guest| guest.id.0));
    query.push(")").build().execute(conn).await?;
    Ok(())
}

fn greeting(batch: &GreetBatch, guest: &Guest, gift: Option<&Gift>) -> NotificationDraft {
    let notice = Notice::Birthday {
        first_name: guest
            .first_name
            .as_deref()
            .map(|name| cut(name, FIRST_NAME_CHARS)),
        gift: gift.map(|gift| gift.discount.clone()),
        note: gift.and_then(|gift| gift.note.clone()),
    };
    NotificationDraft::birthday(
        guest.id,
        guest.chat,
        notice,
        batch.rule.day.year(),
        batch.send_before,
    )
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
