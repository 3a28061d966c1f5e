//! Creates, checks, lists and deletes broadcasts.

use chrono::{DateTime, Datelike, Utc};
use serde_json::{Value, json};

use crate::audit::{Actor, AuditEntry};
use crate::broadcasts::{
    Audience, Broadcast, BroadcastContent, BroadcastFilter, BroadcastList, BroadcastService,
    BroadcastSortKey, BroadcastStatus, BroadcastTerms, ChangeBroadcastOutcome, ContentDraft,
    ContentProblem, LONGEST_TITLE, MAX_RATE_PER_MINUTE, MediaSource, MoneyTrail, MovedBroadcast,
    RecipientFilter, RecipientList, RecipientLog, SaveBroadcast,
};
use crate::kernel::{BroadcastId, Page, PageRequest, PortError, SegmentId, Sorting, TemplateId};
use crate::segments::SegmentFilter;

/// A broadcast as staff enter it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BroadcastInput {
    /// Shown to staff, 1–255 characters.
    pub title: String,
    pub content: ContentDraft,
    /// A stored segment; not together with `filter`.
    pub segment_id: Option<SegmentId>,
    /// A segment filter as JSON; without `segment_id` and `filter` the audience is all clients.
    pub filter: Option<Value>,
    /// Only test users (`true`) or only other clients (`false`).
    pub is_test: bool,
    /// Template of the code that every recipient gets.
    pub template_id: Option<TemplateId>,
    /// Planned start of a scheduled broadcast.
    pub scheduled_at: Option<DateTime<Utc>>,
    /// Own rate limit, 0–1800 messages per minute; 0 = none; `None` = the setting.
    pub rate_per_minute: Option<u32>,
    /// Whether messages are also sent in quiet hours.
    pub ignore_quiet_hours: bool,
    /// Idempotency key of the creating request, at most 160 bytes.
    pub key: Option<String>,
}

impl From<&BroadcastTerms> for BroadcastInput {
    /// The input that would create the same broadcast; an edit starts from this input.
    fn from(terms: &BroadcastTerms) -> Self {
        Self {
            title: terms.title.clone(),
            content: ContentDraft::from(&terms.content),
            segment_id: terms.audience.segment_id,
            filter: terms.audience.filter.as_ref().map(SegmentFilter::to_json),
            is_test: terms.audience.is_test,
            template_id: terms.template_id,
            scheduled_at: terms.scheduled_at,
            rate_per_minute: terms.rate_per_minute,
            ignore_quiet_hours: terms.ignore_quiet_hours,
            key: None,
        }
    }
}

/// Result of saving a broadcast.
#[derive(Debug, Clone, PartialEq)]
pub enum SavedBroadcast {
    Saved(Box<Broadcast>),
    /// Every problem of the input.
    Invalid(Vec<ContentProblem>),
}

/// Latest year for `scheduled_at`: every database stores it, and later ones are typing errors.
const LAST_YEAR: i32 = 2999;

impl BroadcastService {
    pub async fn find(&self, id: BroadcastId) -> Result<Option<Broadcast>, PortError> {
        self.broadcasts.find(id).await
    }

    /// A page of broadcasts.
    pub async fn list(
        &self,
        filter: BroadcastFilter,
        sort: Sorting<BroadcastSortKey>,
        page: PageRequest,
    ) -> Result<Page<Broadcast>, PortError> {
        let now = self.context.now();
        let list = BroadcastList { filter, sort, page, now };
        self.broadcasts.list(list).await
    }

    /// A page of a broadcast's recipients, in the order in which their rows were written.
    pub async fn list_recipients(
        &self,
        id: BroadcastId,
        filter: RecipientFilter,
        page: PageRequest,
    ) -> Result<Page<RecipientLog>, PortError> {
        let now = self.context.now();
        let list = RecipientList { id, filter, page, now };
        self.broadcasts.recipients(list).await
    }

    /// Codes, redemptions and revenue of a broadcast.
    pub async fn money_trail(&self, id: BroadcastId) -> Result<MoneyTrail, PortError> {
        self.broadcasts.money_trail(id).await
    }

