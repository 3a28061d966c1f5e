//! `/campaigns`: links that bring clients.

mod qr;

use chrono::{DateTime, Utc};
use marmelad_core::App;
use marmelad_core::campaigns::{
    CampaignChange, CampaignFilter, CampaignLink, CampaignSort, CampaignTerms, SaveCampaignOutcome,
    Slug,
};
use marmelad_core::kernel::{CampaignId, TemplateId};
use marmelad_core::reports::{CampaignStatsOutcome, PeriodQuery};
use poem::web::Data;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};
use serde::Deserialize;

use super::reports::period_problem;
use qr::{QrFormat, QrImage};

use crate::auth::{Marketing, Reader};
use crate::body::Body;
use crate::paging::{Paging, sort_orders};
use crate::params::Params;
use crate::patch::{Patch, not_null};
use crate::problem::{FieldError, Kind, Outcome, Problem, kind};
use crate::qr::Qr;
use crate::responses::Created;
use crate::spec::Tag;
use crate::views::{Campaign, CampaignStats, Day, GroupBy, Id, Page, Timestamp};

/// Operations on campaigns.
#[derive(Debug, Clone, Copy)]
pub struct CampaignsApi;

/// A campaign to create.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
struct NewCampaign {
    /// Unique word in the link: 1–60 of `a-z`, `0-9`, `_` and `-`, starting with a letter or digit. Capitals are
    /// lowered.
    #[oai(validator(pattern = "^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$"))]
    slug: String,
    /// Name shown to clients and staff.
    #[oai(validator(min_length = 1, max_length = 120, pattern = r"\S"))]
    name: String,
    /// Description shown to staff.
    #[oai(validator(max_length = 2000))]
    description: Option<String>,
    /// Template of the discount that each client who joins gets.
    template_id: Option<Id>,
    /// First instant at which clients may join.
    starts_at: Option<Timestamp>,
    /// Last instant at which clients may join.
    ends_at: Option<Timestamp>,
    /// Greatest number of clients who may join.
    #[oai(validator(minimum(value = "1"), maximum(value = "2147483647")))]
    total_limit: Option<u32>,
    /// Whether clients may join; `true` by default.
    is_active: Option<bool>,
}

/// Fields of a campaign to change.
#[derive(Debug, Default, Deserialize, Object)]
#[serde(deny_unknown_fields, default)]
struct CampaignPatch {
    /// Unique word in the link. Links and printed QR codes with the old slug stop working.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(pattern = "^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$"))]
    slug: Option<String>,
    /// Name shown to clients and staff.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(min_length = 1, max_length = 120, pattern = r"\S"))]
    name: Option<String>,
    /// Description shown to staff.
    #[oai(validator(max_length = 2000))]
    description: Patch<String>,
    /// Template of the discount that each client who joins gets.
    template_id: Patch<Id>,
    /// First instant at which clients may join.
    starts_at: Patch<Timestamp>,
    /// Last instant at which clients may join.
    ends_at: Patch<Timestamp>,
    /// Greatest number of clients who may join. At or below `joined_count` nobody else may join.
    #[oai(validator(minimum(value = "1"), maximum(value = "2147483647")))]
    total_limit: Patch<u32>,
    /// Whether clients may join.
    #[serde(deserialize_with = "not_null")]
    is_active: Option<bool>,
}

sort_orders! {
    /// Sort order of campaigns.
    CampaignOrder for CampaignSort {
        /// Oldest first.
        "created_at" Oldest => Self::Oldest,
        /// Latest first.
        "-created_at" Newest => Self::Newest,
        /// By name.
        "name" Name => Self::Name,
        /// By name, descending.
        "-name" NameDown => Self::NameDown,
        /// Fewest clients first.
        "joined_count" FewestJoined => Self::FewestJoined,
        /// Most clients first.
        "-joined_count" MostJoined => Self::MostJoined,
    }
}

