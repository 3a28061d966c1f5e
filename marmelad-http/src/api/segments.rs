//! `/segments`: saved filters over clients.

use marmelad_core::App;
use marmelad_core::kernel::SegmentId;
use marmelad_core::segments::{
    DeletedSegment, FilterError, SavedSegment, SegmentInput, SegmentPatch, SegmentPreview,
    SegmentSort,
};
use poem::web::Data;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, Object, OpenApi};
use serde::Deserialize;

use crate::auth::{Marketing, Reader};
use crate::body::Body;
use crate::paging::{Paging, sort_orders};
use crate::params::Params;
use crate::patch::{Patch, not_null};
use crate::problem::{FieldError, Kind, Outcome, Problem, kind};
use crate::responses::Created;
use crate::spec::Tag;
use crate::views::{self, Filter, Id, Page, Segment};

/// Operations on segments.
#[derive(Debug, Clone, Copy)]
pub struct SegmentsApi;

sort_orders! {
    /// Sort order of segments.
    SegmentOrder for SegmentSort {
        /// Oldest first.
        "created_at" Oldest => Self::Oldest,
        /// Latest first.
        "-created_at" Newest => Self::Newest,
        /// By name.
        "name" Name => Self::Name,
        /// By name, descending.
        "-name" NameBackwards => Self::NameBackwards,
    }
}

/// A segment to create.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
struct NewSegment {
    /// Unique name shown to staff.
    #[oai(validator(min_length = 1, max_length = 120, pattern = r"\S"))]
    name: String,
    /// Description shown to staff.
    #[oai(validator(max_length = 2000))]
    description: Option<String>,
    /// Filter that selects the clients.
    filter: Filter,
}

/// Fields of a segment to change.
#[derive(Debug, Default, Deserialize, Object)]
#[serde(deny_unknown_fields, default)]
struct SegmentUpdate {
    /// Unique name shown to staff.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(min_length = 1, max_length = 120, pattern = r"\S"))]
    name: Option<String>,
    /// Description shown to staff.
    #[oai(validator(max_length = 2000))]
    description: Patch<String>,
    /// Filter that selects the clients. Broadcasts that have not started use the new filter.
    #[serde(deserialize_with = "not_null")]
    filter: Option<Filter>,
}

/// A filter to try.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
struct FilterToPreview {
    /// Filter that selects the clients.
    filter: Filter,
}

#[derive(ApiResponse)]
enum SegmentGone {
    /// Deleted. Finished broadcasts keep its filter.
    #[oai(status = 204)]
    Deleted,
}

#[OpenApi(prefix_path = "/segments", tag = "Tag::Segments")]
impl SegmentsApi {
    /// List segments
    ///
    /// Segments that match all given filters.
    #[oai(path = "/", method = "get", operation_id = "listSegments")]
    async fn list(
        &self,
        _reader: Reader,
        Data(app): Data<&App>,
        /// Prefixes of words of the name, in any case, ё = е.
        Query(search): Query<Option<String>>,
        /// Sort order; `-created_at` by default.
        Query(sort): Query<Option<SegmentOrder>>,
        Params(paging): Params<Paging>,
    ) -> Outcome<Json<Page<Segment>>> {
        let request = paging.into();
        let sort = sort.map_or_else(SegmentSort::default, Into::into);
        let found = app.segments.list(search.as_deref(), sort, request).await?;
        Ok(Json(Page::new(found, request)))
    }

    /// Create a segment
    ///
    /// A filter that does not match its schema is refused with 400, one that breaks a rule (a range, too many
    /// conditions) with 422. Each error names its place in the filter.
    #[oai(path = "/", method = "post", operation_id = "createSegment")]
    async fn create(
        &self,
        Marketing(session): Marketing,
        Data(app): Data<&App>,
        body: Body<NewSegment>,
    ) -> Outcome<Created<Segment>, (kind::Conflict, kind::InvalidValue)> {
        let input = SegmentInput {
            name: body.0.name,
            description: body.0.description,
            filter: body.0.filter.0,
        };
        let segment = saved(app.segments.create(input, &session.actor()).await?)?;
        Ok(Created::new("/segments", segment.id, segment))
    }

