//! Who works here: `admins` and `cashiers`.

pub(super) mod admins;
mod cashiers;
mod decide;
mod request_access;