/// The days that the results of a campaign are about.
#[derive(Debug, Default, Deserialize, Object)]
#[serde(default)]
struct StatsParams {
    /// First local day; by default the first day of the campaign, or 366 days before `to`.
    from: Option<Day>,
    /// Last local day, included; by default the last day of the campaign, or today.
    to: Option<Day>,
    /// Length of one point; `day` by default, `week` for more than 366 days.
    group_by: Option<GroupBy>,
}

#[OpenApi(prefix_path = "/campaigns", tag = "Tag::Campaigns")]
impl CampaignsApi {
    /// List campaigns
    ///
    /// Campaigns that match all given filters, each with its link once the username of the main bot is known.
    #[oai(path = "/", method = "get", operation_id = "listCampaigns")]
    async fn list(
        &self,
        _reader: Reader,
        Data(app): Data<&App>,
        /// Only active (`true`) or inactive (`false`) campaigns.
        is_active: Query<Option<bool>>,
        /// Template of the campaign's discount.
        template_id: Query<Option<Id>>,
        /// Sort order; `-created_at` by default.
        sort: Query<Option<CampaignOrder>>,
        Params(paging): Params<Paging>,
    ) -> Outcome<Json<Page<Campaign>>> {
        let filter = CampaignFilter {
            is_active: is_active.0,
            template_id: template_id.0.map(Into::into),
            sort: sort.0.map(Into::into).unwrap_or_default(),
        };
        let request = paging.into();
        let found = app.campaigns.list(filter, request).await?;
        let settings = app.settings().await?;
        let mut page = Page::<Campaign>::new(found, request);
        for campaign in &mut page.items {
            campaign.link_to(settings.main_bot_username());
        }
        Ok(Json(page))
    }

    /// Create a campaign
    ///
    /// A client who follows `https://t.me/<main bot>?start=ref_<slug>` joins and gets the discount of the template.
    #[oai(path = "/", method = "post", operation_id = "createCampaign")]
    async fn create(
        &self,
        Marketing(session): Marketing,
        Data(app): Data<&App>,
        body: Body<NewCampaign>,
    ) -> Outcome<Created<Campaign>, (kind::Conflict, kind::InvalidValue)> {
        let new = body.0;
        let terms = CampaignTerms {
            slug: slug(&new.slug)?,
            name: new.name,
            description: new.description,
            template_id: new.template_id.map(|id| TemplateId(id.0)),
            starts_at: new.starts_at.map(|at| at.0),
            ends_at: new.ends_at.map(|at| at.0),
            total_limit: new.total_limit,
            is_active: new.is_active.unwrap_or(true),
        };
        let saved = app.campaigns.create(terms, &session.actor()).await?;
        let campaign = shown(app, saved).await?;
        Ok(Created::new("/campaigns", campaign.id, campaign))
    }

    /// Show a campaign
    ///
    /// With its link, once the username of the main bot is known.
    #[oai(path = "/:id", method = "get", operation_id = "getCampaign")]
    async fn show(
        &self,
        _reader: Reader,
        Data(app): Data<&App>,
        id: Path<Id>,
    ) -> Outcome<Json<Campaign>> {
        let found = app.campaigns.find(CampaignId(id.0.0)).await?;
        let found = found.ok_or_else(|| Problem::new(Kind::NotFound))?;
        let saved = SaveCampaignOutcome::Saved(found);
        Ok(Json(shown(app, saved).await?))
    }

    /// Change a campaign
    ///
    /// In force at once for clients who follow the link afterwards.
    #[oai(path = "/:id", method = "patch", operation_id = "changeCampaign")]
    async fn change(
        &self,
        Marketing(session): Marketing,
        Data(app): Data<&App>,
        id: Path<Id>,
        body: Body<CampaignPatch>,
    ) -> Outcome<Json<Campaign>, (kind::Conflict, kind::InvalidValue)> {
        let patch = body.0;
        let instant = |patch: Patch<Timestamp>| -> Option<Option<DateTime<Utc>>> {
            patch.into_change().map(|at| at.map(|at| at.0))
        };
        let template = patch.template_id.into_change();
        let change = CampaignChange {
            slug: patch.slug.as_deref().map(slug).transpose()?,
            name: patch.name,
            description: patch.description.into_change(),
            template_id: template.map(|id| id.map(|id| TemplateId(id.0))),
            starts_at: instant(patch.starts_at),
            ends_at: instant(patch.ends_at),
            total_limit: patch.total_limit.into_change(),
            is_active: patch.is_active,
        };
        let (id, actor) = (CampaignId(id.0.0), session.actor());
        let saved = app.campaigns.update(id, change, &actor).await?;
        Ok(Json(shown(app, saved).await?))
    }

