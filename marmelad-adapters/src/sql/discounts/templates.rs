//! Discount templates: `discount_templates`.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::discounts::{
    RemoveTemplate, RemoveTemplateOutcome, SaveTemplate, SavedTemplate, Template, TemplateRepo,
    TemplateTerms, UpdateTemplate, describe_template_change,
};
use marmelad_core::kernel::{PortError, TemplateId, to_millis};
use serde_json::Value;
use sqlx::types::Json;

use super::super::dialect::{self, Conn, Hundredths, for_update, inserted_id};
use super::super::row::{RowOf, money_column};
use super::super::statement::{Bound, Fetch, Statement, bind};
use super::super::{Store, audit};
use crate::sql::fault::Fault;

/// `SELECT` every column of a template, then the given clauses.
macro_rules! select_template {
    ($($rest:expr),+) => {
        concat!(
            "SELECT id, name, description, value, value_type, event, usage_type, max_uses, \
             duration_days, recurrence, min_order_amount, total_limit, issued_count, valid_from, \
             valid_until, message_text, is_active, created_at FROM discount_templates ",
            $($rest),+
        )
    };
}
pub(in crate::sql) use select_template;

/// Binds the terms of a template, in the order of the columns in both statements below.
fn bind_terms<'q>(statement: Bound<'q>, terms: &'q TemplateTerms) -> Bound<'q> {
    bind!(
        statement,
        terms.name.as_str(),
        terms.description.as_deref(),
        dialect::from_hundredths(terms.value.hundredths()),
        terms.value.value_type().as_str(),
        terms.event.as_str(),
        terms.usage.as_str(),
        i64::from(terms.usage.max_uses()),
        i64::from(terms.duration_days),
        Json(terms.recurrence),
        terms.min_order_amount.map(money_column),
        terms.total_limit.map(i64::from),
        terms.valid_from.map(to_millis),
        terms.valid_until.map(to_millis),
        terms.message_text.as_deref(),
        terms.is_active
    )
}

async fn write(
    conn: &mut Conn,
    id: TemplateId,
    terms: &TemplateTerms,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let sql = "UPDATE discount_templates SET name = ?, description = ?, value = ?, value_type = ?, \
               event = ?, usage_type = ?, max_uses = ?, duration_days = ?, recurrence = ?, \
               min_order_amount = ?, total_limit = ?, valid_from = ?, valid_until = ?, \
               message_text = ?, is_active = ?, updated_at = ? WHERE id = ?";
    bind_terms(sqlx::query(sql), terms).bind(to_millis(now)).bind(id.0).run(conn).await
}