    /// Creates a draft from a valid input. With a known key, returns the broadcast created with this key.
    pub async fn create(
        &self,
        input: BroadcastInput,
        actor: &Actor,
    ) -> Result<SavedBroadcast, PortError> {
        let key = input.key.clone();
        let terms = match self.check_broadcast(input).await? {
            Ok(terms) => terms,
            Err(problems) => return Ok(SavedBroadcast::Invalid(problems)),
        };
        let saved = self.add_broadcast(terms, key, actor).await?;
        Ok(SavedBroadcast::Saved(Box::new(saved)))
    }

    /// Creates a scheduled broadcast; without `scheduled_at` it starts as soon as allowed. Creates
    /// nothing if the broadcast could not be sent. With a known key, continues with the broadcast
    /// created with this key.
    pub async fn create_scheduled(
        &self,
        input: BroadcastInput,
        actor: &Actor,
    ) -> Result<MovedBroadcast, PortError> {
        let key = input.key.clone();
        let terms = match self.check_broadcast(input).await? {
            Ok(terms) => terms,
            Err(problems) => return Ok(MovedBroadcast::Invalid(problems)),
        };
        if let Err(refused) = self.may_begin(&terms).await? {
            return Ok(refused);
        }
        let at = terms.scheduled_at;
        let saved = self.add_broadcast(terms, key, actor).await?;
        if saved.status != BroadcastStatus::Draft {
            return Ok(MovedBroadcast::Moved(Box::new(saved)));
        }
        let moved = self.schedule(saved.id, at, actor).await?;
        if matches!(moved, MovedBroadcast::NotReady(_) | MovedBroadcast::EmptyAudience(_)) {
            // What the broadcast needs has gone since the check above.
            self.delete(saved.id, actor).await?;
        }
        Ok(moved)
    }

    async fn add_broadcast(
        &self,
        terms: BroadcastTerms,
        key: Option<String>,
        actor: &Actor,
    ) -> Result<Broadcast, PortError> {
        let audit = describe(actor.audit("create_broadcast", "broadcast"), None, &terms);
        let command = SaveBroadcast {
            terms,
            admin_id: actor.admin_id(),
            key,
            audit,
            now: self.context.now(),
        };
        self.broadcasts.add(command).await
    }

    pub async fn delete(
        &self,
        id: BroadcastId,
        actor: &Actor,
    ) -> Result<ChangeBroadcastOutcome, PortError> {
        let audit = actor.audit("delete_broadcast", "broadcast").about(id.0);
        self.broadcasts.delete(id, audit, self.context.now()).await
    }

    /// The checked terms, or all problems of the input.
    pub(super) async fn check_broadcast(
        &self,
        input: BroadcastInput,
    ) -> Result<Result<BroadcastTerms, Vec<ContentProblem>>, PortError> {
        let title = input.title.trim().to_owned();
        let mut problems = Vec::new();
        if !(1..=LONGEST_TITLE).contains(&title.chars().count()) {
            let message = format!("1 to {LONGEST_TITLE} characters are needed");
            problems.push(ContentProblem::new("/title", "title_length", message));
        }
        if let Some(rate) = input.rate_per_minute.filter(|rate| *rate > MAX_RATE_PER_MINUTE) {
            let message =
                format!("{rate} is too much: 0 to {MAX_RATE_PER_MINUTE} messages a minute");
            problems.push(ContentProblem::new("/rate_per_minute", "out_of_range", message));
        }
        if let Some(at) = input.scheduled_at {
            problems.extend(self.schedule_problem(at));
        }
        let media = input.content.media_id;
        let content = match input.content.check(input.template_id.is_some()) {
            Ok(content) => Some(content),
            Err(found) => {
                problems.extend(found);
                None
            }
        };
        let filter = match input.filter.as_ref().map(SegmentFilter::parse) {
            None => None,
            Some(Ok(filter)) => Some(filter),
            Some(Err(errors)) => {
                problems.extend(errors.into_iter().map(|error| ContentProblem {
                    path: format!("/filter{}", error.path),
                    code: error.code,
                    message: error.message,
                }));
                None
            }
        };
        problems.extend(
            self.missing_rows(input.segment_id, input.filter.is_some(), input.template_id, media)
                .await?,
        );
        let terms = content.map(|content| BroadcastTerms {
            title,
            content,
            audience: Audience { segment_id: input.segment_id, filter, is_test: input.is_test },
            template_id: input.template_id,
            scheduled_at: input.scheduled_at,
            rate_per_minute: input.rate_per_minute,
            ignore_quiet_hours: input.ignore_quiet_hours,
        });
        Ok(match terms {
            Some(terms) if problems.is_empty() => Ok(terms),
            _ => Err(problems),
        })
    }

