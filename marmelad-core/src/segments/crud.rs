//! Adding, changing, deleting and previewing segments.

use std::cmp::Ordering;

use serde_json::Value;

use crate::audit::Actor;
use crate::kernel::{Page, PageRequest, PortError, SegmentId};
use crate::people::{User, fold_words};
use crate::segments::{
    AudienceScope, DeleteSegment, FilterError, MAX_DESCRIPTION, MAX_NAME, NewSegment, Segment,
    SegmentChange, SegmentFilter, SegmentService, SegmentUse, UpdateSegment,
};

/// Number of clients shown in a preview.
const SAMPLE: u32 = 10;

/// A new segment as entered by a person.
#[derive(Debug, Clone, PartialEq)]
pub struct SegmentInput {
    /// 1–120 characters; unique among segments.
    pub name: String,
    /// At most 2000 characters.
    pub description: Option<String>,
    pub filter: Value,
}

/// A change as entered by a person; `None` leaves a field unchanged.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SegmentPatch {
    /// 1–120 characters; unique among segments.
    pub name: Option<String>,
    /// At most 2000 characters; `Some(None)` removes the description.
    pub description: Option<Option<String>>,
    pub filter: Option<Value>,
}

/// Sort orders of segments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SegmentSort {
    #[default]
    Newest,
    Oldest,
    Name,
    NameBackwards,
}

impl SegmentSort {
    fn compare(self, one: &Segment, other: &Segment) -> Ordering {
        let by = match self {
            Self::Newest | Self::Oldest => one.created_at.cmp(&other.created_at),
            Self::Name | Self::NameBackwards => {
                one.name.to_lowercase().cmp(&other.name.to_lowercase())
            }
        };
        let by = by.then(one.id.cmp(&other.id));
        match self {
            Self::Oldest | Self::Name => by,
            Self::Newest | Self::NameBackwards => by.reverse(),
        }
    }
}

/// Result of adding or changing a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SavedSegment {
    /// The segment after the change.
    Saved(Box<Segment>),
    /// The errors, found before the store is asked; their paths begin with `/name`, `/description` or `/filter`.
    Invalid(Vec<FilterError>),
    /// Another segment has this name.
    NameTaken,
    NotFound,
}

/// Result of deleting a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeletedSegment {
    Deleted,
    NotFound,
    /// Unfinished broadcasts, drafts included, that use the segment.
    InUse(Vec<SegmentUse>),
}

impl DeletedSegment {
    /// Message that names the broadcasts in the way; `None` when the segment was not in use.
    pub fn obstacle(&self) -> Option<String> {
        let Self::InUse(uses) = self else { return None };
        let named: Vec<_> = uses
            .iter()
            .map(|usage| format!("{} «{}» ({})", usage.broadcast_id, usage.title, usage.status))
            .collect();
        Some(format!(
            "broadcasts that are not finished need the segment: {}; give them another audience, or cancel or delete \
             them first",
            named.join(", ")
        ))
    }
}

/// Preview of a filter.
#[derive(Debug, Clone, PartialEq)]
pub enum SegmentPreview {
    /// The number of matching clients, and a sample.
    Clients { count: u64, sample: Vec<User> },
    /// The errors; their paths begin with `/filter`.
    Invalid(Vec<FilterError>),
}

impl SegmentService {
    /// All segments, newest first.
    pub async fn all(&self) -> Result<Vec<Segment>, PortError> {
        self.segments.list().await
    }

    /// Returns a page of segments. Every word of `search` must begin a word of the name, ignoring case, with ё=е.
    pub async fn list(
        &self,
        search: Option<&str>,
        sort: SegmentSort,
        page: PageRequest,
    ) -> Result<Page<Segment>, PortError> {
        let mut segments = self.segments.list().await?;
        let wanted = fold_words(search.unwrap_or_default());
        segments.retain(|segment| {
            let words = fold_words(&segment.name);
            let begins = |wanted: &String| words.iter().any(|word| word.starts_with(wanted));
            wanted.iter().all(begins)
        });
        segments.sort_by(|one, other| sort.compare(one, other));
        Ok(Page::cut(segments, page))
    }

