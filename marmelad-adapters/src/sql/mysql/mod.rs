//! The repositories on MySQL 8 and MariaDB 10.11+.

mod dialect;
#[expect(
    clippy::duplicate_mod,
    reason = "one source for both databases; see the module above"
)]
#[path = "../repo/mod.rs"]
mod repo;

pub(super) use repo::open;
