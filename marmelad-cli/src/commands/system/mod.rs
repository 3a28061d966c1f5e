//! Commands on the installation: database, webhooks, checks.

pub(super) mod backup;
pub(super) mod completions;
pub(super) mod doctor;
pub(super) mod migrate;
pub(super) mod probe;
pub(super) mod seed;
pub(super) mod webhook;
