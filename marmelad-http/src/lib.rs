//! REST API and the built panel.
//!
//! | module | contents |
//! |---|---|
//! | [`server`] | routes, middleware of every request, start and shutdown |
//! | [`api`] | operations, by area |
//! | [`views`] | objects of requests and responses |
//! | `auth` | access tokens and roles: the first argument of every operation |
//! | `operation` | checks and documentation that all operations share |
//! | `idempotency` | `Idempotency-Key` |
//! | [`problem`] | failures as `application/problem+json` |
//! | `responses` | responses that several operations share |
//! | [`spec`], `examples` | the OpenAPI document |
//! | [`export`] | lists as files |
//! | `body`, `upload`, `amount`, `patch`, `params`, `paging`, `checks` | parsing of bodies and parameters |
//! | `request_context`, `login_limit`, `methods` | request id and client address; rate limit of logins; `Allow` |
//! | `health`, `docs`, `panel` | routes outside the API |

mod amount;
pub mod api;
mod auth;
mod body;
mod checks;
mod docs;
mod examples;
pub mod export;
mod health;
mod idempotency;
mod login_limit;
mod methods;
mod operation;
mod paging;
mod panel;
mod params;
mod patch;
pub mod problem;
pub mod qr;
mod request_context;
mod responses;
mod server;
pub mod spec;
mod upload;
pub mod views;

pub use server::{endpoint, endpoint_until, serve};

/// The path prefix of every operation.
pub(crate) const API_PATH: &str = "/api/v1";
