//! Settings: what owners change while the system runs, with types, ranges and defaults.

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
