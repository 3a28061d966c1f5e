//! REST API and the built panel.
//!
//! | module | what it holds |
//! |---|---|
//! | [`server`] | routes, what surrounds every request, the server's life |
//! | [`api`] | the API, one file per resource |
//! | [`views`] | the API's objects |
//! | [`problem`] | failures as `application/problem+json` |
//! | [`export`] | lists as files |
//! | [`spec`] | the OpenAPI document |
//! | `access`, `gate`, `session` | who may do what; asked before every operation |
//! | `keyed` | requests that act once: `Idempotency-Key` |
//! | `body`, `amount`, `patch`, `paging`, `checks` | reading bodies and the parameters of lists |
//! | `caller`, `login_limit`, `methods` | who asks; how often; which addresses there are |
//! | `health`, `docs`, `panel` | what lies outside the API |

mod access;
mod amount;
pub mod api;
mod body;
mod caller;
mod checks;
mod docs;
pub mod export;
mod gate;
mod health;
mod keyed;
mod login_limit;
mod methods;
mod paging;
mod panel;
mod patch;
pub mod problem;
pub mod qr;
mod server;
mod session;
pub mod spec;
pub mod views;

pub use server::{endpoint, serve};
