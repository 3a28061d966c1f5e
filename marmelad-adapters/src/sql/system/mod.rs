//! The database and the processes around it: health, upkeep, seed data, `processes`, `leases`, and lock rows (`lanes`).

mod health;
pub(super) mod leases;
pub(super) mod lock_rows;
mod maintenance;
mod processes;
mod seed;
