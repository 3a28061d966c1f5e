//! Issuing.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use marmelad_core::discounts::{
    Discount, DiscountCode, DiscountSource, IssueBy, IssueDiscount, IssueOutcome, IssueRule,
    RecurrenceDecision, Template, newest_usable,
};
use marmelad_core::kernel::{AdminId, CampaignId, DiscountId, UserId, to_millis};

use super::super::super::dialect;
use super::super::super::dialect::{Conn, Db, for_update, inserted_id};
use super::super::row::money_column;
use super::super::templates::{TemplateRow, select_template};
use super::super::{audit, templates, totals};
use super::{DiscountRow, select_discount};
use crate::sql::fault::{Fault, unless_taken};

pub(super) async fn issue(db: &Db, command: &IssueDiscount) -> Result<IssueOutcome, Fault> {
    let mut tx = db.begin().await?;
    let user: Option<bool> = sqlx::query_scalar(concat!(
        "SELECT is_test FROM users WHERE id = ? AND anonymized_at IS NULL",
        for_update!()
    ))
    .bind(command.user_id.0)
    .fetch_optional(&mut *tx)
    .await?;
    let Some(is_test) = user else {
        return Ok(IssueOutcome::UserNotFound);
    };
    let Some(template) = usable_template(&mut tx, command).await? else {
        return Ok(IssueOutcome::NoTemplate);
    };

    let rule = IssueRule {
        now: command.now,
        zone: command.zone,
        ignore_recurrence: matches!(command.by, IssueBy::Template(_)),
    };
    if let Some(refused) = refusal(&mut tx, &rule, &template, command.user_id).await? {
        return Ok(refused);
    }
    let grant_of = Grant {
        user_id: command.user_id,
        is_test,
        template: &template,
        source: command.source,
        campaign_id: None,
        admin_id: command.admin_id,
        now: command.now,
        zone: command.zone,
    };
    let Some(discount) = grant(&mut tx, &grant_of, &mut command.codes.iter()).await? else {
        return Ok(IssueOutcome::CodesTaken);
    };
    if let Some(entry) = &command.audit {
        audit::append(&mut tx, entry.clone().about(discount.id.0), command.now).await?;
    }
    tx.commit().await?;
    Ok(IssueOutcome::Issued(discount))
}

async fn usable_template(
    conn: &mut Conn,
    command: &IssueDiscount,
) -> Result<Option<Template>, Fault> {
    let candidates = match command.by {
        IssueBy::Template(id) => templates::find(conn, id).await?.into_iter().collect(),
        IssueBy::Event(event) => {
            let rows: Vec<TemplateRow> = sqlx::query_as(select_template!(
                "WHERE event = ? AND is_active = ? ORDER BY id"
            ))
            .bind(event.as_str())
            .bind(true)
            .fetch_all(conn)
            .await?;
            rows.into_iter()
                .map(Template::try_from)
                .collect::<Result<Vec<_>, _>>()?
        }
    };
    Ok(newest_usable(&candidates, command.now).cloned())
}

/// What the rule says against an issue after the client's last discount of the template that was not
/// revoked; `None` = nothing. The client's row must be locked.
pub(in super::super) async fn refusal(
    conn: &mut Conn,
    rule: &IssueRule,
    template: &Template,
    user: UserId,
) -> Result<Option<IssueOutcome>, Fault> {
    let row: Option<DiscountRow> = sqlx::query_as(select_discount!(
        "WHERE user_id = ? AND template_id = ? AND revoked_at IS NULL ORDER BY created_at DESC, id DESC LIMIT 1"
    ))
    .bind(user.0)
    .bind(template.id.0)
    .fetch_optional(conn)
    .await?;
    let last = row.map(Discount::try_from).transpose()?;
    let decision = rule.decide(template, last.as_ref().map(|discount| discount.created_at));
    let next_at = match decision {
        RecurrenceDecision::Allowed => return Ok(None),
        RecurrenceDecision::NotBefore(at) => Some(at),
        RecurrenceDecision::Never => None,
    };
    Ok(last.map(|last| IssueOutcome::NotYet { last, next_at }))
}

/// A discount that was decided on.
pub(in super::super) struct Grant<'a> {
    pub(in super::super) user_id: UserId,
    pub(in super::super) is_test: bool,
    pub(in super::super) template: &'a Template,
    pub(in super::super) source: DiscountSource,
    pub(in super::super) campaign_id: Option<CampaignId>,
    pub(in super::super) admin_id: Option<AdminId>,
    pub(in super::super) now: DateTime<Utc>,
    pub(in super::super) zone: Tz,
}

