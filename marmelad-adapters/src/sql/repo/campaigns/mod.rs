//! `campaigns` and `campaign_users`.

mod join;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::domain::campaign::{Campaign, Slug};
use marmelad_core::domain::discount::Discount;
use marmelad_core::domain::ids::{CampaignId, TemplateId};
use marmelad_core::domain::zone::to_millis;
use marmelad_core::error::PortError;
use marmelad_core::ports::{CampaignRepo, IssueOwed, JoinCampaign, JoinOutcome, NewCampaign};

use super::super::dialect::{Conn, Db, inserted_id};
use super::row::RowOf;
use crate::sql::fault::{Fault, retry, unless_taken};

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

    async fn try_add(&self, command: &NewCampaign) -> Result<Option<Campaign>, Fault> {
        let now = to_millis(command.now);
        let mut tx = self.db.begin().await?;
        let added = sqlx::query(
            "INSERT INTO campaigns (slug, name, template_id, starts_at, ends_at, total_limit, is_active, created_at, \
             updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(command.slug.as_str())
        .bind(&command.name)
        .bind(command.template_id.map(|id| id.0))
        .bind(command.starts_at.map(to_millis))
        .bind(command.ends_at.map(to_millis))
        .bind(command.total_limit.map(i64::from))
        .bind(true)
        .bind(now)
        .bind(now)
        .execute(&mut *tx)
        .await;
        let Some(added) = unless_taken(added)? else {
            return Ok(None);
        };
        tx.commit().await?;
        Ok(Some(Campaign {
            id: CampaignId(inserted_id(&added)),
            slug: command.slug.clone(),
            name: command.name.clone(),
            description: None,
            template_id: command.template_id,
            starts_at: command.starts_at.map(to_millis),
            ends_at: command.ends_at.map(to_millis),
            total_limit: command.total_limit,
            joined_count: 0,
            is_active: true,
            created_at: now,
        }))
    }
}

async fn find(conn: &mut Conn, slug: &Slug) -> Result<Option<Campaign>, Fault> {
    let row: Option<CampaignRow> = sqlx::query_as(
        "SELECT id, slug, name, description, template_id, starts_at, ends_at, total_limit, joined_count, is_active, \
         created_at FROM campaigns WHERE slug = ?",
    )
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

    async fn add(&self, command: NewCampaign) -> Result<Option<Campaign>, PortError> {
        retry(|| self.try_add(&command)).await
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
