//! Lists of campaigns.

use marmelad_core::campaigns::{Campaign, CampaignFilter, CampaignSort};
use marmelad_core::kernel::{CampaignId, Page, PageRequest};
use sqlx::QueryBuilder;

use super::super::super::dialect::{Database, Db};
use super::{CampaignRow, select_campaign};
use crate::sql::fault::Fault;

pub(super) async fn by_id(db: &Db, id: CampaignId) -> Result<Option<Campaign>, Fault> {
    let row: Option<CampaignRow> = sqlx::query_as(select_campaign!("WHERE id = ?"))
        .bind(id.0)
        .fetch_optional(&mut *db.reader().await?)
        .await?;
    row.map(Campaign::try_from).transpose()
}

pub(super) async fn list(
    db: &Db,
    filter: CampaignFilter,
    page: PageRequest,
) -> Result<Page<Campaign>, Fault> {
    let mut conn = db.reader().await?;
    let mut count = QueryBuilder::<Database>::new("SELECT COUNT(*) FROM campaigns WHERE 1 = 1");
    push_filter(&mut count, filter);
    let total: i64 = count.build_query_scalar().fetch_one(&mut *conn).await?;
    let mut query = QueryBuilder::<Database>::new(select_campaign!("WHERE 1 = 1"));
    push_filter(&mut query, filter);
    query.push(order(filter.sort)).push(" LIMIT ");
    query.push_bind(i64::from(page.per_page));
    query.push(" OFFSET ").push_bind(page.offset());
    let rows: Vec<CampaignRow> = query.build_query_as().fetch_all(&mut *conn).await?;
    Ok(Page {
        items: rows
            .into_iter()
            .map(Campaign::try_from)
            .collect::<Result<_, _>>()?,
        total: u64::try_from(total).unwrap_or_default(),
    })
}

fn push_filter(query: &mut QueryBuilder<Database>, filter: CampaignFilter) {
    if let Some(is_active) = filter.is_active {
        query.push(" AND is_active = ").push_bind(is_active);
    }
    if let Some(template) = filter.template_id {
        query.push(" AND template_id = ").push_bind(template.0);
    }
}

const fn order(sort: CampaignSort) -> &'static str {
    match sort {
        CampaignSort::Newest => " ORDER BY created_at DESC, id DESC",
        CampaignSort::Oldest => " ORDER BY created_at, id",
        CampaignSort::Name => " ORDER BY name, id",
        CampaignSort::NameDown => " ORDER BY name DESC, id DESC",
        CampaignSort::FewestJoined => " ORDER BY joined_count, id",
        CampaignSort::MostJoined => " ORDER BY joined_count DESC, id DESC",
    }
}
