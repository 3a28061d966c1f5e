//! Writing campaigns.

use marmelad_core::campaigns::{Campaign, CampaignTerms};
use marmelad_core::kernel::{CampaignId, TemplateId, to_millis};

use super::super::dialect::{Conn, for_update};
use super::super::discounts::templates;
use super::super::statement::{Bound, Fetch, bind};
use super::{CampaignRow, select_campaign};
use crate::sql::fault::Fault;

/// Binds the terms of a campaign, in the order of the columns in the statements that use it.
pub(super) fn bind_terms<'q>(statement: Bound<'q>, terms: &'q CampaignTerms) -> Bound<'q> {
    bind!(
        statement,
        terms.slug.as_str(),
        terms.name.as_str(),
        terms.description.as_deref(),
        terms.template_id.map(|id| id.0),
        terms.starts_at,
        terms.ends_at,
        terms.total_limit.map(i64::from),
        terms.is_active
    )
}

/// The terms as the database stores them: with milliseconds.
pub(super) fn stored(terms: CampaignTerms) -> CampaignTerms {
    CampaignTerms {
        starts_at: terms.starts_at.map(to_millis),
        ends_at: terms.ends_at.map(to_millis),
        ..terms
    }
}

pub(super) async fn lock(conn: &mut Conn, id: CampaignId) -> Result<Option<Campaign>, Fault> {
    let sql = select_campaign!("WHERE id = ?", for_update!());
    sqlx::query_as::<_, CampaignRow>(sql).bind(id.0).one(conn).await
}

/// Whether the template exists; locked until the transaction ends, so that nobody deletes it.
pub(super) async fn has_template(conn: &mut Conn, id: Option<TemplateId>) -> Result<bool, Fault> {
    match id {
        Some(id) => Ok(templates::lock(conn, id).await?.is_some()),
        None => Ok(true),
    }
}
