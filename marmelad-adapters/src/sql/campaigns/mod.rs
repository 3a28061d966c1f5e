//! Campaigns: `campaigns`, and who joined them, `campaign_users`.

mod join;
mod read;
mod write;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::campaigns::{
    Campaign, CampaignFilter, CampaignRepo, CampaignTerms, IssueOwed, JoinCampaign, JoinOutcome,
    NewCampaign, SaveCampaignOutcome, Slug, UpdateCampaign,
};
use marmelad_core::discounts::Discount;
use marmelad_core::kernel::{CampaignId, Page, PageRequest, PortError, TemplateId, to_millis};
use sqlx::QueryBuilder;

use super::conditions::Conditions;
use super::dialect::{Conn, Database, for_update};
use super::discounts::lock_taker;
use super::row::RowOf;
use super::statement::{Count, Fetch, Statement};
use super::{Store, audit};
use crate::sql::fault::{Fault, unless_taken};
use join::{Gift, give, has_joined, record, take_place};
use read::{order, push_filter};
use write::{bind_terms, has_template, lock, stored};

/// `SELECT` every column of a campaign, then the given clauses.
macro_rules! select_campaign {
    ($($rest:expr),+) => {
        concat!(
            "SELECT id, slug, name, description, template_id, starts_at, ends_at, total_limit, \
             joined_count, is_active, created_at FROM campaigns ",
            $($rest),+
        )
    };
}
use select_campaign;

async fn find(conn: &mut Conn, slug: &Slug) -> Result<Option<Campaign>, Fault> {
    let sql = select_campaign!("WHERE slug = ?");
    sqlx::query_as::<_, CampaignRow>(sql).bind(slug.as_str()).one(conn).await
}

#[async_trait]
impl CampaignRepo for Store {
    async fn find_by_slug(&self, slug: &Slug) -> Result<Option<Campaign>, PortError> {
        self.db.read("campaigns.find_by_slug", async |mut conn| find(&mut conn, slug).await).await
    }

    async fn find(&self, id: CampaignId) -> Result<Option<Campaign>, PortError> {
        self.db
            .read("campaigns.find", async |mut conn| {
                let sql = select_campaign!("WHERE id = ?");
                sqlx::query_as::<_, CampaignRow>(sql).bind(id.0).one(&mut conn).await
            })
            .await
    }

    async fn list(
        &self,
        filter: CampaignFilter,
        page: PageRequest,
    ) -> Result<Page<Campaign>, PortError> {
        self.db
            .read("campaigns.list", async |mut conn| {
                let mut count =
                    QueryBuilder::<Database>::new("SELECT COUNT(*) FROM campaigns WHERE 1 = 1");
                push_filter(&mut count, filter);
                let total = count.build_query_scalar().count(&mut conn).await?;
                let mut query = QueryBuilder::<Database>::new(select_campaign!("WHERE 1 = 1"));
                push_filter(&mut query, filter);
                query.push(order(filter.sort)).limit(page);
                let items = query.build_query_as::<CampaignRow>().all(&mut conn).await?;
                Ok(Page { items, total })
            })
            .await
    }

    async fn add(&self, command: NewCampaign) -> Result<SaveCampaignOutcome, PortError> {
        let (terms, now) = (stored(command.terms.clone()), to_millis(command.now));
        self.db
            .transaction("campaigns.add", async |mut tx| {
                if !has_template(&mut tx, terms.template_id).await? {
                    return Ok(SaveCampaignOutcome::UnknownTemplate);
                }
                let sql = "INSERT INTO campaigns (slug, name, description, template_id, starts_at, \
                           ends_at, total_limit, is_active, created_at, updated_at) \
                           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
                let query = bind_terms(sqlx::query(sql), &terms).bind(now).bind(now);
                let Some(id) = query.insert(&mut tx).await? else {
                    return Ok(SaveCampaignOutcome::SlugTaken);
                };
                let id = CampaignId(id);
                let entry = terms.describe(command.audit.clone().about(id.0), None);
                audit::append(&mut tx, entry, command.now).await?;
                let terms = terms.clone();
                let new = Campaign { id, terms, joined_count: 0, created_at: now };
                Ok(SaveCampaignOutcome::Saved(new))
            })
            .await
    }