/// Takes one from the budget and inserts the discount under the first code that is free. `None` when
/// every code is taken; then the budget is as it was.
///
/// The budget comes first: an insert shares its template's row with other inserts, and of two that
/// both wanted it alone afterwards each would wait for the other.
pub(in super::super) async fn grant(
    conn: &mut Conn,
    grant: &Grant<'_>,
    codes: &mut impl Iterator<Item = &DiscountCode>,
) -> Result<Option<Discount>, Fault> {
    take_from_budget(conn, grant.template, 1).await?;
    let issued = insert_first_free(conn, grant, codes).await?;
    if issued.is_none() {
        give_back_to_budget(conn, grant.template).await?;
    }
    Ok(issued)
}

/// Inserts a test discount under the first code that is free. It takes nothing from the budget.
pub(in super::super) async fn issue_test(
    conn: &mut Conn,
    grant: &Grant<'_>,
    codes: &[DiscountCode],
) -> Result<Option<Discount>, Fault> {
    insert_first_free(conn, grant, &mut codes.iter()).await
}

async fn insert_first_free(
    conn: &mut Conn,
    grant: &Grant<'_>,
    codes: &mut impl Iterator<Item = &DiscountCode>,
) -> Result<Option<Discount>, Fault> {
    for code in codes {
        let discount = unsaved(grant, code);
        if let Some(id) = insert(conn, grant, &discount).await? {
            totals::count_issued(conn, std::iter::once(grant.user_id)).await?;
            return Ok(Some(Discount {
                id: DiscountId(id),
                ..discount
            }));
        }
    }
    Ok(None)
}

pub(super) fn unsaved(grant: &Grant<'_>, code: &DiscountCode) -> Discount {
    let terms = &grant.template.terms;
    Discount {
        id: DiscountId(0),
        user_id: grant.user_id,
        template_id: Some(grant.template.id),
        campaign_id: grant.campaign_id,
        broadcast_id: None,
        source: grant.source,
        code: code.clone(),
        value: terms.value,
        usage: terms.usage,
        uses_count: 0,
        min_order_amount: terms.min_order_amount,
        expires_at: grant.template.expires_at(grant.now, grant.zone),
        used_at: None,
        used_by_cashier_id: None,
        revoked_at: None,
        revoke_reason: None,
        is_test: grant.is_test,
        created_at: to_millis(grant.now),
    }
}

/// `None` when the code is taken.
async fn insert(
    conn: &mut Conn,
    grant: &Grant<'_>,
    discount: &Discount,
) -> Result<Option<i64>, Fault> {
    let done = sqlx::query(
        "INSERT INTO discounts (user_id, template_id, campaign_id, source, issued_by_admin_id, code, value, \
         value_type, usage_type, max_uses, min_order_amount, expires_at, is_test, created_at, updated_at) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(discount.user_id.0)
    .bind(discount.template_id.map(|id| id.0))
    .bind(discount.campaign_id.map(|id| id.0))
    .bind(discount.source.as_str())
    .bind(grant.admin_id.map(|id| id.0))
    .bind(discount.code.as_ref())
    .bind(dialect::from_hundredths(discount.value.hundredths()))
    .bind(discount.value.value_type().as_str())
    .bind(discount.usage.as_str())
    .bind(i64::from(discount.usage.max_uses()))
    .bind(discount.min_order_amount.map(money_column))
    .bind(discount.expires_at)
    .bind(discount.is_test)
    .bind(discount.created_at)
    .bind(discount.created_at)
    .execute(conn)
    .await;
    Ok(unless_taken(done)?.map(|done| inserted_id(&done)))
}

/// Takes for so many discounts. The template was read before it is locked here: should too little of its budget be
/// left, or somebody have switched it off, the whole is decided again.
pub(super) async fn take_from_budget(
    conn: &mut Conn,
    template: &Template,
    count: usize,
) -> Result<(), Fault> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let taken = sqlx::query(
        "UPDATE discount_templates SET issued_count = issued_count + ? \
         WHERE id = ? AND is_active = ? AND (total_limit IS NULL OR issued_count + ? <= total_limit)",
    )
    .bind(count)
    .bind(template.id.0)
    .bind(true)
    .bind(count)
    .execute(conn)
    .await?;
    if taken.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Fault::Raced)
    }
}

async fn give_back_to_budget(conn: &mut Conn, template: &Template) -> Result<(), Fault> {
    sqlx::query("UPDATE discount_templates SET issued_count = issued_count - 1 WHERE id = ?")
        .bind(template.id.0)
        .execute(conn)
        .await?;
    Ok(())
}
