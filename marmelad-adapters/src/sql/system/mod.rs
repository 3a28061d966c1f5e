//! The database and the processes around it: health, schema, seed data, `processes`, `leases`, `lanes`.

mod health;
pub(super) mod leases;
pub(super) mod lock_rows;
mod maintenance;
mod processes;
mod seed;
