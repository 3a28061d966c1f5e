//! The repositories on SQLite.

mod dialect;
#[expect(
    clippy::duplicate_mod,
    reason = "one source for both databases; see the module above"
)]
#[path = "../repo/mod.rs"]
mod repo;

pub(super) use repo::open;
