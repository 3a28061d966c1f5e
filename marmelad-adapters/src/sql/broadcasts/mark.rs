//! Marking: claimed rows become `sending`; their messages are sent right after the transaction.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use marmelad_core::alerts::StopCode;
use marmelad_core::broadcasts::{
    Broadcast, MarkedRecipient, Recipient, RecipientStatus, RecordAndMark, SkipReason, StopReason,
};
use marmelad_core::clients::{ContactState, MessageClass, may_send};
use marmelad_core::discounts::{Discount, DiscountFacts, DiscountSource, Unusable};
use marmelad_core::kernel::{BroadcastLogId, ClientId, TelegramId, to_millis};
use sqlx::QueryBuilder;

use super::super::dialect::{Conn, Database};
use super::super::discounts::{GrantMany, Taker, issue_many, of_broadcast, templates};
use super::super::row::{RowOf, push_in};
use super::counters::{CounterChanges, Stop};
use crate::sql::fault::Fault;

/// Marks the rows whose messages may be sent and issues their codes. Skips clients who may no longer get the message.
pub(super) async fn mark(
    conn: &mut Conn,
    command: &RecordAndMark,
    broadcast: &Broadcast,
    changes: &mut CounterChanges,
) -> Result<(Vec<MarkedRecipient>, Stop), Fault> {
    let mut going = Vec::new();
    for row in candidates(conn, command).await? {
        match may_send(MessageClass::Marketing, row.contact(), command.needs_consent) {
            Ok(()) => going.push(row),
            Err(obstacle) => skip(conn, row.id, obstacle.into(), command.now, changes).await?,
        }
    }
    let mut stop = None;
    let mut codes = HashMap::new();
    if broadcast.terms.template_id.is_some() && !going.is_empty() {
        let given = give_codes(conn, command, broadcast, &going).await?;
        (codes, stop) = (given.codes, given.stop);
        for row in going.extract_if(.., |row| given.too_many.contains(&row.user_id)) {
            skip(conn, row.id, SkipReason::Budget, command.now, changes).await?;
        }
        let is_revoked = |row: &Candidate| {
            let code = codes.get(&row.user_id);
            code.is_some_and(|discount| discount.revoked_at.is_some())
        };
        for row in going.extract_if(.., |row| is_revoked(row)) {
            let reason = SkipReason::CodeRevoked;
            skip(conn, row.id, reason, command.now, changes).await?;
        }
        going.retain(|row| codes.contains_key(&row.user_id));
    }
    if !going.is_empty() {
        set_sending(conn, command, &going, &codes).await?;
    }
    let marked = going
        .into_iter()
        .map(|row| {
            let discount = codes.get(&row.user_id);
            row.marked(discount, command)
        })
        .collect::<Result<_, _>>()?;
    Ok((marked, stop))
}

#[derive(sqlx::FromRow)]
struct Candidate {
    id: i64,
    user_id: i64,
    attempts: i64,
    telegram_id: i64,
    first_name: Option<String>,
    display_name: String,
    is_blocked: bool,
    is_opted_out: bool,
    marketing_consent_at: Option<DateTime<Utc>>,
    anonymized_at: Option<DateTime<Utc>>,
    is_test: bool,
}

impl Candidate {
    fn contact(&self) -> ContactState {
        ContactState {
            is_anonymized: self.anonymized_at.is_some(),
            is_blocked: self.is_blocked,
            is_opted_out: self.is_opted_out,
            has_agreed: self.marketing_consent_at.is_some(),
        }
    }

    fn marked(
        self,
        discount: Option<&Discount>,
        command: &RecordAndMark,
    ) -> Result<MarkedRecipient, Fault> {
        let of = RowOf { table: "broadcast_logs", id: self.id };
        Ok(MarkedRecipient {
            log: BroadcastLogId(self.id),
            user_id: ClientId(self.user_id),
            attempts: of.count("attempts", self.attempts)?,
            recipient: Recipient {
                chat: TelegramId(self.telegram_id).into(),
                first_name: self.first_name,
                display_name: self.display_name,
                discount: discount
                    .map(|discount| DiscountFacts::of(discount, command.zone, command.now)),
            },
        })
    }
}

async fn candidates(conn: &mut Conn, command: &RecordAndMark) -> Result<Vec<Candidate>, Fault> {
    let mut query = QueryBuilder::<Database>::new(
        "SELECT l.id, l.user_id, l.attempts, u.telegram_id, u.first_name, u.display_name, \
         u.is_blocked, u.is_opted_out, u.marketing_consent_at, u.anonymized_at, u.is_test \
         FROM broadcast_logs l JOIN users u ON u.id = l.user_id WHERE ",
    );
    push_in(&mut query, "l.id", command.mark.iter().map(|log| log.0));
    query.push(" AND l.status = 'pending' AND l.claim_id = ");
    query.push_bind(&command.claim_id);
    let mut rows: Vec<Candidate> = query.build_query_as().fetch_all(conn).await?;
    rows.sort_by_key(|row| row.id);
    Ok(rows)
}

