//! Adding and changing campaigns.

use chrono::{DateTime, Utc};
use marmelad_core::campaigns::{
    Campaign, CampaignTerms, NewCampaign, SaveCampaignOutcome, UpdateCampaign,
};
use marmelad_core::kernel::{CampaignId, TemplateId, to_millis};

use super::super::super::dialect::{Conn, Db, for_update, inserted_id};
use super::super::{audit, templates};
use super::{CampaignRow, select_campaign};
use crate::sql::fault::{Fault, unless_taken};

/// Binds what people write of a campaign, in the order of both statements below.
macro_rules! bind_terms {
    ($query:expr, $terms:expr) => {{
        let terms: &CampaignTerms = $terms;
        $query
            .bind(terms.slug.as_str())
            .bind(terms.name.as_str())
            .bind(terms.description.as_deref())
            .bind(terms.template_id.map(|id| id.0))
            .bind(terms.starts_at)
            .bind(terms.ends_at)
            .bind(terms.total_limit.map(i64::from))
            .bind(terms.is_active)
    }};
}

pub(super) async fn add(db: &Db, command: &NewCampaign) -> Result<SaveCampaignOutcome, Fault> {
    let (terms, now) = (stored(command.terms.clone()), to_millis(command.now));
    let mut tx = db.begin().await?;
    if !has_template(&mut tx, terms.template_id).await? {
        return Ok(SaveCampaignOutcome::UnknownTemplate);
    }
    let query = sqlx::query(
        "INSERT INTO campaigns (slug, name, description, template_id, starts_at, ends_at, total_limit, is_active, \
         created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    );
    let added = bind_terms!(query, &terms)
        .bind(now)
        .bind(now)
        .execute(&mut *tx)
        .await;
    let Some(added) = unless_taken(added)? else {
        return Ok(SaveCampaignOutcome::SlugTaken);
    };
    let id = CampaignId(inserted_id(&added));
    let entry = terms.describe(command.audit.clone().about(id.0), None);
    audit::append(&mut tx, entry, command.now).await?;
    tx.commit().await?;
    Ok(SaveCampaignOutcome::Saved(campaign(id, terms, 0, now)))
}

pub(super) async fn update(
    db: &Db,
    command: &UpdateCampaign,
) -> Result<SaveCampaignOutcome, Fault> {
    let mut tx = db.begin().await?;
    let Some(old) = lock(&mut tx, command.id).await? else {
        return Ok(SaveCampaignOutcome::NotFound);
    };
    let before = old.terms();
    let terms = stored(command.change.clone().apply(before.clone()).tidied());
    if terms == before {
        return Ok(SaveCampaignOutcome::Saved(old));
    }
    let problems = terms.problems();
    if !problems.is_empty() {
        return Ok(SaveCampaignOutcome::Invalid(problems));
    }
    if terms.template_id != before.template_id && !has_template(&mut tx, terms.template_id).await? {
        return Ok(SaveCampaignOutcome::UnknownTemplate);
    }
    let query = sqlx::query(
        "UPDATE campaigns SET slug = ?, name = ?, description = ?, template_id = ?, starts_at = ?, ends_at = ?, \
         total_limit = ?, is_active = ?, updated_at = ? WHERE id = ?",
    );
    let changed = bind_terms!(query, &terms)
        .bind(to_millis(command.now))
        .bind(command.id.0)
        .execute(&mut *tx)
        .await;
    if unless_taken(changed)?.is_none() {
        return Ok(SaveCampaignOutcome::SlugTaken);
    }
    let entry = terms.describe(command.audit.clone(), Some(&before));
    audit::append(&mut tx, entry, command.now).await?;
    tx.commit().await?;
    let new = campaign(old.id, terms, old.joined_count, old.created_at);
    Ok(SaveCampaignOutcome::Saved(new))
}

/// As the database keeps them: to the millisecond.
fn stored(terms: CampaignTerms) -> CampaignTerms {
    CampaignTerms {
        starts_at: terms.starts_at.map(to_millis),
        ends_at: terms.ends_at.map(to_millis),
        ..terms
    }
}

fn campaign(
    id: CampaignId,
    terms: CampaignTerms,
    joined_count: u32,
    created_at: DateTime<Utc>,
) -> Campaign {
    Campaign {
        id,
        slug: terms.slug,
        name: terms.name,
        description: terms.description,
        template_id: terms.template_id,
        starts_at: terms.starts_at,
        ends_at: terms.ends_at,
        total_limit: terms.total_limit,
        joined_count,
        is_active: terms.is_active,
        created_at,
    }
}

async fn lock(conn: &mut Conn, id: CampaignId) -> Result<Option<Campaign>, Fault> {
    let row: Option<CampaignRow> = sqlx::query_as(select_campaign!("WHERE id = ?", for_update!()))
        .bind(id.0)
        .fetch_optional(conn)
        .await?;
    row.map(Campaign::try_from).transpose()
}

/// Held by this transaction until it ends, so that nobody deletes it meanwhile.
async fn has_template(conn: &mut Conn, id: Option<TemplateId>) -> Result<bool, Fault> {
    match id {
        Some(id) => Ok(templates::lock(conn, id).await?.is_some()),
        None => Ok(true),
    }
}
