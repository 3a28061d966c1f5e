//! Clients: everybody who wrote to the main bot or was imported.
//!
//! - `meet.rs`, `set_birthday.rs`, `set_phone.rs`, `preferences.rs`, `consent.rs`,
//!   `reachability.rs`: what a client does in the main bot.
//! - `edit.rs`, `edit_rules.rs`, `tag.rs`, `bulk.rs`: changes by staff.
//! - `list.rs`, `view.rs`, `timeline.rs`: reading.
//! - `import.rs`, `export.rs`, `erase.rs`: files and erasure of personal data.
//! - `ports/`: the stored clients and the cache of subscription answers.
//!
//! Front end → [`ClientService`] → rule (such as [`UserEdit::apply`]) → [`UserRepo`]. The types of
//! a client ([`User`](crate::people::User), birthday, phone) are in the area `people`.

mod bulk;
mod consent;
mod edit;
mod edit_rules;
mod erase;
mod export;
mod import;
mod list;
mod marketing;
mod meet;
mod ports;
mod preferences;
mod reachability;
mod set_birthday;
mod set_phone;
mod tag;
mod timeline;
mod view;

pub use bulk::*;
pub use consent::*;
pub use edit::*;
pub use edit_rules::*;
pub use erase::*;
pub use export::*;
pub use import::*;
pub use list::*;
pub use marketing::*;
pub use ports::*;
pub use set_birthday::*;
pub use set_phone::*;
pub use tag::*;
pub use timeline::*;
pub use view::*;

use crate::audit::AuditRepo;
use crate::intake::DialogueStore;
use crate::segments::SegmentRepo;
use crate::service;

service! {
    /// Registers, edits, lists, imports, exports and erases clients.
    ClientService { audit: AuditRepo, dialogues: DialogueStore, segments: SegmentRepo, users: UserRepo }
}