    /// Show the results of a campaign
    ///
    /// `totals` count from the start of the campaign; `series` covers the given period. Counted as in the reports.
    #[oai(path = "/:id/stats", method = "get", operation_id = "getCampaignStats")]
    async fn stats(
        &self,
        _reader: Reader,
        Data(app): Data<&App>,
        id: Path<Id>,
        Params(period): Params<StatsParams>,
    ) -> Outcome<Json<CampaignStats>, kind::InvalidValue> {
        let query = PeriodQuery {
            from: period.from.map(Into::into),
            to: period.to.map(Into::into),
            group_by: period.group_by.map(Into::into),
        };
        match app.reports.campaign_stats(CampaignId(id.0.0), query).await? {
            CampaignStatsOutcome::Stats(stats) => Ok(Json((*stats).into())),
            CampaignStatsOutcome::BadPeriod(error) => Err(period_problem(error).into()),
            CampaignStatsOutcome::NotFound => Err(Problem::new(Kind::NotFound).into()),
        }
    }

    /// Show the link of a campaign as a QR code
    ///
    /// For print: PNG at least 1024 pixels wide with a quiet zone, or SVG. Readable with up to a quarter of the code
    /// damaged.
    #[oai(path = "/:id/qr", method = "get", operation_id = "getCampaignQr")]
    async fn qr(
        &self,
        _reader: Reader,
        Data(app): Data<&App>,
        id: Path<Id>,
        /// Format; `png` by default.
        format: Query<Option<QrFormat>>,
    ) -> Outcome<QrImage, kind::BotUnknown> {
        let (campaign, url) = match app.campaigns.link(CampaignId(id.0.0)).await? {
            CampaignLink::Link { campaign, url } => (campaign, url),
            CampaignLink::NotFound => return Err(Problem::new(Kind::NotFound).into()),
            CampaignLink::NoBotYet => return Err(Problem::new(Kind::BotUnknown).into()),
        };
        let format = format.0.unwrap_or(QrFormat::Png);
        let drawn =
            Qr::of(&url).and_then(|qr| QrImage::draw(&qr, format, campaign.terms.slug.as_str()));
        Ok(drawn.ok_or_else(|| Problem::new(Kind::Internal))?)
    }
}

fn slug(text: &str) -> Result<Slug, Problem> {
    text.parse().map_err(|error| Problem::invalid("/slug", "invalid_slug", format!("{error}")))
}

async fn shown(app: &App, saved: SaveCampaignOutcome) -> Result<Campaign, Problem> {
    match saved {
        SaveCampaignOutcome::Saved(campaign) => {
            let mut campaign = Campaign::from(campaign);
            campaign.link_to(app.settings().await?.main_bot_username());
            Ok(campaign)
        }
        SaveCampaignOutcome::SlugTaken => {
            let taken = FieldError::new("/slug", "taken", "another campaign has this slug");
            Err(Problem::of_fields(Kind::Conflict, vec![taken]))
        }
        SaveCampaignOutcome::UnknownTemplate => {
            Err(Problem::invalid("/template_id", "unknown", "there is no such template"))
        }
        SaveCampaignOutcome::Invalid(problems) => {
            Err(Problem::invalid_fields(problems.into_iter().map(|problem| {
                FieldError::new(format!("/{}", problem.field), problem.code, problem.message)
            })))
        }
        SaveCampaignOutcome::NotFound => Err(Problem::new(Kind::NotFound)),
    }
}
