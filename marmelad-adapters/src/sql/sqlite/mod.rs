//! The store on SQLite.

mod dialect;
#[expect(clippy::duplicate_mod, reason = "one source for both databases, see `sql/mod.rs`")]
#[path = "../store.rs"]
mod store;

pub(super) use store::open;
