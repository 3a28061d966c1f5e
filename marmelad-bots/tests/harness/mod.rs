//! A whole shop for tests: both bots over real HTTP against a local Telegram, a real database, and a
//! clock that stands still until it is told to go.
//!
//! ```ignore
//! let shop = Shop::open().await;
//! let anna = shop.client("Анна");
//! anna.asks("/start", "Здравствуйте").await;
//! anna.subscribes();
//! let code = anna.presses_and_sees("Проверить подписку", "Ваша скидка").await.code();
//! shop.close().await;
//! ```
//!
//! | module | what it holds |
//! |---|---|
//! | `shop` | [`Shop`]: start, stop, kill, restart; time; settings |
//! | `person` | [`Person`]: says, presses, sees |
//! | `database` | a shop's database and its Redis |
//! | `fixtures` | templates and campaigns |
#![allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    missing_docs,
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    clippy::return_self_not_must_use,
    reason = "shared by several test programs, each of which uses a part"
)]

mod database;
mod fixtures;
mod person;
mod shop;

pub use marmelad_testkit::{Backend, template_terms as terms};
pub use person::{Person, Seen};
pub use shop::{LEASE, NOON, OWNER, Shop, WEBHOOK_SECRET};
