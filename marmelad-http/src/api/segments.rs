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
use poem_openapi::{ApiResponse, Enum, Object, OpenApi};
use serde::Deserialize;

use crate::body::Body;
use crate::paging::page_request;
use crate::patch::{Patch, not_null};
use crate::problem::{FieldError, Kind, Problem};
use crate::session::Session;
use crate::spec::{API_PATH, Tag};
use crate::views::{self, Filter, Page, Segment};

/// Segments.
#[derive(Debug, Clone, Copy)]
pub struct SegmentsApi;

/// In which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
enum SegmentOrder {
    /// Oldest first.
    #[oai(rename = "created_at")]
    Oldest,
    /// Newest first.
    #[oai(rename = "-created_at")]
    Newest,
    /// By name.
    #[oai(rename = "name")]
    Name,
    /// By name, backwards.
    #[oai(rename = "-name")]
    NameBackwards,
}

impl From<SegmentOrder> for SegmentSort {
    fn from(order: SegmentOrder) -> Self {
        match order {
            SegmentOrder::Oldest => Self::Oldest,
            SegmentOrder::Newest => Self::Newest,
            SegmentOrder::Name => Self::Name,
            SegmentOrder::NameBackwards => Self::NameBackwards,
        }
    }
}

/// A segment to add.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(deny_unknown_fields)]
struct NewSegment {
    /// 1–120 characters, unique.
    name: String,
    /// At most 2000 characters.
    description: Option<String>,
    /// Who is in it.
    filter: Filter,
}

/// A change of a segment.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(deny_unknown_fields)]
struct SegmentUpdate {
    /// 1–120 characters, unique.
    #[serde(default, deserialize_with = "not_null")]
    name: Option<String>,
    /// At most 2000 characters.
    #[serde(default)]
    #[oai(default)]
    description: Patch<String>,
    /// Who is in it. Broadcasts that have not begun go by the new filter.
    #[serde(default, deserialize_with = "not_null")]
    filter: Option<Filter>,
}

/// A filter to try.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(deny_unknown_fields)]
struct FilterToPreview {
    /// Which clients are meant.
    filter: Filter,
}

#[derive(ApiResponse)]
enum CreatedSegment {
    /// The new segment.
    #[oai(status = 201)]
    Created(
        Json<Segment>,
        /// Where it is.
        #[oai(header = "Location")]
        String,
    ),
}

#[derive(ApiResponse)]
enum SegmentGone {
    /// It is deleted. Finished broadcasts keep its filter.
    #[oai(status = 204)]
    Deleted,
}

#[OpenApi(prefix_path = "/segments", tag = "Tag::Segments")]
impl SegmentsApi {
    /// List segments
    ///
    /// Newest first unless sorted otherwise.
    #[oai(path = "/", method = "get", operation_id = "listSegments")]
    async fn list(
        &self,
        Data(app): Data<&App>,
        /// Beginnings of words of the name, any case, ё=е.
        Query(search): Query<Option<String>>,
        /// In which order; newest first by default.
        Query(sort): Query<Option<SegmentOrder>>,
        /// From 1.
        #[oai(validator(minimum(value = "1"), maximum(value = "10000000")))]
        Query(page): Query<Option<u32>>,
        /// Rows of a page; 50 by default.
        #[oai(validator(minimum(value = "1"), maximum(value = "200")))]
        Query(per_page): Query<Option<u32>>,
    ) -> Result<Json<Page<Segment>>, Problem> {
        let request = page_request(page, per_page)?;
        let sort = sort.map_or_else(SegmentSort::default, Into::into);
        let found = app.segments.list(search.as_deref(), sort, request).await?;
        Ok(Json(Page::new(found, request)))
    }

    /// Add a segment
    ///
    /// A filter that does not fit its schema is refused with 400, one that breaks a rule (a range, too many conditions)
    /// with 422; each problem comes with its place in the tree.
    #[oai(path = "/", method = "post", operation_id = "createSegment")]
    async fn create(
        &self,
        Data(app): Data<&App>,
        Data(session): Data<&Session>,
        body: Body<NewSegment>,
    ) -> Result<CreatedSegment, Problem> {
        let input = SegmentInput {
            name: body.0.name,
            description: body.0.description,
            filter: body.0.filter.0,
        };
        let segment = saved(app.segments.create(input, &session.actor()).await?)?;
        let location = format!("{API_PATH}/segments/{}", segment.id);
        Ok(CreatedSegment::Created(Json(segment), location))
    }

