//! `campaigns` and `campaign_users`.

mod join;
mod read;
mod write;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::campaigns::{
    Campaign, CampaignFilter, CampaignRepo, IssueOwed, JoinCampaign, JoinOutcome, NewCampaign,
    SaveCampaignOutcome, Slug, UpdateCampaign,
};
use marmelad_core::discounts::Discount;
use marmelad_core::kernel::{CampaignId, Page, PageRequest, PortError, TemplateId};

use super::super::dialect::{Conn, Db};
use super::row::RowOf;
use crate::sql::fault::{Fault, retry};

pub(super) struct Campaigns {
    db: Db,
}

impl Campaigns {
    pub(super) fn new(db: Db) -> Self {
        Self { db }
    }

    async fn try_find(&self, slug: &Slug) -> Result<Option<Campaign>, Fault> {
        find(&mut *self.db.reader().await?, slug).await
    }
}

/// `SELECT` every column of a campaign, then what is given.
macro_rules! select_campaign {
    ($($rest:expr),+) => {
        concat!(
            "SELECT id, slug, name, description, template_id, starts_at, ends_at, total_limit, joined_count, is_active, \
             created_at FROM campaigns ",
            $($rest),+
        )
    };
}
use select_campaign;

async fn find(conn: &mut Conn, slug: &Slug) -> Result<Option<Campaign>, Fault> {
    let row: Option<CampaignRow> = sqlx::query_as(select_campaign!("WHERE slug = ?"))
        .bind(slug.as_str())
        .fetch_optional(conn)
        .await?;
    row.map(Campaign::try_from).transpose()
}

#[async_trait]
impl CampaignRepo for Campaigns {
    async fn find_by_slug(&self, slug: &Slug) -> Result<Option<Campaign>, PortError> {
        Ok(self.try_find(slug).await?)
    }

    async fn find(&self, id: CampaignId) -> Result<Option<Campaign>, PortError> {
        Ok(read::by_id(&self.db, id).await?)
    }

    async fn list(
        &self,
        filter: CampaignFilter,
        page: PageRequest,
    ) -> Result<Page<Campaign>, PortError> {
        Ok(read::list(&self.db, filter, page).await?)
    }

    async fn add(&self, command: NewCampaign) -> Result<SaveCampaignOutcome, PortError> {
        retry(|| write::add(&self.db, &command)).await
    }

    async fn update(&self, command: UpdateCampaign) -> Result<SaveCampaignOutcome, PortError> {
        retry(|| write::update(&self.db, &command)).await
    }

    async fn join(&self, command: JoinCampaign) -> Result<JoinOutcome, PortError> {
        retry(|| join::join(&self.db, &command)).await
    }

    async fn issue_owed(&self, command: IssueOwed) -> Result<Vec<Discount>, PortError> {
        retry(|| join::issue_owed(&self.db, &command)).await
    }
}

#[derive(sqlx::FromRow)]
struct CampaignRow {
    id: i64,
    slug: String,
    name: String,
    description: Option<String>,
    template_id: Option<i64>,
    starts_at: Option<DateTime<Utc>>,
    ends_at: Option<DateTime<Utc>>,
    total_limit: Option<i64>,
    joined_count: i64,
    is_active: bool,
    created_at: DateTime<Utc>,
}

impl TryFrom<CampaignRow> for Campaign {
    type Error = Fault;

    fn try_from(row: CampaignRow) -> Result<Self, Fault> {
        let of = RowOf {
            table: "campaigns",
            id: row.id,
        };
        Ok(Self {
            id: CampaignId(row.id),
            slug: of.word("slug", &row.slug)?,
            name: row.name,
            description: row.description,
            template_id: row.template_id.map(TemplateId),
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            total_limit: of.count_opt("total_limit", row.total_limit)?,
            joined_count: of.count("joined_count", row.joined_count)?,
            is_active: row.is_active,
            created_at: row.created_at,
        })
    }
}
