//! Failures as `application/problem+json`.
//!
//! [`Kind`] is the list of everything that can be wrong: its slugs are stable, clients rely on them.
//! To add one: a line in the list below, and one in docs/API.md.

use marmelad_adapters::telemetry::describe;
use marmelad_core::kernel::PortError;
use poem::error::ResponseError;
use poem::http::{StatusCode, header};
use poem::{IntoResponse, Response};
use poem_openapi::error::ParseParamError;
use poem_openapi::registry::{MetaMediaType, MetaResponse, MetaResponses, Registry};
use poem_openapi::types::Type;
use poem_openapi::{ApiResponse, Object};

use crate::paging::bad_parameter;
use crate::views;

/// Declares [`Kind`]: each variant with its status, its slug and its title.
macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $status:ident, $slug:literal, $title:literal;)+) => {
        /// What can be wrong.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Kind {
            $($(#[$doc])* $kind,)+
        }

        impl Kind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$kind),+];

            /// Status, slug and title.
            const fn row(self) -> (StatusCode, &'static str, &'static str) {
                match self {
                    $(Self::$kind => (StatusCode::$status, $slug, $title),)+
                }
            }
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
    /// There is nothing at this address.
    NotFound = NOT_FOUND, "not-found", "There is nothing here";
    /// Something of this name is there already.
    Conflict = CONFLICT, "conflict", "There is one like this already";
    /// The thing is in a state from which this cannot be done.
    WrongState = CONFLICT, "wrong-state", "This cannot be done from the present state";
    /// The main bot's name is not known yet.
    BotUnknown = CONFLICT, "bot-unknown", "The main bot's name is not known yet";
    /// Somebody must be able to let others in.
    LastOwner = CONFLICT, "last-owner", "The last active owner stays one";
    /// Something that is not finished needs the thing.
    InUse = CONFLICT, "in-use", "Something that is not finished needs it";
    /// The code is used up.
    AlreadyUsed = CONFLICT, "already-used", "The code is used up";
    /// The code's last day is over.
    Expired = CONFLICT, "expired", "The code has ended";
    /// The code was withdrawn.
    Revoked = CONFLICT, "revoked", "The code was withdrawn";
    /// The redemption was taken back before.
    AlreadyUndone = CONFLICT, "already-undone", "The redemption was taken back before";
    /// No redemption of the discount stands.
    NotRedeemed = CONFLICT, "not-redeemed", "No redemption of this discount stands";
    /// The client was anonymised.
    Anonymized = CONFLICT, "anonymized", "The client was anonymised";
    /// The template is switched off.
    TemplateInactive = CONFLICT, "template-inactive", "The template is switched off";
    /// The template is not valid today.
    TemplateOutOfDates = CONFLICT, "template-out-of-dates", "The template is not valid today";
    /// The template has issued all it may.
    BudgetSpent = CONFLICT, "budget-spent", "The template has issued all it may";
    /// The till's id is that of another purchase.
    ExternalIdTaken = CONFLICT, "external-id-taken", "Another purchase has this external_id";
    /// The request with this key is still being answered.
    IdempotencyKeyInUse = CONFLICT, "idempotency-key-in-use", "The request with this key is still being answered";
    /// The key came with another request before.
    IdempotencyKeyReused = UNPROCESSABLE_ENTITY, "idempotency-key-reused", "This key came with another body before";
    /// The code holds from a minimum, and no amount was given.
    AmountRequired = UNPROCESSABLE_ENTITY, "amount-required", "The code needs a purchase amount";
    /// The amount is below the code's minimum.
    BelowMinimum = UNPROCESSABLE_ENTITY, "below-minimum", "The purchase is below the code's minimum";
    /// The cashier has no access.
    CashierNotActive = FORBIDDEN, "cashier-not-active", "The cashier has no access";
    /// The cashier typed too many unknown codes.
    Paused = TOO_MANY_REQUESTS, "paused", "The cashier typed too many unknown codes";
    /// A value fits the schema and breaks a rule.
    InvalidValue = UNPROCESSABLE_ENTITY, "invalid-value", "A value breaks a rule";
    /// The address does not know this method.
    MethodNotAllowed = METHOD_NOT_ALLOWED, "method-not-allowed", "This address does not know the method";
    /// The body is too long.
    PayloadTooLarge = PAYLOAD_TOO_LARGE, "payload-too-large", "The body is too long";
    /// The body is not JSON.
    UnsupportedMediaType = UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", "The body is of a type that is not taken here";
    /// Too many tries.
    TooManyRequests = TOO_MANY_REQUESTS, "too-many-requests", "Too many tries";
    /// A fault of ours.
    Internal = INTERNAL_SERVER_ERROR, "internal", "Something went wrong here";
    /// The database, say, does not answer; trying later may help.
    Unavailable = SERVICE_UNAVAILABLE, "unavailable", "Not available right now";
}