    /// Try a filter
    ///
    /// How many clients it means now, and the newest of them, without keeping it. `readonly` admins see no phones.
    #[oai(path = "/preview", method = "post", operation_id = "previewSegment")]
    async fn preview(
        &self,
        Data(app): Data<&App>,
        Data(session): Data<&Session>,
        body: Body<FilterToPreview>,
    ) -> Result<Json<views::SegmentPreview>, Problem> {
        match app.segments.preview(&body.0.filter.0).await? {
            SegmentPreview::Clients { count, sample } => {
                let shown = |user| views::User::seen(user, session.sight());
                let sample = sample.into_iter().map(shown).collect();
                Ok(Json(views::SegmentPreview { count, sample }))
            }
            SegmentPreview::Invalid(errors) => Err(refused(errors)),
        }
    }

    /// Show a segment
    ///
    /// The filter is in its canonical form.
    #[oai(path = "/:id", method = "get", operation_id = "getSegment")]
    async fn show(
        &self,
        Data(app): Data<&App>,
        /// Its id.
        Path(id): Path<i64>,
    ) -> Result<Json<Segment>, Problem> {
        let found = app.segments.find(SegmentId(id)).await?;
        let segment = found.ok_or_else(|| Problem::new(Kind::NotFound))?;
        Ok(Json(segment.into()))
    }

    /// Change a segment
    ///
    /// Changes what is sent. Broadcasts that have not begun go by the new filter.
    #[oai(path = "/:id", method = "patch", operation_id = "updateSegment")]
    async fn update(
        &self,
        Data(app): Data<&App>,
        Data(session): Data<&Session>,
        /// Its id.
        Path(id): Path<i64>,
        body: Body<SegmentUpdate>,
    ) -> Result<Json<Segment>, Problem> {
        let patch = SegmentPatch {
            name: body.0.name,
            description: body.0.description.into_change(),
            filter: body.0.filter.map(|filter| filter.0),
        };
        let outcome = app
            .segments
            .update(SegmentId(id), patch, &session.actor())
            .await?;
        saved(outcome).map(Json)
    }

    /// Delete a segment
    ///
    /// One that a broadcast needs which is not finished stays; the answer names these broadcasts.
    #[oai(path = "/:id", method = "delete", operation_id = "deleteSegment")]
    async fn delete(
        &self,
        Data(app): Data<&App>,
        Data(session): Data<&Session>,
        /// Its id.
        Path(id): Path<i64>,
    ) -> Result<SegmentGone, Problem> {
        let outcome = app.segments.delete(SegmentId(id), &session.actor()).await?;
        match outcome.obstacle() {
            Some(obstacle) => Err(Problem::new(Kind::InUse).because(obstacle)),
            None if outcome == DeletedSegment::NotFound => Err(Problem::new(Kind::NotFound)),
            None => Ok(SegmentGone::Deleted),
        }
    }
}

fn saved(outcome: SavedSegment) -> Result<Segment, Problem> {
    match outcome {
        SavedSegment::Saved(segment) => Ok((*segment).into()),
        SavedSegment::Invalid(errors) => Err(refused(errors)),
        SavedSegment::NameTaken => {
            let taken = FieldError {
                path: "/name".into(),
                code: "taken".into(),
                message: "another segment has this name".into(),
            };
            Err(Problem::of_fields(Kind::Conflict, vec![taken]))
        }
        SavedSegment::NotFound => Err(Problem::new(Kind::NotFound)),
    }
}

/// What does not fit the schema is told as such; the rest breaks a rule.
pub(crate) fn refused(errors: Vec<FilterError>) -> Problem {
    let misfits = |error: &FilterError| {
        matches!(
            error.code,
            "missing" | "unknown_key" | "unknown_field" | "unknown_op" | "unknown_word"
        )
    };
    let kind = if errors.iter().any(misfits) {
        Kind::BadRequest
    } else {
        Kind::InvalidValue
    };
    let fields = errors.into_iter().map(|error| FieldError {
        path: error.path,
        code: error.code.to_owned(),
        message: error.message,
    });
    Problem::of_fields(kind, fields.collect())
}
