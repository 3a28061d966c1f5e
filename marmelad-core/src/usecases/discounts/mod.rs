//! Codes: getting, checking, redeeming, taking back.

mod check_code;
mod claim_subscription;
mod give_code;
mod issue_manual;
mod lists;
mod note;
mod past_redemption;
mod redeem_code;
mod revoke_discount;
mod undo_redemption;
mod wrong_code;

pub use check_code::*;
pub use claim_subscription::*;
pub use give_code::*;
pub use lists::*;
pub(crate) use note::sendable_note;
pub use redeem_code::*;
pub use undo_redemption::*;