impl Kind {
    /// The HTTP status.
    pub fn status(self) -> StatusCode {
        self.row().0
    }

    /// The kind in words.
    pub fn title(self) -> &'static str {
        self.row().2
    }

    /// The last part of `type`.
    pub fn slug(self) -> &'static str {
        self.row().1
    }
}

/// A failure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .kind.slug())]
pub struct Problem {
    /// What is wrong.
    pub kind: Kind,
    /// What is wrong with this request.
    pub detail: Option<String>,
    /// The parts of the body that do not fit.
    pub errors: Vec<FieldError>,
    /// By which the failure is found in the log.
    pub request_id: Option<String>,
    /// Seconds after which another try is worth it, for the header.
    pub retry_after: Option<u64>,
}

/// A failure, as its body tells it (RFC 9457).
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(
    rename = "Problem",
    skip_serializing_if_is_none,
    skip_serializing_if_is_empty
)]
struct ProblemBody {
    /// `/problems/<slug>`: stable, by this programs tell failures apart.
    #[oai(rename = "type")]
    kind: String,
    /// The kind in words, the same for all of the kind.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What is wrong with this request.
    detail: Option<String>,
    /// By which the failure is found in the log.
    request_id: Option<String>,
    /// The parts of the body that do not fit.
    #[oai(default)]
    errors: Vec<FieldError>,
}

/// A part of the body that does not fit.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct FieldError {
    /// Where, as JSON Pointer; empty for the whole body.
    pub path: String,
    /// `invalid`, or the broken rule.
    pub code: String,
    /// What is wrong, in words.
    pub message: String,
}

impl Problem {
    /// A failure of a kind.
    pub fn new(kind: Kind) -> Self {
        Self {
            kind,
            detail: None,
            errors: Vec::new(),
            request_id: None,
            retry_after: None,
        }
    }

    /// With what is wrong with this request.
    #[must_use]
    pub fn because(self, detail: impl Into<String>) -> Self {
        Self {
            detail: Some(detail.into()),
            ..self
        }
    }

    /// With the part of the body that does not fit.
    #[must_use]
    pub fn at(mut self, error: FieldError) -> Self {
        self.errors.push(error);
        self
    }

    /// A value that fits the schema and breaks a rule: `path` is a JSON Pointer into the body or
    /// `/parameter`, `code` is stable, `message` says what is wrong and what is right.
    pub fn invalid(path: impl Into<String>, code: &str, message: impl Into<String>) -> Self {
        let (path, message) = (path.into(), message.into());
        Self::new(Kind::InvalidValue)
            .because(format!("{path}: {message}"))
            .at(FieldError {
                path,
                code: code.to_owned(),
                message,
            })
    }

    /// A failure with every part of the body that does not fit.
    pub(crate) fn of_fields(kind: Kind, errors: Vec<FieldError>) -> Self {
        let told = errors
            .iter()
            .map(|error| format!("{}: {}", error.path, error.message));
        let told: Vec<_> = told.collect();
        Self {
            errors,
            ..Self::new(kind).because(told.join("; "))
        }
    }

    /// What became of a request that the framework refused.
    pub(crate) fn from_error(error: poem::Error) -> Self {
        if let Some(error) = error.downcast_ref::<ParseParamError>() {
            return bad_parameter(error.name, error.reason.clone());
        }
        let status = error.status();
        let said = error.to_string();
        match (error.downcast::<Self>(), status) {
            (Ok(problem), _) => problem,
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
    /// Faults are logged here, once, and told to nobody else.
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
        let mut response = Response::builder()
            .status(status)
            .content_type(CONTENT_TYPE);
        if let Some(seconds) = self.retry_after {
            response = response.header(header::RETRY_AFTER, seconds);
        }
        response.body(views::to_json(&body).to_string())
    }
}

const CONTENT_TYPE: &str = "application/problem+json";

/// In the OpenAPI document: the answer to every status that is not named otherwise.
impl ApiResponse for Problem {
    fn meta() -> MetaResponses {
        let content = vec![MetaMediaType {
            content_type: CONTENT_TYPE,
            schema: ProblemBody::schema_ref(),
        }];
        let response = MetaResponse {
            description: "A failure",
            status: None,
            status_range: None,
            content,
            headers: Vec::new(),
        };
        MetaResponses {
            responses: vec![response],
        }
    }

    fn register(registry: &mut Registry) {
        ProblemBody::register(registry);
    }
}

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
