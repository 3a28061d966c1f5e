//! `/discount-templates`: what is given, when, and how often.

use marmelad_core::App;
use marmelad_core::discounts::{
    RemoveTemplateOutcome, SavedTemplate, TemplateChange, TemplateDraft, TemplateFilter,
    TemplateSort, TermsError,
};
use marmelad_core::kernel::{Money, TemplateId};
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
use crate::views::{
    Decimal, Id, Page, Recurrence, Template, TemplateEvent, Timestamp, UsageKind, ValueType,
};

/// Operations on discount templates.
#[derive(Debug, Clone, Copy)]
pub struct TemplatesApi;

sort_orders! {
    /// Sort order of templates.
    TemplateOrder for TemplateSort {
        /// Oldest first.
        "created_at" Oldest => Self::Oldest,
        /// Latest first.
        "-created_at" Newest => Self::Newest,
        /// By name.
        "name" Name => Self::Name,
        /// By name, descending.
        "-name" NameBackwards => Self::NameBackwards,
        /// Fewest issued codes first.
        "issued_count" LeastIssued => Self::LeastIssued,
        /// Most issued codes first.
        "-issued_count" MostIssued => Self::MostIssued,
    }
}

/// A template to create.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
struct NewTemplate {
    /// Name shown to staff.
    #[oai(validator(min_length = 1, max_length = 120, pattern = r"\S"))]
    name: String,
    /// Description shown to staff.
    #[oai(validator(max_length = 2000))]
    description: Option<String>,
    /// Discount value: percent (more than 0, at most 100) or roubles (more than 0), at most two decimal places.
    value: Decimal,
    /// Unit of the value.
    value_type: ValueType,
    /// Event for which the system issues the discount. Of several active templates for one event the newest usable
    /// one is taken.
    event: TemplateEvent,
    /// How often a code can be redeemed; `single` by default.
    usage_type: Option<UsageKind>,
    /// Greatest number of redemptions, for `multi` only.
    #[oai(validator(minimum(value = "2"), maximum(value = "1000000")))]
    max_uses: Option<u32>,
    /// Whole local days for which a code is valid after its day of issue.
    #[oai(validator(minimum(value = "1"), maximum(value = "3650")))]
    duration_days: u32,
    /// How often one client may get the discount. A `birthday` template must be `yearly`.
    recurrence: Recurrence,
    /// Smallest purchase for which a code is valid, in roubles.
    min_order_amount: Option<Decimal>,
    /// Budget: greatest number of codes.
    #[oai(validator(minimum(value = "1"), maximum(value = "1000000000")))]
    total_limit: Option<u32>,
    /// First instant of issue.
    valid_from: Option<Timestamp>,
    /// Last instant of issue.
    valid_until: Option<Timestamp>,
    /// Text added to the message with the code: Telegram HTML, at most 1000 characters without tags.
    message_text: Option<String>,
    /// Whether discounts are issued; `true` by default.
    is_active: Option<bool>,
}

/// Fields of a template to change. Discounts already issued do not change.
#[derive(Debug, Default, Deserialize, Object)]
#[serde(deny_unknown_fields, default)]
struct TemplateUpdate {
    /// Name shown to staff.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(min_length = 1, max_length = 120, pattern = r"\S"))]
    name: Option<String>,
    /// Description shown to staff.
    #[oai(validator(max_length = 2000))]
    description: Patch<String>,
    /// Discount value: percent (more than 0, at most 100) or roubles (more than 0), at most two decimal places.
    #[serde(deserialize_with = "not_null")]
    value: Option<Decimal>,
    /// Unit of the value.
    #[serde(deserialize_with = "not_null")]
    value_type: Option<ValueType>,
    /// Event for which the system issues the discount. Of several active templates for one event the newest usable
    /// one is taken.
    #[serde(deserialize_with = "not_null")]
    event: Option<TemplateEvent>,
    /// How often a code can be redeemed.
    #[serde(deserialize_with = "not_null")]
    usage_type: Option<UsageKind>,
    /// Greatest number of redemptions, for `multi` only.
    #[oai(validator(minimum(value = "2"), maximum(value = "1000000")))]
    max_uses: Patch<u32>,
    /// Whole local days for which a code is valid after its day of issue.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(minimum(value = "1"), maximum(value = "3650")))]
    duration_days: Option<u32>,
    /// How often one client may get the discount. A `birthday` template must be `yearly`.
    #[serde(deserialize_with = "not_null")]
    recurrence: Option<Recurrence>,
    /// Smallest purchase for which a code is valid, in roubles.
    min_order_amount: Patch<Decimal>,
    /// Budget: greatest number of codes.
    #[oai(validator(minimum(value = "1"), maximum(value = "1000000000")))]
    total_limit: Patch<u32>,
    /// First instant of issue.
    valid_from: Patch<Timestamp>,
    /// Last instant of issue.
    valid_until: Patch<Timestamp>,
    /// Text added to the message with the code: Telegram HTML, at most 1000 characters without tags.
    message_text: Patch<String>,
    /// Whether discounts are issued.
    #[serde(deserialize_with = "not_null")]
    is_active: Option<bool>,
}