    pub async fn find(&self, id: SegmentId) -> Result<Option<Segment>, PortError> {
        self.segments.find(id).await
    }

    pub async fn create(
        &self,
        input: SegmentInput,
        actor: &Actor,
    ) -> Result<SavedSegment, PortError> {
        let patch = SegmentPatch {
            name: Some(input.name),
            description: Some(input.description),
            filter: Some(input.filter),
        };
        let change = match checked(patch) {
            Ok(change) => change,
            Err(errors) => return Ok(SavedSegment::Invalid(errors)),
        };
        let command = NewSegment {
            name: change.name.unwrap_or_default(),
            description: change.description.flatten(),
            filter: change.filter.unwrap_or(SegmentFilter::EVERYBODY),
            admin_id: actor.admin_id(),
            audit: actor.audit("create_segment", "segment"),
            now: self.context.now(),
        };
        self.segments.add(command).await
    }

    /// Changes the given fields of a segment.
    pub async fn update(
        &self,
        id: SegmentId,
        patch: SegmentPatch,
        actor: &Actor,
    ) -> Result<SavedSegment, PortError> {
        let change = match checked(patch) {
            Ok(change) => change,
            Err(errors) => return Ok(SavedSegment::Invalid(errors)),
        };
        let command = UpdateSegment {
            id,
            change,
            audit: actor.audit("update_segment", "segment").about(id.0),
            now: self.context.now(),
        };
        self.segments.update(command).await
    }

    /// Deletes a segment unless an unfinished broadcast refers to it.
    pub async fn delete(&self, id: SegmentId, actor: &Actor) -> Result<DeletedSegment, PortError> {
        let command = DeleteSegment {
            id,
            audit: actor.audit("delete_segment", "segment").about(id.0),
            now: self.context.now(),
        };
        self.segments.delete(command).await
    }

    /// Counts the clients that match a filter now and returns the newest. Excludes test users and anonymised clients.
    pub async fn preview(&self, filter: &Value) -> Result<SegmentPreview, PortError> {
        let filter = match read_filter(filter) {
            Ok(filter) => filter,
            Err(errors) => return Ok(SegmentPreview::Invalid(errors)),
        };
        let (moment, scope) = (self.context.moment(), AudienceScope::default());
        let segments = &self.segments;
        let count = segments.count(&filter, moment, scope).await?;
        let sample = if count == 0 {
            Vec::new()
        } else {
            segments.sample(&filter, moment, scope, SAMPLE).await?
        };
        Ok(SegmentPreview::Clients { count, sample })
    }
}

fn checked(patch: SegmentPatch) -> Result<SegmentChange, Vec<FilterError>> {
    let mut errors = Vec::new();
    let name = patch.name.map(|name| name.trim().to_owned());
    let lengths = name.as_deref().map(|name| name.chars().count());
    if lengths.is_some_and(|length| !(1..=MAX_NAME).contains(&length)) {
        errors.push(FilterError {
            path: "/name".into(),
            code: "out_of_range",
            message: format!("a name of 1 to {MAX_NAME} characters is needed"),
        });
    }
    let description = patch
        .description
        .map(|text| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()));
    let length = description.iter().flatten().map(|text| text.chars().count());
    if length.sum::<usize>() > MAX_DESCRIPTION {
        errors.push(FilterError {
            path: "/description".into(),
            code: "out_of_range",
            message: format!("at most {MAX_DESCRIPTION} characters are allowed"),
        });
    }
    let filter = patch.filter.as_ref().map(read_filter).transpose();
    match filter {
        Ok(filter) if errors.is_empty() => Ok(SegmentChange { name, description, filter }),
        filter => {
            errors.extend(filter.err().into_iter().flatten());
            Err(errors)
        }
    }
}

fn read_filter(filter: &Value) -> Result<SegmentFilter, Vec<FilterError>> {
    SegmentFilter::parse(filter).map_err(|errors| {
        let below = |error: FilterError| error.below("/filter");
        errors.into_iter().map(below).collect()
    })
}

#[cfg(test)]
mod tests;
