//! `/campaigns`: links that bring clients.

use chrono::{DateTime, Utc};
use marmelad_core::App;
use marmelad_core::domain::campaign::{CampaignChange, CampaignSort, CampaignTerms, Slug};
use marmelad_core::domain::ids::{CampaignId, TemplateId};
use marmelad_core::domain::report::PeriodQuery;
use marmelad_core::ports::{CampaignFilter, SaveCampaignOutcome};
use marmelad_core::usecases::{CampaignLink, CampaignStatsOutcome};
use poem::web::Data;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, Enum, Object, OpenApi};
use serde::Deserialize;

use super::campaign_qr::{QrFormat, QrImage};
use super::reports::refused;
use crate::auth::{Marketing, Reader};
use crate::body::Body;
use crate::paging::{PageNumber, PerPage, page_request};
use crate::patch::{Patch, not_null};
use crate::problem::{FieldError, Kind, Outcome, Problem, kind};
use crate::qr::Qr;
use crate::spec::Tag;
use crate::views::{Campaign, CampaignStats, Day, GroupBy, Id, Page, Timestamp};

/// Links that bring clients.
#[derive(Debug, Clone, Copy)]
pub struct CampaignsApi;

/// A new campaign.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(deny_unknown_fields)]
struct NewCampaign {
    /// The word in its link: 1–60 of `a-z`, `0-9`, `_` and `-`, beginning with a letter or digit. Capitals become
    /// small. No other campaign may have it.
    slug: String,
    /// Shown to people, 1–120 characters.
    name: String,
    /// Shown to staff, at most 2000 characters.
    #[serde(default)]
    description: Option<String>,
    /// The template whose discount each who joins gets.
    #[serde(default)]
    template_id: Option<Id>,
    /// First instant of joining.
    #[serde(default)]
    starts_at: Option<Timestamp>,
    /// Last instant of joining.
    #[serde(default)]
    ends_at: Option<Timestamp>,
    /// At most so many may join, at least 1.
    #[serde(default)]
    total_limit: Option<u32>,
    /// Whether it takes anybody; `true` unless given.
    #[serde(default)]
    is_active: Option<bool>,
}

/// What to change; what is not sent stays.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(deny_unknown_fields)]
struct CampaignPatch {
    /// The word in its link. Links and printed codes with the old one lead nowhere from then on.
    #[serde(default, deserialize_with = "not_null")]
    slug: Option<String>,
    /// Shown to people, 1–120 characters.
    #[serde(default, deserialize_with = "not_null")]
    name: Option<String>,
    /// Shown to staff, at most 2000 characters.
    #[serde(default)]
    #[oai(default)]
    description: Patch<String>,
    /// The template whose discount each who joins gets.
    #[serde(default)]
    #[oai(default)]
    template_id: Patch<Id>,
    /// First instant of joining.
    #[serde(default)]
    #[oai(default)]
    starts_at: Patch<Timestamp>,
    /// Last instant of joining.
    #[serde(default)]
    #[oai(default)]
    ends_at: Patch<Timestamp>,
    /// At most so many may join, at least 1. Below those who have joined already it takes nobody more.
    #[serde(default)]
    #[oai(default)]
    total_limit: Patch<u32>,
    /// Whether it takes anybody.
    #[serde(default, deserialize_with = "not_null")]
    is_active: Option<bool>,
}

/// How campaigns are ordered.
#[derive(Debug, Clone, Copy, Enum)]
enum CampaignOrder {
    /// Oldest first.
    #[oai(rename = "created_at")]
    Oldest,
    /// Newest first.
    #[oai(rename = "-created_at")]
    Newest,
    /// By name.
    #[oai(rename = "name")]
    Name,
    /// By name, from the end.
    #[oai(rename = "-name")]
    NameDown,
    /// Fewest joined first.
    #[oai(rename = "joined_count")]
    FewestJoined,
    /// Most joined first.
    #[oai(rename = "-joined_count")]
    MostJoined,
}

impl From<CampaignOrder> for CampaignSort {
    fn from(order: CampaignOrder) -> Self {
        match order {
            CampaignOrder::Oldest => Self::Oldest,
            CampaignOrder::Newest => Self::Newest,
            CampaignOrder::Name => Self::Name,
            CampaignOrder::NameDown => Self::NameDown,
            CampaignOrder::FewestJoined => Self::FewestJoined,
            CampaignOrder::MostJoined => Self::MostJoined,
        }
    }
}

#[derive(ApiResponse)]
enum Created {
    /// The new campaign.
    #[oai(status = 201)]
    Campaign(
        Json<Campaign>,
        /// Where it is from now on.
        #[oai(header = "Location")]
        String,
    ),
}

#[OpenApi(prefix_path = "/campaigns", tag = "Tag::Campaigns")]
impl CampaignsApi {
    /// List campaigns
    ///
    /// Each with its link, once the main bot's name is known.
    #[oai(path = "/", method = "get", operation_id = "listCampaigns")]
    async fn list(
        &self,
        _reader: Reader,
        Data(app): Data<&App>,
        /// Only those that are switched on (`true`), or off (`false`).
        is_active: Query<Option<bool>>,
        /// Only those that give this template.
        template_id: Query<Option<Id>>,
        /// In which order; `-created_at` unless given.
        sort: Query<Option<CampaignOrder>>,
        page: Query<PageNumber>,
        per_page: Query<PerPage>,
    ) -> Outcome<Json<Page<Campaign>>> {
        let filter = CampaignFilter {
            is_active: is_active.0,
            template_id: template_id.0.map(|id| TemplateId(id.0)),
            sort: sort.0.map(Into::into).unwrap_or_default(),
        };
        let request = page_request(page.0, per_page.0);
        let found = app.list_campaigns(filter, request).await?;
        let settings = app.settings().await?;
        let mut page = Page::<Campaign>::new(found, request);
        for campaign in &mut page.items {
            campaign.link_to(settings.main_bot_username());
        }
        Ok(Json(page))
    }

