//! Settings: what owners change while the system runs, with types, ranges and defaults.
//!
//! - `keys`, `group`: the registry of settings and their order in the panel.
//! - `check`: checks of values; `quiet_hours`: the range of time without marketing.
//! - `current`: the snapshot of values in force; `wording`: rendering of texts from it.
//! - `context`: clock, settings and configuration, which every service holds.
//! - `change`: reading and changing.
//! - `ports`: the repository.
//!
//! A front end passes values to the service, `check` validates them, and the repository stores them with audit entries.

mod change;
mod check;
mod context;
mod current;
mod group;
mod keys;
mod ports;
mod quiet_hours;
mod wording;

pub use change::*;
pub use check::*;
pub use context::*;
pub use current::*;
pub use group::*;
pub use keys::*;
pub use ports::*;
pub use quiet_hours::*;
pub use wording::*;

use crate::service;

service! {
    SettingsService { settings: SettingsRepo }
}
