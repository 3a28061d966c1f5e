//! Failures as `application/problem+json` (RFC 9457).
//!
//! [`Kind`] lists everything that can be wrong. Slugs are stable: clients rely on them.
//! To add a kind: a line in the list below and one in docs/API.md.

use std::marker::PhantomData;

use marmelad_adapters::telemetry::describe;
use marmelad_core::kernel::PortError;
use poem::error::ResponseError;
use poem::http::{StatusCode, header};
use poem::{IntoResponse, Response};
use poem_openapi::error::ParseParamError;
use poem_openapi::registry::{
    MetaHeader, MetaMediaType, MetaResponse, MetaResponses, MetaSchema, MetaSchemaRef, Registry,
};
use poem_openapi::types::Type;
use poem_openapi::{ApiResponse, Object};

use crate::views;

/// Declares [`Kind`], each variant with its status, slug and title, and a type of the same name in [`kind`].
macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $status:ident, $slug:literal, $title:literal;)+) => {
        /// A cause of failure, as clients tell them apart.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Kind {
            $($(#[$doc])* $kind,)+
        }

        impl Kind {
            pub const ALL: &'static [Self] = &[$(Self::$kind),+];

            /// Status, slug and title.
            const fn row(self) -> (StatusCode, &'static str, &'static str) {
                match self {
                    $(Self::$kind => (StatusCode::$status, $slug, $title),)+
                }
            }

            /// Slug and title, for the OpenAPI document.
            const fn summary(self) -> &'static str {
                match self {
                    $(Self::$kind => concat!("`", $slug, "`: ", $title),)+
                }
            }
        }

        /// Each kind as a type, so that the signature of an operation lists its failures.
        pub mod kind {
            $(
                $(#[$doc])*
                #[derive(Debug)]
                pub struct $kind;

                impl super::Kinds for $kind {
                    fn all() -> Vec<super::Kind> {
                        vec![super::Kind::$kind]
                    }
                }
            )+
        }
    };
}

kinds! {
    /// The body or a parameter does not match its schema.
    BadRequest = BAD_REQUEST, "bad-request", "The request does not match the schema";
    /// The login token is unknown, used or expired.
    LoginTokenInvalid = UNAUTHORIZED, "login-token-invalid", "The login link is unknown, used or expired";
    /// The admin is deactivated.
    AdminInactive = FORBIDDEN, "admin-inactive", "The admin is deactivated";
    /// No token, or one that is unknown, has ended or was revoked.
    Unauthorized = UNAUTHORIZED, "unauthorized", "A valid access token is needed; log in again";
    /// The admin's role may not do this.
    Forbidden = FORBIDDEN, "forbidden", "The admin's role does not allow this";
    /// There is nothing at this path.
    NotFound = NOT_FOUND, "not-found", "There is nothing here";
    /// A resource with this unique value exists.
    Conflict = CONFLICT, "conflict", "There is one like this already";
    /// The state of the resource does not allow the operation.
    WrongState = CONFLICT, "wrong-state", "This cannot be done from the present state";
    /// The main bot's name is not known yet.
    BotUnknown = CONFLICT, "bot-unknown", "The main bot's name is not known yet";
    /// The last active owner cannot lose the role or access.
    LastOwner = CONFLICT, "last-owner", "The last active owner stays one";
    /// An unfinished broadcast uses the resource.
    InUse = CONFLICT, "in-use", "Something that is not finished needs it";
    /// The code is used up.
    AlreadyUsed = CONFLICT, "already-used", "The code is used up";
    /// The code expired.
    Expired = CONFLICT, "expired", "The code has ended";
    /// The code was revoked.
    Revoked = CONFLICT, "revoked", "The code was withdrawn";
    /// The redemption was undone before.
    AlreadyUndone = CONFLICT, "already-undone", "The redemption was taken back before";
    /// The discount has no redemption to undo.
    NotRedeemed = CONFLICT, "not-redeemed", "No redemption of this discount stands";
    /// The client was anonymised.
    Anonymized = CONFLICT, "anonymized", "The client was anonymised";
    /// The template is inactive.
    TemplateInactive = CONFLICT, "template-inactive", "The template is switched off";
    /// Today is outside the template's dates.
    TemplateOutOfDates = CONFLICT, "template-out-of-dates", "The template is not valid today";
    /// The budget of the template is exhausted.
    BudgetSpent = CONFLICT, "budget-spent", "The template has issued all it may";
    /// Another purchase has this `external_id`.
    ExternalIdTaken = CONFLICT, "external-id-taken", "Another purchase has this external_id";
    /// The first request with this key is still running.
    IdempotencyKeyInUse = CONFLICT, "idempotency-key-in-use", "The request with this key is still being answered";
    /// The key was used with another request before.
    IdempotencyKeyReused = UNPROCESSABLE_ENTITY, "idempotency-key-reused", "This key came with another body before";
    /// The code needs a minimum purchase, and no amount was given.
    AmountRequired = UNPROCESSABLE_ENTITY, "amount-required", "The code needs a purchase amount";
    /// The amount is below the code's minimum.
    BelowMinimum = UNPROCESSABLE_ENTITY, "below-minimum", "The purchase is below the code's minimum";
    /// The cashier has no access.
    CashierNotActive = FORBIDDEN, "cashier-not-active", "The cashier has no access";
    /// The cashier typed too many unknown codes.
    Paused = TOO_MANY_REQUESTS, "paused", "The cashier typed too many unknown codes";
    /// A value matches the schema and breaks a rule.
    InvalidValue = UNPROCESSABLE_ENTITY, "invalid-value", "A value breaks a rule";
    /// The path does not have this method.
    MethodNotAllowed = METHOD_NOT_ALLOWED, "method-not-allowed", "This address does not know the method";
    /// The body is too long.
    PayloadTooLarge = PAYLOAD_TOO_LARGE, "payload-too-large", "The body is too long";
    /// The body is not JSON.
    UnsupportedMediaType = UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", "The body is of a type that is not taken here";
    /// The client made too many attempts in a short time.
    TooManyRequests = TOO_MANY_REQUESTS, "too-many-requests", "Too many tries";
    /// A fault of the server.
    Internal = INTERNAL_SERVER_ERROR, "internal", "Something went wrong here";
    /// A service such as the database does not answer; the client may try again.
    Unavailable = SERVICE_UNAVAILABLE, "unavailable", "Not available right now";
}