    /// Add a campaign
    ///
    /// Its link is `https://t.me/<main bot>?start=ref_<slug>`: who follows it joins, and gets the template's discount.
    #[oai(path = "/", method = "post", operation_id = "createCampaign")]
    async fn create(
        &self,
        Marketing(session): Marketing,
        Data(app): Data<&App>,
        body: Body<NewCampaign>,
    ) -> Outcome<Created, (kind::Conflict, kind::InvalidValue)> {
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
        let saved = app.create_campaign(terms, &session.actor()).await?;
        let campaign = shown(app, saved).await?;
        let place = format!("/api/v1/campaigns/{}", campaign.id);
        Ok(Created::Campaign(Json(campaign), place))
    }

    /// Show a campaign
    ///
    /// With its link, once the main bot's name is known.
    #[oai(path = "/:id", method = "get", operation_id = "getCampaign")]
    async fn show(
        &self,
        _reader: Reader,
        Data(app): Data<&App>,
        id: Path<Id>,
    ) -> Outcome<Json<Campaign>> {
        let found = app.find_campaign(CampaignId(id.0.0)).await?;
        let found = found.ok_or_else(|| Problem::new(Kind::NotFound))?;
        let saved = SaveCampaignOutcome::Saved(found);
        Ok(Json(shown(app, saved).await?))
    }

    /// Change a campaign
    ///
    /// In force at once for whoever follows the link from then on.
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
        let saved = app.update_campaign(id, change, &actor).await?;
        Ok(Json(shown(app, saved).await?))
    }

    /// A campaign in numbers
    ///
    /// `totals` is the way from joined to paid since its beginning; `series` the days asked for, or those from its
    /// first to its last or today. Counted as in the reports.
    #[oai(path = "/:id/stats", method = "get", operation_id = "getCampaignStats")]
    async fn stats(
        &self,
        _reader: Reader,
        Data(app): Data<&App>,
        id: Path<Id>,
        /// The first day, local to the shops. Left out: the campaign's first, or 366 days up to `to`.
        from: Query<Option<Day>>,
        /// The last day, included. Left out: the campaign's last, or today.
        to: Query<Option<Day>>,
        /// What a point stands for. Left out: `day`, or `week` where there are more than 366 days.
        group_by: Query<Option<GroupBy>>,
    ) -> Outcome<Json<CampaignStats>, kind::InvalidValue> {
        let query = PeriodQuery {
            from: from.0.map(|day| day.0),
            to: to.0.map(|day| day.0),
            group_by: group_by.0.map(Into::into),
        };
        match app.campaign_stats(CampaignId(id.0.0), query).await? {
            CampaignStatsOutcome::Stats(stats) => Ok(Json((*stats).into())),
            CampaignStatsOutcome::BadPeriod(error) => Err(refused(error).into()),
            CampaignStatsOutcome::NotFound => Err(Problem::new(Kind::NotFound).into()),
        }
    }

    /// A campaign's link as a QR code
    ///
    /// For print: at least 1024 pixels wide with a quiet zone around, or a drawing that stays sharp at any size. A
    /// quarter of it may be dirty.
    #[oai(path = "/:id/qr", method = "get", operation_id = "getCampaignQr")]
    async fn qr(
        &self,
        _reader: Reader,
        Data(app): Data<&App>,
        id: Path<Id>,
        /// A picture or a drawing; `png` unless given.
        format: Query<Option<QrFormat>>,
    ) -> Outcome<QrImage, kind::BotUnknown> {
        let (campaign, url) = match app.campaign_link(CampaignId(id.0.0)).await? {
            CampaignLink::Link { campaign, url } => (campaign, url),
            CampaignLink::NotFound => return Err(Problem::new(Kind::NotFound).into()),
            CampaignLink::NoBotYet => return Err(Problem::new(Kind::BotUnknown).into()),
        };
        let format = format.0.unwrap_or(QrFormat::Png);
        let drawn = Qr::of(&url).and_then(|qr| QrImage::draw(&qr, format, campaign.slug.as_str()));
        Ok(drawn.ok_or_else(|| Problem::new(Kind::Internal))?)
    }
}

fn slug(text: &str) -> Result<Slug, Problem> {
    text.parse()
        .map_err(|error| Problem::invalid("/slug", "invalid_slug", format!("{error}")))
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
        SaveCampaignOutcome::UnknownTemplate => Err(Problem::invalid(
            "/template_id",
            "unknown",
            "there is no such template",
        )),
        SaveCampaignOutcome::Invalid(problems) => Err(Problem::invalid_fields(
            problems.into_iter().map(|problem| {
                FieldError::new(format!("/{}", problem.field), problem.code, problem.message)
            }),
        )),
        SaveCampaignOutcome::NotFound => Err(Problem::new(Kind::NotFound)),
    }
}
