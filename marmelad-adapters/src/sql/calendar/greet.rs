//! The steps of greeting a batch of clients on their birthdays.

use std::collections::HashMap;

use chrono::Datelike;
use marmelad_core::calendar::GreetBatch;
use marmelad_core::discounts::{
    DiscountSource, IssueRule, RecurrenceDecision, Template, TemplateEvent, ToldDiscount,
    newest_usable,
};
use marmelad_core::kernel::{ClientId, to_millis};
use marmelad_core::notifications::{Notice, NotificationDraft};
use sqlx::QueryBuilder;

use super::super::dialect::{Conn, Database, for_update};
use super::super::discounts::templates::{TemplateRow, select_template};
use super::super::discounts::{GrantMany, Taker, issue_many, last_issues};
use super::super::row::{cut, push_list};
use super::super::statement::{Fetch, Statement};
use super::FIRST_NAME_CHARS;
use super::birthday_candidates::BirthdayClient;
use crate::sql::fault::Fault;

/// The discounts of a batch.
#[derive(Default)]
pub(super) struct Gifts {
    pub(super) given: HashMap<ClientId, Gift>,
    pub(super) without_free_code: usize,
}

pub(super) struct Gift {
    discount: ToldDiscount,
    note: Option<String>,
}

/// Issues a discount to every eligible client, by the newest usable template whose budget is not spent yet.
pub(super) async fn give(
    conn: &mut Conn,
    batch: &GreetBatch,
    clients: &[BirthdayClient],
) -> Result<Gifts, Fault> {
    let mut gifts = Gifts::default();
    let mut templates = lock_templates(conn).await?;
    let mut codes = batch.codes.iter();
    let mut waiting: Vec<Taker> = clients
        .iter()
        .filter(|client| batch.rule.may_give_code(&client.celebrant()))
        .map(|client| Taker { user_id: client.id(), is_test: client.is_test })
        .collect();
    while !waiting.is_empty() {
        let Some(template) = newest_usable(&templates, batch.now).cloned() else {
            break;
        };
        // A client whom the newest template refuses gets nothing by an older one, as with every issue.
        waiting = allowed(conn, batch, &template, waiting).await?;
        let left = template.budget_left().map_or(usize::MAX, |left| left as usize);
        let later = waiting.split_off(left.min(waiting.len()));
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
        gifts.given.extend(given.into_iter().map(|(user, discount)| {
            let note = template.terms.message_text.clone();
            (user, Gift { discount, note })
        }));
    }
    Ok(gifts)
}

/// The active birthday templates, locked, so that nobody spends their budgets meanwhile.
async fn lock_templates(conn: &mut Conn) -> Result<Vec<Template>, Fault> {
    let sql = select_template!("WHERE event = ? AND is_active = ? ORDER BY id", for_update!());
    let query = sqlx::query_as::<_, TemplateRow>(sql);
    query.bind(TemplateEvent::Birthday.as_str()).bind(true).all(conn).await
}

/// The takers whom the template's recurrence allows another code.
async fn allowed(
    conn: &mut Conn,
    batch: &GreetBatch,
    template: &Template,
    takers: Vec<Taker>,
) -> Result<Vec<Taker>, Fault> {
    let users = takers.iter().map(|taker| taker.user_id);
    let last = last_issues(conn, template.id, users).await?;
    let rule = IssueRule { now: batch.now, zone: batch.zone, ignore_recurrence: false };
    Ok(takers
        .into_iter()
        .filter(|taker| {
            let last = last.get(&taker.user_id).copied();
            rule.decide(template, last) == RecurrenceDecision::Allowed
        })
        .collect())
}

pub(super) async fn mark_celebrated(
    conn: &mut Conn,
    batch: &GreetBatch,
    clients: &[BirthdayClient],
) -> Result<(), Fault> {
    let mut query = QueryBuilder::<Database>::new("UPDATE users SET last_celebrated_on = ");
    query.push_bind(batch.rule.day).push(", updated_at = ");
    query.push_bind(to_millis(batch.now)).push(" WHERE id IN (");
    push_list(&mut query, clients.iter().map(|client| client.id().0));
    query.push(")").build().run(conn).await
}

pub(super) fn greeting(
    batch: &GreetBatch,
    client: &BirthdayClient,
    gift: Option<&Gift>,
) -> NotificationDraft {
    let notice = Notice::Birthday {
        first_name: client.first_name.as_deref().map(|name| cut(name, FIRST_NAME_CHARS)),
        gift: gift.map(|gift| gift.discount.clone()),
        note: gift.and_then(|gift| gift.note.clone()),
    };
    let year = batch.rule.day.year();
    NotificationDraft::birthday(client.id(), client.chat(), notice, year, batch.send_before)
}

pub(super) fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
