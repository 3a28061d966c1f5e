//! Issuing one discount: the choice of the template, the recurrence, the budget, the row.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use marmelad_core::discounts::{
    Discount, DiscountCode, DiscountSource, IssueBy, IssueDiscount, IssueOutcome, IssueRule,
    RecurrenceDecision, Template, newest_usable,
};
use marmelad_core::kernel::{AdminId, CampaignId, ClientId, DiscountId, to_millis};

use super::super::clients::totals;
use super::super::dialect::{self, Conn, for_update};
use super::super::row::money_column;
use super::super::statement::{Fetch, Statement, bind};
use super::templates::{self, TemplateRow, select_template};
use super::{DiscountRow, select_discount};
use crate::sql::fault::Fault;

pub(super) async fn usable_template(
    conn: &mut Conn,
    command: &IssueDiscount,
) -> Result<Option<Template>, Fault> {
    let candidates: Vec<Template> = match command.by {
        IssueBy::Template(id) => templates::find(conn, id).await?.into_iter().collect(),
        IssueBy::Event(event) => {
            let sql = select_template!("WHERE event = ? AND is_active = ? ORDER BY id");
            let query = sqlx::query_as::<_, TemplateRow>(sql);
            query.bind(event.as_str()).bind(true).all(conn).await?
        }
    };
    Ok(newest_usable(&candidates, command.now).cloned())
}

/// Why the recurrence forbids the issue, judged by the client's last discount of the template that is not revoked;
/// `None` = it does not. The client's row must be locked.
pub(in crate::sql) async fn refusal(
    conn: &mut Conn,
    rule: &IssueRule,
    template: &Template,
    user: ClientId,
) -> Result<Option<IssueOutcome>, Fault> {
    let sql = select_discount!(
        "WHERE user_id = ? AND template_id = ? AND revoked_at IS NULL \
         ORDER BY created_at DESC, id DESC LIMIT 1"
    );
    let query = sqlx::query_as::<_, DiscountRow>(sql);
    let last: Option<Discount> = query.bind(user.0).bind(template.id.0).one(conn).await?;
    let decision = rule.decide(template, last.as_ref().map(|discount| discount.created_at));
    let next_at = match decision {
        RecurrenceDecision::Allowed => return Ok(None),
        RecurrenceDecision::NotBefore(at) => Some(at),
        RecurrenceDecision::Never => None,
    };
    Ok(last.map(|last| IssueOutcome::NotYet { last, next_at }))
}

/// A client whose row is locked and who may get a discount.
#[derive(Debug, Clone, Copy)]
pub(in crate::sql) struct Taker {
    pub(in crate::sql) user_id: ClientId,
    pub(in crate::sql) is_test: bool,
}

/// Locks a client; `None` when there is no such client or the client is anonymised.
pub(in crate::sql) async fn lock_taker(
    conn: &mut Conn,
    user_id: ClientId,
) -> Result<Option<Taker>, Fault> {
    let sql =
        concat!("SELECT is_test FROM users WHERE id = ? AND anonymized_at IS NULL", for_update!());
    let is_test = sqlx::query_scalar(sql).bind(user_id.0).fetch_optional(conn).await?;
    Ok(is_test.map(|is_test| Taker { user_id, is_test }))
}

/// A discount to insert.
pub(in crate::sql) struct Grant<'a> {
    pub(in crate::sql) user_id: ClientId,
    pub(in crate::sql) is_test: bool,
    pub(in crate::sql) template: &'a Template,
    pub(in crate::sql) source: DiscountSource,
    pub(in crate::sql) campaign_id: Option<CampaignId>,
    pub(in crate::sql) admin_id: Option<AdminId>,
    pub(in crate::sql) now: DateTime<Utc>,
    pub(in crate::sql) zone: Tz,
}

/// Takes one from the budget and inserts the discount under the first free code. `None` when every code is taken; then
/// the budget is unchanged.
///
/// The budget comes first: an insert takes a shared lock on its template's row, and two transactions that both wanted
/// the exclusive lock afterwards would wait for each other.
pub(in crate::sql) async fn grant(
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

/// Inserts a test discount under the first free code, without taking from the budget.
pub(in crate::sql) async fn issue_test(
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
            return Ok(Some(Discount { id: DiscountId(id), ..discount }));
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
    let sql = "INSERT INTO discounts (user_id, template_id, campaign_id, source, \
               issued_by_admin_id, code, value, value_type, usage_type, max_uses, \
               min_order_amount, expires_at, is_test, created_at, updated_at) \
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    bind!(
        sqlx::query(sql),
        discount.user_id.0,
        discount.template_id.map(|id| id.0),
        discount.campaign_id.map(|id| id.0),
        discount.source.as_str(),
        grant.admin_id.map(|id| id.0),
        discount.code.as_ref(),
        dialect::from_hundredths(discount.value.hundredths()),
        discount.value.value_type().as_str(),
        discount.usage.as_str(),
        i64::from(discount.usage.max_uses()),
        discount.min_order_amount.map(money_column),
        discount.expires_at,
        discount.is_test,
        discount.created_at,
        discount.created_at
    )
    .insert(conn)
    .await
}

/// Takes `count` discounts from the budget. The template was read before this statement locks it: when too little is
/// left or the template was switched off meanwhile, the transaction is repeated.
pub(super) async fn take_from_budget(
    conn: &mut Conn,
    template: &Template,
    count: usize,
) -> Result<(), Fault> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let sql = "UPDATE discount_templates SET issued_count = issued_count + ? \
               WHERE id = ? AND is_active = ? \
               AND (total_limit IS NULL OR issued_count + ? <= total_limit)";
    let taken = bind!(sqlx::query(sql), count, template.id.0, true, count).changes(conn).await?;
    if taken == 1 { Ok(()) } else { Err(Fault::Conflict) }
}

async fn give_back_to_budget(conn: &mut Conn, template: &Template) -> Result<(), Fault> {
    let sql = "UPDATE discount_templates SET issued_count = issued_count - 1 WHERE id = ?";
    sqlx::query(sql).bind(template.id.0).run(conn).await
}
