//! `/discount-templates`: what is given, when, and how often.

use marmelad_core::App;
use marmelad_core::domain::ids::TemplateId;
use marmelad_core::domain::money::Money;
use marmelad_core::domain::template::{TemplateChange, TemplateDraft, TermsError};
use marmelad_core::ports::RemoveTemplateOutcome;
use marmelad_core::usecases::{SavedTemplate, TemplateFilter, TemplateSort};
use poem::web::Data;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, Enum, Object, OpenApi};
use serde::Deserialize;

use crate::auth::{Marketing, Reader};
use crate::body::Body;
use crate::paging::{PageNumber, PerPage, page_request};
use crate::patch::{Patch, not_null};
use crate::problem::{FieldError, Kind, Outcome, Problem, kind};
use crate::spec::{API_PATH, Tag};
use crate::views::{
    Id, Page, Recurrence, Template, TemplateEvent, Timestamp, UsageKind, ValueType,
};

/// Discount templates.
#[derive(Debug, Clone, Copy)]
pub struct TemplatesApi;

/// In which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
enum TemplateOrder {
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
    /// Least issued first.
    #[oai(rename = "issued_count")]
    LeastIssued,
    /// Most issued first.
    #[oai(rename = "-issued_count")]
    MostIssued,
}

impl From<TemplateOrder> for TemplateSort {
    fn from(order: TemplateOrder) -> Self {
        match order {
            TemplateOrder::Oldest => Self::Oldest,
            TemplateOrder::Newest => Self::Newest,
            TemplateOrder::Name => Self::Name,
            TemplateOrder::NameBackwards => Self::NameBackwards,
            TemplateOrder::LeastIssued => Self::LeastIssued,
            TemplateOrder::MostIssued => Self::MostIssued,
        }
    }
}

/// A template to add.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(deny_unknown_fields)]
struct NewTemplate {
    /// Shown to staff, 1–120 characters.
    name: String,
    /// Shown to staff, at most 2000 characters.
    description: Option<String>,
    /// What it saves, with at most two places: `"10.00"`. Percent: more than 0, at most 100; roubles: more than 0.
    value: String,
    /// Percent or roubles.
    value_type: ValueType,
    /// What makes the system issue it. Of several active templates for one event the newest usable one counts.
    event: TemplateEvent,
    /// Once (default) or several times.
    usage_type: Option<UsageKind>,
    /// How many times, at least 2; for `multi` only.
    max_uses: Option<u32>,
    /// Whole local days a code lives after its day of issue, 1–3650.
    duration_days: u32,
    /// How often one client may get it. A `birthday` template must be `yearly`.
    recurrence: Recurrence,
    /// The smallest purchase it holds for: `"500.00"`.
    min_order_amount: Option<String>,
    /// Budget: at most so many codes ever.
    total_limit: Option<u32>,
    /// First instant of issue.
    valid_from: Option<Timestamp>,
    /// Last instant of issue.
    valid_until: Option<Timestamp>,
    /// Added to the client's message: Telegram's HTML, at most 1000 characters without tags.
    message_text: Option<String>,
    /// Whether it issues; true by default.
    is_active: Option<bool>,
}

/// A change of a template; discounts already issued keep what they were issued with.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(deny_unknown_fields)]
struct TemplateUpdate {
    /// Shown to staff, 1–120 characters.
    #[serde(default, deserialize_with = "not_null")]
    name: Option<String>,
    /// Shown to staff, at most 2000 characters.
    #[serde(default)]
    #[oai(default)]
    description: Patch<String>,
    /// What it saves, with at most two places: `"10.00"`.
    #[serde(default, deserialize_with = "not_null")]
    value: Option<String>,
    /// Percent or roubles.
    #[serde(default, deserialize_with = "not_null")]
    value_type: Option<ValueType>,
    /// What makes the system issue it.
    #[serde(default, deserialize_with = "not_null")]
    event: Option<TemplateEvent>,
    /// Once or several times.
    #[serde(default, deserialize_with = "not_null")]
    usage_type: Option<UsageKind>,
    /// How many times, at least 2; for `multi` only.
    #[serde(default)]
    #[oai(default)]
    max_uses: Patch<u32>,
    /// Whole local days a code lives after its day of issue, 1–3650.
    #[serde(default, deserialize_with = "not_null")]
    duration_days: Option<u32>,
    /// How often one client may get it. A `birthday` template must be `yearly`.
    #[serde(default, deserialize_with = "not_null")]
    recurrence: Option<Recurrence>,
    /// The smallest purchase it holds for: `"500.00"`.
    #[serde(default)]
    #[oai(default)]
    min_order_amount: Patch<String>,
    /// Budget: at most so many codes ever.
    #[serde(default)]
    #[oai(default)]
    total_limit: Patch<u32>,
    /// First instant of issue.
    #[serde(default)]
    #[oai(default)]
    valid_from: Patch<Timestamp>,
    /// Last instant of issue.
    #[serde(default)]
    #[oai(default)]
    valid_until: Patch<Timestamp>,
    /// Added to the client's message: Telegram's HTML, at most 1000 characters without tags.
    #[serde(default)]
    #[oai(default)]
    message_text: Patch<String>,
    /// Whether it issues.
    #[serde(default, deserialize_with = "not_null")]
    is_active: Option<bool>,
}