impl Kind {
    pub fn status(self) -> StatusCode {
        self.row().0
    }

    /// The last part of `type`.
    pub fn slug(self) -> &'static str {
        self.row().1
    }

    /// One response of the OpenAPI document.
    pub(crate) fn response(self) -> MetaResponse {
        let headers = match self.status() {
            StatusCode::TOO_MANY_REQUESTS => vec![MetaHeader {
                name: "Retry-After".into(),
                description: Some("Seconds to wait before the next attempt.".into()),
                required: true,
                deprecated: false,
                schema: MetaSchemaRef::Inline(Box::new(MetaSchema {
                    minimum: Some(1.0),
                    ..MetaSchema::new("integer")
                })),
            }],
            _ => Vec::new(),
        };
        MetaResponse {
            description: self.summary(),
            status: Some(self.status().as_u16()),
            status_range: None,
            content: vec![MetaMediaType {
                content_type: CONTENT_TYPE,
                schema: ProblemBody::schema_ref(),
            }],
            headers,
        }
    }
}

/// A set of kinds: one of [`kind`], or a tuple of several.
pub trait Kinds {
    /// The kinds in the order given.
    fn all() -> Vec<Kind>;
}

impl Kinds for () {
    fn all() -> Vec<Kind> {
        Vec::new()
    }
}

macro_rules! tuples_of_kinds {
    ($first:ident $($other:ident)*) => {
        impl<$first: Kinds, $($other: Kinds),*> Kinds for ($first, $($other,)*) {
            fn all() -> Vec<Kind> {
                [$first::all(), $($other::all()),*].concat()
            }
        }
        tuples_of_kinds!($($other)*);
    };
    () => {};
}

tuples_of_kinds!(A B C D E F G H);

/// What an operation answers: `T`, or a problem. `K` lists the kinds of problem beside those that every operation of
/// the same shape has (see [`crate::operation`]).
pub(crate) type Outcome<T, K = ()> = Result<T, Failure<K>>;

/// A problem of an operation that documents the kinds `K`.
pub(crate) struct Failure<K>(Problem, PhantomData<fn() -> K>);

impl<K> From<Problem> for Failure<K> {
    fn from(problem: Problem) -> Self {
        Self(problem, PhantomData)
    }
}

impl<K> From<PortError> for Failure<K> {
    fn from(fault: PortError) -> Self {
        Problem::from(fault).into()
    }
}

impl<K> From<Failure<K>> for poem::Error {
    fn from(failure: Failure<K>) -> Self {
        failure.0.into()
    }
}

impl<K: Kinds> ApiResponse for Failure<K> {
    fn meta() -> MetaResponses {
        MetaResponses { responses: K::all().into_iter().map(Kind::response).collect() }
    }

    fn register(registry: &mut Registry) {
        ProblemBody::register(registry);
    }
}

/// A failure of one request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .kind.slug())]
pub struct Problem {
    pub kind: Kind,
    /// What is wrong with this request, for people.
    pub detail: Option<String>,
    /// The invalid fields and parameters.
    pub errors: Vec<FieldError>,
    /// The request's id in the log.
    pub request_id: Option<String>,
    /// Seconds to wait before the next attempt, for the header `Retry-After`.
    pub retry_after: Option<u64>,
}

/// A failure (RFC 9457).
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(rename = "Problem", skip_serializing_if_is_none, skip_serializing_if_is_empty)]
struct ProblemBody {
    /// The problem type: `/problems/<slug>`. Slugs are stable; programs compare this field.
    #[oai(rename = "type", validator(pattern = "^/problems/[a-z-]+$"))]
    kind: String,
    /// The problem type in words; the same for all problems of one type.
    title: String,
    /// The HTTP status code.
    #[oai(validator(minimum(value = "400"), maximum(value = "599")))]
    status: u16,
    /// What is wrong with this request, for people.
    detail: Option<String>,
    /// The request's id in the server's log; also in the header `X-Request-Id`.
    request_id: Option<String>,
    /// The invalid fields and parameters.
    #[oai(default)]
    errors: Vec<FieldError>,
}