    /// Problems for referenced rows that do not exist.
    async fn missing_rows(
        &self,
        segment: Option<SegmentId>,
        has_filter: bool,
        template: Option<TemplateId>,
        media: Option<crate::kernel::MediaId>,
    ) -> Result<Vec<ContentProblem>, PortError> {
        let mut problems = Vec::new();
        if let Some(id) = segment {
            if has_filter {
                let message = "give a segment or a filter, not both";
                problems.push(ContentProblem::new("/filter", "ambiguous", message));
            }
            if self.segments.find(id).await?.is_none() {
                let message = format!("there is no segment {id}");
                problems.push(ContentProblem::new("/segment_id", "not_found", message));
            }
        }
        if let Some(id) = template {
            let message = match self.templates.find(id).await? {
                None => Some(format!("there is no discount template {id}")),
                Some(template) if !template.terms.is_active => {
                    Some(format!("the discount template {id} is switched off; switch it on first"))
                }
                Some(_) => None,
            };
            problems.extend(
                message.map(|message| ContentProblem::new("/template_id", "not_usable", message)),
            );
        }
        if let Some(id) = media
            && self.media.find(id).await?.is_none()
        {
            let message = format!("there is no uploaded file {id}");
            problems.push(ContentProblem::new("/media_id", "not_found", message));
        }
        Ok(problems)
    }

    /// A problem for a time in the past or after the latest year. One minute of tolerance covers the request's way.
    pub(super) fn schedule_problem(&self, at: DateTime<Utc>) -> Option<ContentProblem> {
        if at.year() > LAST_YEAR {
            let message = format!("not after the year {LAST_YEAR}");
            return Some(ContentProblem::new("/scheduled_at", "out_of_range", message));
        }
        (at < self.context.now() - chrono::Duration::minutes(1)).then(|| {
            let message = format!(
                "{} is in the past; leave it out to begin as soon as allowed",
                at.with_timezone(&self.context.zone).to_rfc3339()
            );
            ContentProblem::new("/scheduled_at", "in_the_past", message)
        })
    }
}

/// Adds the differing fields to the audit entry.
pub(super) fn describe(
    entry: AuditEntry,
    old: Option<&BroadcastTerms>,
    new: &BroadcastTerms,
) -> AuditEntry {
    entry.differences(&old.map(fields).unwrap_or_default(), &fields(new))
}

/// The fields recorded in the audit log; the text itself is only in the broadcast's row.
fn fields(terms: &BroadcastTerms) -> Vec<(&'static str, Value)> {
    let content = &terms.content;
    vec![
        ("title", json!(terms.title)),
        ("kind", json!(content.kind().as_str())),
        ("body", json!(content.body())),
        ("segment_id", json!(terms.audience.segment_id)),
        ("filter", json!(terms.audience.filter)),
        ("is_test", json!(terms.audience.is_test)),
        ("template_id", json!(terms.template_id)),
        ("scheduled_at", json!(terms.scheduled_at)),
        ("rate_per_minute", json!(terms.rate_per_minute)),
        ("ignore_quiet_hours", json!(terms.ignore_quiet_hours)),
        ("media", media_of(content)),
        ("buttons", buttons_of(content)),
        ("unsubscribe_button", json!(content.has_unsubscribe_button())),
    ]
}

/// The file for the audit log; for a copied message, its chat and id.
fn media_of(content: &BroadcastContent) -> Value {
    match content {
        BroadcastContent::Html { media: None, .. } => Value::Null,
        BroadcastContent::Html { media: Some(media), .. } => {
            let source = match &media.source {
                MediaSource::Upload(id) => format!("upload {}", id.0),
                MediaSource::Url(address) => address.clone(),
                MediaSource::FileId(id) => id.clone(),
            };
            json!(format!("{} {source}", media.kind.as_str()))
        }
        BroadcastContent::Copy { source_chat, source_message, .. } => {
            json!(format!("message {} of {}", source_message.0, source_chat.0))
        }
    }
}

fn buttons_of(content: &BroadcastContent) -> Value {
    let buttons = content.buttons().iter().flatten();
    buttons.map(|button| json!(format!("{}: {}", button.text, button.url))).collect()
}