async fn skip(
    conn: &mut Conn,
    id: i64,
    reason: SkipReason,
    now: DateTime<Utc>,
    changes: &mut CounterChanges,
) -> Result<(), Fault> {
    let skipped = sqlx::query(
        "UPDATE broadcast_logs SET status = 'skipped', skip_reason = ?, claim_id = NULL, \
         lease_until = NULL, updated_at = ? WHERE id = ? AND status = 'pending'",
    )
    .bind(reason.as_str())
    .bind(to_millis(now))
    .bind(id)
    .execute(conn)
    .await?;
    if skipped.rows_affected() != 1 {
        return Err(Fault::Conflict);
    }
    changes.moved(RecipientStatus::Pending, RecipientStatus::Skipped);
    Ok(())
}

/// When another worker claimed one of the rows since they were read, the transaction is repeated.
async fn set_sending(
    conn: &mut Conn,
    command: &RecordAndMark,
    going: &[Candidate],
    codes: &HashMap<i64, Discount>,
) -> Result<(), Fault> {
    let mut query = QueryBuilder::<Database>::new(
        "UPDATE broadcast_logs SET status = 'sending', lease_until = ",
    );
    query.push_bind(to_millis(command.lease_until));
    query.push(", updated_at = ").push_bind(to_millis(command.now));
    if !codes.is_empty() {
        query.push(", discount_id = CASE user_id");
        for row in going {
            query.push(" WHEN ").push_bind(row.user_id);
            query.push(" THEN ").push_bind(codes.get(&row.user_id).map(|discount| discount.id.0));
        }
        query.push(" END");
    }
    push_in(&mut query, " WHERE id", going.iter().map(|row| row.id));
    query.push(" AND status = 'pending' AND claim_id = ");
    query.push_bind(&command.claim_id);
    let set = query.build().execute(conn).await?.rows_affected();
    if set == going.len() as u64 { Ok(()) } else { Err(Fault::Conflict) }
}

/// The codes of the recipients.
struct Given {
    codes: HashMap<i64, Discount>,
    /// Clients for whom the budget has no code left.
    too_many: Vec<i64>,
    stop: Stop,
}

/// Issues a code to each client who has none by this broadcast.
async fn give_codes(
    conn: &mut Conn,
    command: &RecordAndMark,
    broadcast: &Broadcast,
    going: &[Candidate],
) -> Result<Given, Fault> {
    let users = || going.iter().map(|row| row.user_id);
    let codes = of_broadcast(conn, broadcast.id, users()).await?;
    let lacking: Vec<&Candidate> =
        going.iter().filter(|row| !codes.contains_key(&row.user_id)).collect();
    let mut given = Given { codes, too_many: Vec::new(), stop: None };
    let (Some(template), false) = (broadcast.terms.template_id, lacking.is_empty()) else {
        return Ok(given);
    };
    let Some(template) = templates::lock(conn, template).await? else {
        return Err(Fault::Conflict);
    };
    let left = match template.usable(command.now) {
        Ok(()) => template.budget_left().map_or(usize::MAX, |left| left as usize),
        Err(Unusable::BudgetSpent) => 0,
        Err(_) => {
            given.stop = Some(StopReason {
                code: StopCode::TemplateUnusable,
                message: "its discount template is switched off or out of its dates".to_owned(),
            });
            return Ok(given);
        }
    };
    let (taking, too_many) = lacking.split_at(left.min(lacking.len()));
    if !too_many.is_empty() {
        given.too_many = too_many.iter().map(|row| row.user_id).collect();
        given.stop = Some(StopReason {
            code: StopCode::Budget,
            message: format!("the budget of the discount template {} is used up", template.id),
        });
    }
    let many = GrantMany {
        template: &template,
        source: DiscountSource::Broadcast,
        broadcast_id: Some(broadcast.id),
        now: command.now,
        zone: command.zone,
    };
    let takers: Vec<Taker> = taking
        .iter()
        .map(|row| Taker { user_id: ClientId(row.user_id), is_test: row.is_test })
        .collect();
    if !takers.is_empty() {
        issue_many(conn, &many, &takers, &mut command.codes.iter()).await?;
        given.codes = of_broadcast(conn, broadcast.id, users()).await?;
    }
    Ok(given)
}