#[derive(ApiResponse)]
enum CreatedTemplate {
    /// The new template.
    #[oai(status = 201)]
    Created(
        Json<Template>,
        /// Where it is.
        #[oai(header = "Location")]
        String,
    ),
}

#[derive(ApiResponse)]
enum TemplateGone {
    /// Discounts, campaigns or broadcasts refer to it, so it stays, switched off.
    #[oai(status = 200)]
    Deactivated(Json<Template>),
    /// It is deleted: nothing ever referred to it.
    #[oai(status = 204)]
    Deleted,
}

#[OpenApi(prefix_path = "/discount-templates", tag = "Tag::DiscountTemplates")]
impl TemplatesApi {
    /// List templates
    ///
    /// Newest first unless sorted otherwise.
    #[oai(path = "/", method = "get", operation_id = "listDiscountTemplates")]
    async fn list(
        &self,
        _reader: Reader,
        Data(app): Data<&App>,
        /// Those that issue, or those that do not.
        Query(is_active): Query<Option<bool>>,
        /// Those for one event.
        Query(event): Query<Option<TemplateEvent>>,
        /// In which order; newest first by default.
        Query(sort): Query<Option<TemplateOrder>>,
        page: Query<PageNumber>,
        per_page: Query<PerPage>,
    ) -> Outcome<Json<Page<Template>>> {
        let request = page_request(page.0, per_page.0);
        let filter = TemplateFilter {
            is_active,
            event: event.map(Into::into),
        };
        let sort = sort.map_or_else(TemplateSort::default, Into::into);
        let found = app.find_templates(filter, sort, request).await?;
        Ok(Json(Page::new(found, request)))
    }

    /// Add a template
    ///
    /// Every rule that it breaks is told with its field.
    #[oai(path = "/", method = "post", operation_id = "createDiscountTemplate")]
    async fn create(
        &self,
        Marketing(session): Marketing,
        Data(app): Data<&App>,
        body: Body<NewTemplate>,
    ) -> Outcome<CreatedTemplate, kind::InvalidValue> {
        let draft = body.0.read()?;
        let template = saved(app.create_template(draft, &session.actor()).await?)?;
        let location = format!("{API_PATH}/discount-templates/{}", template.id);
        Ok(CreatedTemplate::Created(Json(template), location))
    }

    /// Show a template
    ///
    /// With how many codes it has issued.
    #[oai(path = "/:id", method = "get", operation_id = "getDiscountTemplate")]
    async fn show(
        &self,
        _reader: Reader,
        Data(app): Data<&App>,
        id: Path<Id>,
    ) -> Outcome<Json<Template>> {
        let found = app.find_template(TemplateId(id.0.0)).await?;
        let template = found.ok_or_else(|| Problem::new(Kind::NotFound))?;
        Ok(Json(template.into()))
    }