    /// Try a filter
    ///
    /// The number of clients that the filter selects now, and the newest of them. Nothing is stored.
    #[oai(path = "/preview", method = "post", operation_id = "previewSegment")]
    async fn preview(
        &self,
        Reader(session): Reader,
        Data(app): Data<&App>,
        body: Body<FilterToPreview>,
    ) -> Outcome<Json<views::SegmentPreview>, kind::InvalidValue> {
        match app.segments.preview(&body.0.filter.0).await? {
            SegmentPreview::Clients { count, sample } => {
                let shown = |user| views::User::for_viewer(user, session.viewer());
                let sample = sample.into_iter().map(shown).collect();
                Ok(Json(views::SegmentPreview { count, sample }))
            }
            SegmentPreview::Invalid(errors) => Err(filter_problem(errors).into()),
        }
    }

    /// Show a segment
    ///
    /// With its filter in canonical form.
    #[oai(path = "/:id", method = "get", operation_id = "getSegment")]
    async fn show(
        &self,
        _reader: Reader,
        Data(app): Data<&App>,
        id: Path<Id>,
    ) -> Outcome<Json<Segment>> {
        let found = app.segments.find(SegmentId(id.0.0)).await?;
        let segment = found.ok_or_else(|| Problem::new(Kind::NotFound))?;
        Ok(Json(segment.into()))
    }

    /// Change a segment
    ///
    /// Broadcasts that have not started use the new filter.
    #[oai(path = "/:id", method = "patch", operation_id = "updateSegment")]
    async fn update(
        &self,
        Marketing(session): Marketing,
        Data(app): Data<&App>,
        id: Path<Id>,
        body: Body<SegmentUpdate>,
    ) -> Outcome<Json<Segment>, (kind::Conflict, kind::InvalidValue)> {
        let patch = SegmentPatch {
            name: body.0.name,
            description: body.0.description.into_change(),
            filter: body.0.filter.map(|filter| filter.0),
        };
        let outcome = app.segments.update(SegmentId(id.0.0), patch, &session.actor()).await?;
        Ok(Json(saved(outcome)?))
    }

    /// Delete a segment
    ///
    /// A segment that an unfinished broadcast uses cannot be deleted; the failure names these broadcasts.
    #[oai(path = "/:id", method = "delete", operation_id = "deleteSegment")]
    async fn delete(
        &self,
        Marketing(session): Marketing,
        Data(app): Data<&App>,
        id: Path<Id>,
    ) -> Outcome<SegmentGone, kind::InUse> {
        let outcome = app.segments.delete(SegmentId(id.0.0), &session.actor()).await?;
        match outcome.obstacle() {
            Some(obstacle) => Err(Problem::new(Kind::InUse).because(obstacle).into()),
            None if outcome == DeletedSegment::NotFound => Err(Problem::new(Kind::NotFound).into()),
            None => Ok(SegmentGone::Deleted),
        }
    }
}

fn saved(outcome: SavedSegment) -> Result<Segment, Problem> {
    match outcome {
        SavedSegment::Saved(segment) => Ok((*segment).into()),
        SavedSegment::Invalid(errors) => Err(filter_problem(errors)),
        SavedSegment::NameTaken => {
            let taken = FieldError::new("/name", "taken", "another segment has this name");
            Err(Problem::of_fields(Kind::Conflict, vec![taken]))
        }
        SavedSegment::NotFound => Err(Problem::new(Kind::NotFound)),
    }
}

/// 400 if the filter does not match its schema, else 422.
fn filter_problem(errors: Vec<FilterError>) -> Problem {
    let is_malformed = |error: &FilterError| {
        matches!(
            error.code,
            "missing" | "unknown_key" | "unknown_field" | "unknown_op" | "unknown_word"
        )
    };
    let kind = if errors.iter().any(is_malformed) { Kind::BadRequest } else { Kind::InvalidValue };
    Problem::of_fields(kind, errors.into_iter().map(Into::into).collect())
}

impl From<FilterError> for FieldError {
    fn from(error: FilterError) -> Self {
        Self::new(error.path, error.code, error.message)
    }
}
