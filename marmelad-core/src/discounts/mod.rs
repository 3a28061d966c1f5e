//! Discounts: templates, and the codes that are issued, checked, redeemed, undone and revoked.
//!
//! - `code.rs`, `discount.rs`, `template/`, `recurrence.rs`, `redemption.rs`, `refusal.rs`: the
//!   stored types.
//! - `templates.rs`: create, change and remove templates.
//! - `issue_rule.rs`, `claim_subscription.rs`, `give_code.rs`, `issue_manual.rs`, `blocklist.rs`:
//!   issuing.
//! - `check_code.rs`, `redeem_code.rs`, `past_redemption.rs`, `wrong_codes.rs`: at
//!   the till.
//! - `undo.rs` (rule), `undo_redemption.rs`, `revoke_discount.rs`: taking back.
//! - `lists.rs`, `discount_list.rs`, `usage_list.rs`, `export.rs`, `wording.rs`: reading and
//!   wording.
//! - `ports/`: the stored discounts and templates, the code generator, the counter of wrong codes.
//!
//! Front end → [`DiscountService`] → [`DiscountRepo`]. Where a rule depends on locked rows
//! ([`IssueRule`], [`may_undo`]), the store calls the rule inside its transaction.

mod blocklist;
mod check_code;
mod claim_subscription;
pub mod code;
pub mod discount;
mod discount_list;
mod export;
mod give_code;
mod issue_manual;
mod issue_rule;
mod lists;
mod past_redemption;
mod ports;
pub mod recurrence;
mod redeem_code;
mod redemption;
mod refusal;
mod revoke_discount;
pub mod template;
mod templates;
mod undo;
mod undo_redemption;
mod usage_list;
mod wording;
mod wrong_codes;

pub use blocklist::*;
pub use check_code::*;
pub use claim_subscription::*;
pub use code::*;
pub use discount::*;
pub use discount_list::*;
pub use export::*;
pub use give_code::*;
pub use issue_rule::*;
pub use lists::*;
pub use ports::*;
pub use recurrence::*;
pub use redeem_code::*;
pub use redemption::*;
pub use refusal::*;
pub use template::*;
pub use templates::*;
pub use undo::*;
pub use undo_redemption::*;
pub use usage_list::*;
pub use wording::*;
pub use wrong_codes::*;

use crate::alerts::Alerts;
use crate::audit::AuditRepo;
use crate::clients::{SubscriptionCache, UserRepo};
use crate::delivery::Messenger;
use crate::service;
use crate::staff::CashierRepo;

service! {
    /// Issues, checks, redeems, undoes and revokes codes; edits templates.
    DiscountService { alerts: Alerts, audit: AuditRepo, cashiers: CashierRepo, codes: CodeGenerator, discount_lists: DiscountLists, discounts: DiscountRepo, messenger: Messenger, subscriptions: SubscriptionCache, templates: TemplateRepo, users: UserRepo, wrong_codes: WrongCodeLimiter }
}