#[derive(ApiResponse)]
enum TemplateGone {
    /// Deactivated, since discounts, campaigns or broadcasts refer to the template.
    #[oai(status = 200)]
    Deactivated(Json<Template>),
    /// Deleted.
    #[oai(status = 204)]
    Deleted,
}

#[OpenApi(prefix_path = "/discount-templates", tag = "Tag::DiscountTemplates")]
impl TemplatesApi {
    /// List templates
    ///
    /// Templates that match all given filters.
    #[oai(path = "/", method = "get", operation_id = "listDiscountTemplates")]
    async fn list(
        &self,
        _reader: Reader,
        Data(app): Data<&App>,
        /// Only active (`true`) or inactive (`false`) templates.
        Query(is_active): Query<Option<bool>>,
        /// Event of the template.
        Query(event): Query<Option<TemplateEvent>>,
        /// Sort order; `-created_at` by default.
        Query(sort): Query<Option<TemplateOrder>>,
        Params(paging): Params<Paging>,
    ) -> Outcome<Json<Page<Template>>> {
        let request = paging.into();
        let filter = TemplateFilter { is_active, event: event.map(Into::into) };
        let sort = sort.map_or_else(TemplateSort::default, Into::into);
        let found = app.discounts.find_templates(filter, sort, request).await?;
        Ok(Json(Page::new(found, request)))
    }

    /// Create a template
    ///
    /// A refusal names every invalid field.
    #[oai(path = "/", method = "post", operation_id = "createDiscountTemplate")]
    async fn create(
        &self,
        Marketing(session): Marketing,
        Data(app): Data<&App>,
        body: Body<NewTemplate>,
    ) -> Outcome<Created<Template>, kind::InvalidValue> {
        let draft = body.0.read()?;
        let template = saved(app.discounts.create_template(draft, &session.actor()).await?)?;
        Ok(Created::new("/discount-templates", template.id, template))
    }

    /// Show a template
    ///
    /// With the number of codes issued.
    #[oai(path = "/:id", method = "get", operation_id = "getDiscountTemplate")]
    async fn show(
        &self,
        _reader: Reader,
        Data(app): Data<&App>,
        id: Path<Id>,
    ) -> Outcome<Json<Template>> {
        let found = app.discounts.find_template(TemplateId(id.0.0)).await?;
        let template = found.ok_or_else(|| Problem::new(Kind::NotFound))?;
        Ok(Json(template.into()))
    }

    /// Change a template
    ///
    /// Discounts already issued do not change.
    #[oai(path = "/:id", method = "patch", operation_id = "updateDiscountTemplate")]
    async fn update(
        &self,
        Marketing(session): Marketing,
        Data(app): Data<&App>,
        id: Path<Id>,
        body: Body<TemplateUpdate>,
    ) -> Outcome<Json<Template>, kind::InvalidValue> {
        let change = body.0.read()?;
        let outcome =
            app.discounts.change_template(TemplateId(id.0.0), change, &session.actor()).await?;
        Ok(Json(saved(outcome)?))
    }

    /// Delete a template
    ///
    /// A template to which discounts, campaigns or broadcasts refer is deactivated instead; the response is then 200
    /// with the template.
    #[oai(path = "/:id", method = "delete", operation_id = "deleteDiscountTemplate")]
    async fn delete(
        &self,
        Marketing(session): Marketing,
        Data(app): Data<&App>,
        id: Path<Id>,
    ) -> Outcome<TemplateGone> {
        match app.discounts.remove_template(TemplateId(id.0.0), &session.actor()).await? {
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
        SavedTemplate::Invalid(errors) => Err(Problem::invalid_fields(errors)),
        SavedTemplate::NotFound => Err(Problem::new(Kind::NotFound)),
    }
}

impl From<TermsError> for FieldError {
    fn from(error: TermsError) -> Self {
        Self::new(format!("/{}", error.field), error.code, error.message)
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
    fn read(&mut self, field: &'static str, number: &Decimal) -> Money {
        number.0.parse().unwrap_or_else(|error| {
            let error = format!("{error}");
            self.0.push(FieldError::new(format!("/{field}"), "not_a_number", error));
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