/// One invalid field or parameter.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct FieldError {
    /// JSON Pointer into the body, or `/<name>` of a parameter; empty for the whole body.
    pub path: String,
    /// `invalid`, or the code of the broken rule; stable.
    pub code: String,
    /// What is wrong and what is expected, for people.
    pub message: String,
}

impl FieldError {
    /// `path` is a JSON Pointer, `code` is stable, `message` is for people.
    pub(crate) fn new(path: impl Into<String>, code: &str, message: impl Into<String>) -> Self {
        Self { path: path.into(), code: code.to_owned(), message: message.into() }
    }
}

impl Problem {
    /// A failure of a kind, without details.
    pub fn new(kind: Kind) -> Self {
        Self { kind, detail: None, errors: Vec::new(), request_id: None, retry_after: None }
    }

    /// Adds what is wrong with this request.
    #[must_use]
    pub fn because(self, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..self }
    }

    /// A failure that names every invalid field.
    pub(crate) fn of_fields(kind: Kind, errors: Vec<FieldError>) -> Self {
        let details: Vec<_> =
            errors.iter().map(|error| format!("{}: {}", error.path, error.message)).collect();
        Self { errors, ..Self::new(kind).because(details.join("; ")) }
    }

    /// 400: a field or parameter that does not match its schema.
    pub(crate) fn malformed(path: impl Into<String>, message: impl Into<String>) -> Self {
        let error = FieldError::new(path, "invalid", message);
        Self::of_fields(Kind::BadRequest, vec![error])
    }

    /// 422: a value that matches its schema and breaks a rule. `code` names the rule and is stable.
    pub fn invalid(path: impl Into<String>, code: &str, message: impl Into<String>) -> Self {
        Self::of_fields(Kind::InvalidValue, vec![FieldError::new(path, code, message)])
    }

    /// 422: every rule that the values break.
    pub(crate) fn invalid_fields<E: Into<FieldError>>(errors: impl IntoIterator<Item = E>) -> Self {
        let errors = errors.into_iter().map(Into::into).collect();
        Self::of_fields(Kind::InvalidValue, errors)
    }

    /// The problem for an error of an operation or of the framework.
    pub(crate) fn from_error(error: poem::Error) -> Self {
        if let Some(error) = error.downcast_ref::<ParseParamError>() {
            return Self::malformed(format!("/{}", error.name), error.reason.clone());
        }
        let status = error.status();
        let said = error.to_string();
        match (error.downcast::<Self>(), status) {
            (Ok(problem), _) => problem,
            (_, StatusCode::UNAUTHORIZED) => Self::new(Kind::Unauthorized),
            (_, StatusCode::NOT_FOUND) => Self::new(Kind::NotFound),
            (_, StatusCode::METHOD_NOT_ALLOWED) => Self::new(Kind::MethodNotAllowed),
            (_, StatusCode::PAYLOAD_TOO_LARGE) => Self::new(Kind::PayloadTooLarge),
            (_, StatusCode::UNSUPPORTED_MEDIA_TYPE) => Self::new(Kind::UnsupportedMediaType),
            (_, status) if status.is_client_error() => Self::new(Kind::BadRequest).because(said),
            _ => {
                tracing::error!(error = said, "a request failed");
                Self::new(Kind::Internal)
            }
        }
    }
}

impl From<PortError> for Problem {
    /// Logs the fault; the response does not tell it.
    fn from(fault: PortError) -> Self {
        tracing::error!(error = describe(&fault), "a request failed");
        match fault {
            PortError::Unavailable { .. } => Self::new(Kind::Unavailable),
            PortError::Corrupt { .. } | PortError::Broken { .. } => Self::new(Kind::Internal),
        }
    }
}

impl ResponseError for Problem {
    fn status(&self) -> StatusCode {
        self.kind.status()
    }

    fn as_response(&self) -> Response {
        self.clone().into_response()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, slug, title) = self.kind.row();
        let body = ProblemBody {
            kind: format!("/problems/{slug}"),
            title: title.to_owned(),
            status: status.as_u16(),
            detail: self.detail,
            request_id: self.request_id,
            errors: self.errors,
        };
        let mut response = Response::builder().status(status).content_type(CONTENT_TYPE);
        if let Some(seconds) = self.retry_after {
            response = response.header(header::RETRY_AFTER, seconds);
        }
        response.body(views::to_json(&body).to_string())
    }
}

const CONTENT_TYPE: &str = "application/problem+json";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_stands_in_the_documentation() {
        let page = include_str!("../../docs/API.md");
        for kind in Kind::ALL {
            let (status, slug, title) = kind.row();
            let line = format!("| {} | `{slug}` | {title} |", status.as_u16());
            assert!(page.contains(&line), "docs/API.md lacks: {line}");
        }
    }
}
