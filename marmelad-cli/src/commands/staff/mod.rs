//! `admin …` and `cashier …`

pub(super) mod admin;
pub(super) mod cashier;