    async fn update(&self, command: UpdateCampaign) -> Result<SaveCampaignOutcome, PortError> {
        self.db
            .transaction("campaigns.update", async |mut tx| {
                let Some(old) = lock(&mut tx, command.id).await? else {
                    return Ok(SaveCampaignOutcome::NotFound);
                };
                let before = &old.terms;
                let terms = stored(command.change.clone().apply(before.clone()).tidied());
                if terms == *before {
                    return Ok(SaveCampaignOutcome::Saved(old));
                }
                let problems = terms.problems();
                if !problems.is_empty() {
                    return Ok(SaveCampaignOutcome::Invalid(problems));
                }
                if terms.template_id != before.template_id
                    && !has_template(&mut tx, terms.template_id).await?
                {
                    return Ok(SaveCampaignOutcome::UnknownTemplate);
                }
                let sql = "UPDATE campaigns SET slug = ?, name = ?, description = ?, \
                           template_id = ?, starts_at = ?, ends_at = ?, total_limit = ?, \
                           is_active = ?, updated_at = ? WHERE id = ?";
                let query = bind_terms(sqlx::query(sql), &terms);
                let query = query.bind(to_millis(command.now)).bind(command.id.0);
                if unless_taken(query.execute(&mut *tx).await)?.is_none() {
                    return Ok(SaveCampaignOutcome::SlugTaken);
                }
                let entry = terms.describe(command.audit.clone(), Some(before));
                audit::append(&mut tx, entry, command.now).await?;
                Ok(SaveCampaignOutcome::Saved(Campaign { terms, ..old }))
            })
            .await
    }

    async fn join(&self, command: JoinCampaign) -> Result<JoinOutcome, PortError> {
        self.db
            .transaction("campaigns.join", async |mut tx| {
                let Some(taker) = lock_taker(&mut tx, command.user_id).await? else {
                    return Ok(JoinOutcome::NotOpen);
                };
                let Some(campaign) = find(&mut tx, &command.slug).await? else {
                    return Ok(JoinOutcome::NotOpen);
                };
                if has_joined(&mut tx, campaign.id, command.user_id).await? {
                    return Ok(JoinOutcome::AlreadyJoined(campaign));
                }
                if !campaign.is_open(command.now) {
                    return Ok(JoinOutcome::NotOpen);
                }
                let campaign = take_place(&mut tx, campaign).await?;
                record(&mut tx, &campaign, &command).await?;
                let discount = match campaign.terms.template_id.filter(|_| command.may_issue) {
                    Some(template) => {
                        let gift = Gift {
                            taker,
                            campaign: campaign.id,
                            template,
                            now: command.now,
                            zone: command.zone,
                        };
                        give(&mut tx, &gift, &mut command.codes.iter()).await?
                    }
                    None => None,
                };
                Ok(JoinOutcome::Joined { campaign, discount })
            })
            .await
    }

    async fn issue_owed(&self, command: IssueOwed) -> Result<Vec<Discount>, PortError> {
        self.db
            .transaction("campaigns.issue_owed", async |mut tx| {
                let Some(taker) = lock_taker(&mut tx, command.user_id).await? else {
                    return Ok(Vec::new());
                };
                // Campaigns are locked before their templates, as joining does.
                let sql = concat!(
                    "SELECT c.id, c.template_id FROM campaign_users cu \
                     JOIN campaigns c ON c.id = cu.campaign_id \
                     WHERE cu.user_id = ? AND cu.discount_id IS NULL AND c.template_id IS NOT NULL \
                     ORDER BY cu.id",
                    for_update!()
                );
                let owed: Vec<(i64, i64)> =
                    sqlx::query_as(sql).bind(command.user_id.0).fetch_all(&mut *tx).await?;
                let mut codes = command.codes.iter();
                let mut given = Vec::new();
                for (campaign, template) in owed {
                    let gift = Gift {
                        taker,
                        campaign: CampaignId(campaign),
                        template: TemplateId(template),
                        now: command.now,
                        zone: command.zone,
                    };
                    given.extend(give(&mut tx, &gift, &mut codes).await?);
                }
                Ok(given)
            })
            .await
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
        let of = RowOf { table: "campaigns", id: row.id };
        Ok(Self {
            id: CampaignId(row.id),
            terms: CampaignTerms {
                slug: of.word("slug", &row.slug)?,
                name: row.name,
                description: row.description,
                template_id: row.template_id.map(TemplateId),
                starts_at: row.starts_at,
                ends_at: row.ends_at,
                total_limit: of.count_opt("total_limit", row.total_limit)?,
                is_active: row.is_active,
            },
            joined_count: of.count("joined_count", row.joined_count)?,
            created_at: row.created_at,
        })
    }
}
