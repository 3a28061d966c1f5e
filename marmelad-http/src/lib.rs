//! REST API and the built panel.
//!
//! | module | what it holds |
//! |---|---|
//! | [`server`] | routes, what surrounds every request, the server's life |
//! | [`api`] | the API, one file per resource |
//! | [`views`] | the API's objects |
//! | [`problem`] | failures as `application/problem+json` |
//! | [`spec`] | the OpenAPI document |
//! | `body`, `caller`, `login_limit` | reading bodies; who asks; how often |
//! | `health`, `panel` | what lies outside the API |

pub mod api;
mod body;
mod caller;
mod health;
mod login_limit;
mod panel;
pub mod problem;
pub mod server;
pub mod spec;
pub mod views;

pub use server::{endpoint, serve};