    /// Change a template
    ///
    /// Changes what is sent. Discounts already issued keep what they were issued with.
    #[oai(
        path = "/:id",
        method = "patch",
        operation_id = "updateDiscountTemplate"
    )]
    async fn update(
        &self,
        Marketing(session): Marketing,
        Data(app): Data<&App>,
        id: Path<Id>,
        body: Body<TemplateUpdate>,
    ) -> Outcome<Json<Template>, kind::InvalidValue> {
        let change = body.0.read()?;
        let outcome = app
            .change_template(TemplateId(id.0.0), change, &session.actor())
            .await?;
        Ok(Json(saved(outcome)?))
    }

    /// Delete a template
    ///
    /// Once discounts, campaigns or broadcasts refer to it, it is only switched off; the answer then is 200 with the
    /// template.
    #[oai(
        path = "/:id",
        method = "delete",
        operation_id = "deleteDiscountTemplate"
    )]
    async fn delete(
        &self,
        Marketing(session): Marketing,
        Data(app): Data<&App>,
        id: Path<Id>,
    ) -> Outcome<TemplateGone> {
        match app
            .remove_template(TemplateId(id.0.0), &session.actor())
            .await?
        {
            RemoveTemplateOutcome::Deleted => Ok(TemplateGone::Deleted),
            RemoveTemplateOutcome::Deactivated(template) => {
                Ok(TemplateGone::Deactivated(Json(template.into())))
            }
            RemoveTemplateOutcome::NotFound => Err(Problem::new(Kind::NotFound).into()),
        }
    }
}

fn saved(outcome: SavedTemplate) -> Result<Template, Problem> {
    match outcome {
        SavedTemplate::Saved(template) => Ok((*template).into()),
        SavedTemplate::Invalid(problems) => {
            let fields = problems.into_iter().map(field_error).collect();
            Err(Problem::of_fields(Kind::InvalidValue, fields))
        }
        SavedTemplate::NotFound => Err(Problem::new(Kind::NotFound)),
    }
}

fn field_error(problem: TermsError) -> FieldError {
    FieldError {
        path: format!("/{}", problem.field),
        code: problem.code.to_owned(),
        message: problem.message,
    }
}

impl NewTemplate {
    fn read(self) -> Result<TemplateDraft, Problem> {
        let mut numbers = Numbers::default();
        let draft = TemplateDraft {
            name: self.name,
            description: self.description,
            value: numbers.read("value", &self.value),
            value_type: self.value_type.into(),
            event: self.event.into(),
            usage_type: self.usage_type.unwrap_or(UsageKind::Single).into(),
            max_uses: self.max_uses,
            duration_days: self.duration_days,
            recurrence: self.recurrence.0,
            min_order_amount: self
                .min_order_amount
                .map(|text| numbers.read("min_order_amount", &text)),
            total_limit: self.total_limit,
            valid_from: self.valid_from.map(|at| at.0),
            valid_until: self.valid_until.map(|at| at.0),
            message_text: self.message_text,
            is_active: self.is_active.unwrap_or(true),
        };
        numbers.done(draft)
    }
}

impl TemplateUpdate {
    fn read(self) -> Result<TemplateChange, Problem> {
        let mut numbers = Numbers::default();
        let minimum = self.min_order_amount.into_change();
        let change = TemplateChange {
            name: self.name,
            description: self.description.into_change(),
            value: self.value.map(|text| numbers.read("value", &text)),
            value_type: self.value_type.map(Into::into),
            event: self.event.map(Into::into),
            usage_type: self.usage_type.map(Into::into),
            max_uses: self.max_uses.into_change(),
            duration_days: self.duration_days,
            recurrence: self.recurrence.map(|recurrence| recurrence.0),
            min_order_amount: minimum
                .map(|text| text.map(|text| numbers.read("min_order_amount", &text))),
            total_limit: self.total_limit.into_change(),
            valid_from: instant(self.valid_from),
            valid_until: instant(self.valid_until),
            message_text: self.message_text.into_change(),
            is_active: self.is_active,
        };
        numbers.done(change)
    }
}

#[expect(clippy::option_option, reason = "the form in which commands carry it")]
fn instant(patch: Patch<Timestamp>) -> Option<Option<chrono::DateTime<chrono::Utc>>> {
    patch.into_change().map(|at| at.map(|at| at.0))
}

/// Reads numbers with two places and keeps what does not read.
#[derive(Default)]
struct Numbers(Vec<FieldError>);

impl Numbers {
    fn read(&mut self, field: &'static str, text: &str) -> Money {
        text.parse().unwrap_or_else(|error| {
            self.0.push(FieldError {
                path: format!("/{field}"),
                code: "not_a_number".into(),
                message: format!("{error}"),
            });
            Money::ZERO
        })
    }

    fn done<T>(self, read: T) -> Result<T, Problem> {
        if self.0.is_empty() {
            Ok(read)
        } else {
            Err(Problem::of_fields(Kind::InvalidValue, self.0))
        }
    }
}
