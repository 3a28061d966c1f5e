//! The API's objects: what JSON shows of the domain.
//!
//! One file per resource. Whatever is absent is left out, never `null`. Times are RFC 3339 in UTC with
//! milliseconds, money is a string such as `"150.00"`. The command line's `--json` prints these very
//! objects.
//!
//! To add an object: a struct here with `#[derive(Object)]`, `#[oai(skip_serializing_if_is_none)]` and a
//! `From<&domain type>`; doc comments become the descriptions in the OpenAPI document.

mod admin;
mod audit;
mod campaign;
mod cashier;
mod discount;
mod page;
mod redemption;
mod setting;
mod template;
mod text;
mod user;

pub use admin::{Admin, NotificationGroup, Role};
pub use audit::{AuditActor, AuditLog};
pub use campaign::Campaign;
pub use cashier::{Cashier, CashierStatus};
pub use discount::{Discount, DiscountSource};
pub use page::Page;
pub use redemption::{
    CheckResult, CodeStatus, DiscountOwner, RedeemResult, RedeemedOrder, UndoResult,
};
pub use setting::{SettingSchema, SettingType};
pub use template::{
    DiscountTemplate, Recurrence, RecurrenceType, TemplateEvent, UsageType, ValueType,
};
pub use text::{Amount, Day, Timestamp};
pub use user::{Gender, User, UserDetails};

use poem_openapi::types::ToJSON;
use serde_json::Value;

/// An object as JSON.
pub fn to_json(view: &impl ToJSON) -> Value {
    view.to_json().unwrap_or_default()
}