async fn is_referred_to(conn: &mut Conn, id: TemplateId) -> Result<bool, Fault> {
    for sql in [
        "SELECT id FROM discounts WHERE template_id = ? LIMIT 1",
        "SELECT id FROM campaigns WHERE template_id = ? LIMIT 1",
        "SELECT id FROM broadcasts WHERE template_id = ? LIMIT 1",
    ] {
        let found: Option<i64> =
            sqlx::query_scalar(sql).bind(id.0).fetch_optional(&mut *conn).await?;
        if found.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Inserts a template and returns its id.
pub(in crate::sql) async fn insert(
    conn: &mut Conn,
    terms: &TemplateTerms,
    now: DateTime<Utc>,
) -> Result<i64, Fault> {
    let sql = "INSERT INTO discount_templates (name, description, value, value_type, event, \
               usage_type, max_uses, duration_days, recurrence, min_order_amount, total_limit, \
               valid_from, valid_until, message_text, is_active, issued_count, created_at, \
               updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)";
    let now = to_millis(now);
    let done = bind_terms(sqlx::query(sql), terms).bind(now).bind(now).execute(conn).await?;
    Ok(inserted_id(&done))
}

pub(in crate::sql) async fn find(
    conn: &mut Conn,
    id: TemplateId,
) -> Result<Option<Template>, Fault> {
    sqlx::query_as::<_, TemplateRow>(select_template!("WHERE id = ?")).bind(id.0).one(conn).await
}

/// Locked until the transaction ends.
pub(in crate::sql) async fn lock(
    conn: &mut Conn,
    id: TemplateId,
) -> Result<Option<Template>, Fault> {
    let sql = select_template!("WHERE id = ?", for_update!());
    sqlx::query_as::<_, TemplateRow>(sql).bind(id.0).one(conn).await
}

#[async_trait]
impl TemplateRepo for Store {
    async fn find(&self, id: TemplateId) -> Result<Option<Template>, PortError> {
        self.db.read("templates.find", async |mut conn| find(&mut conn, id).await).await
    }

    async fn list(&self) -> Result<Vec<Template>, PortError> {
        self.db
            .read("templates.list", async |mut conn| {
                let sql = select_template!("ORDER BY id DESC");
                sqlx::query_as::<_, TemplateRow>(sql).all(&mut conn).await
            })
            .await
    }

    async fn add(&self, command: SaveTemplate) -> Result<Template, PortError> {
        self.db
            .transaction("templates.add", async |mut tx| {
                let id = insert(&mut tx, &command.terms, command.now).await?;
                audit::append(&mut tx, command.audit.clone().about(id), command.now).await?;
                let (terms, created_at) = (command.terms.clone(), to_millis(command.now));
                Ok(Template { id: TemplateId(id), terms, issued_count: 0, created_at })
            })
            .await
    }

    async fn update(&self, command: UpdateTemplate) -> Result<SavedTemplate, PortError> {
        self.db
            .transaction("templates.update", async |mut tx| {
                let Some(old) = lock(&mut tx, command.id).await? else {
                    return Ok(SavedTemplate::NotFound);
                };
                let terms = match command.change.clone().apply(old.terms.clone()) {
                    Ok(terms) if terms == old.terms => {
                        return Ok(SavedTemplate::Saved(Box::new(old)));
                    }
                    Ok(terms) => terms,
                    Err(problems) => return Ok(SavedTemplate::Invalid(problems)),
                };
                write(&mut tx, command.id, &terms, command.now).await?;
                let entry = command.audit.clone();
                let entry = describe_template_change(entry, Some(&old.terms), Some(&terms));
                audit::append(&mut tx, entry, command.now).await?;
                Ok(SavedTemplate::Saved(Box::new(Template { terms, ..old })))
            })
            .await
    }

    /// Locks the template first: inserts of rows that refer to the template need the same lock for their foreign key.
    async fn remove(&self, command: RemoveTemplate) -> Result<RemoveTemplateOutcome, PortError> {
        self.db
            .transaction("templates.remove", async |mut tx| {
                let Some(old) = lock(&mut tx, command.id).await? else {
                    return Ok(RemoveTemplateOutcome::NotFound);
                };
                let (entry, outcome) = if is_referred_to(&mut tx, command.id).await? {
                    let mut terms = old.terms.clone();
                    terms.is_active = false;
                    if terms == old.terms {
                        return Ok(RemoveTemplateOutcome::Deactivated(old));
                    }
                    write(&mut tx, command.id, &terms, command.now).await?;
                    let entry = command.deactivated.clone();
                    let entry = describe_template_change(entry, Some(&old.terms), Some(&terms));
                    let off = Template { terms, ..old };
                    (entry, RemoveTemplateOutcome::Deactivated(off))
                } else {
                    let sql = "DELETE FROM discount_templates WHERE id = ?";
                    sqlx::query(sql).bind(command.id.0).run(&mut tx).await?;
                    let entry = command.deleted.clone();
                    let entry = describe_template_change(entry, Some(&old.terms), None);
                    (entry, RemoveTemplateOutcome::Deleted)
                };
                audit::append(&mut tx, entry, command.now).await?;
                Ok(outcome)
            })
            .await
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::sql) struct TemplateRow {
    id: i64,
    name: String,
    description: Option<String>,
    value: Hundredths,
    value_type: String,
    event: String,
    usage_type: String,
    max_uses: i64,
    duration_days: i64,
    recurrence: Json<Value>,
    min_order_amount: Option<Hundredths>,
    total_limit: Option<i64>,
    issued_count: i64,
    valid_from: Option<DateTime<Utc>>,
    valid_until: Option<DateTime<Utc>>,
    message_text: Option<String>,
    is_active: bool,
    created_at: DateTime<Utc>,
}

impl TryFrom<TemplateRow> for Template {
    type Error = Fault;

    fn try_from(row: TemplateRow) -> Result<Self, Fault> {
        let of = RowOf { table: "discount_templates", id: row.id };
        Ok(Self {
            id: TemplateId(row.id),
            terms: TemplateTerms {
                value: of.discount_value(row.value, &row.value_type)?,
                event: of.word("event", &row.event)?,
                usage: of.usage(&row.usage_type, row.max_uses)?,
                duration_days: of.count("duration_days", row.duration_days)?,
                recurrence: of.json("recurrence", row.recurrence)?,
                min_order_amount: of.money_opt("min_order_amount", row.min_order_amount)?,
                total_limit: of.count_opt("total_limit", row.total_limit)?,
                name: row.name,
                description: row.description,
                valid_from: row.valid_from,
                valid_until: row.valid_until,
                message_text: row.message_text,
                is_active: row.is_active,
            },
            issued_count: of.count("issued_count", row.issued_count)?,
            created_at: row.created_at,
        })
    }
}
