//! A local Telegram Bot API server for demos and end-to-end tests.
//!
//! Bots talk to it over real HTTP and cannot tell it from Telegram; tests act
//! as people through the [`Sandbox`] handle. It listens on loopback addresses
//! only and depends on no other crate of the product.
//!
//! ```no_run
//! use marmelad_sandbox::{BotKind, Person, Sandbox};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let sandbox = Sandbox::builder().start().await?;
//! // Start the bots with TELEGRAM_API_URL = sandbox.base_url()
//! // and the tokens sandbox.token(BotKind::Main), sandbox.token(BotKind::Auth).
//! sandbox.add_person(Person::new(101, "Анна"));
//! sandbox.join_channel(101)?;
//! let welcome = sandbox.ask(BotKind::Main, 101, "/start").await?;
//! assert!(!welcome.keyboard_labels().is_empty());
//! sandbox.stop().await;
//! # Ok(())
//! # }
//! ```
//!
//! # Map
//!
//! | module | what it holds |
//! |---|---|
//! | `sandbox`, `builder` | the handle: acting as people, reading, waiting, faults |
//! | `bot_api` | `/bot<token>/<method>`, one file per method family |
//! | `world` | people, chats, messages, members, update queues, faults, limits |
//! | `clock` | the time, and the way to move it on where somebody gives one |
//! | `webhook` | delivery of updates to webhooks |
//! | `control`, `guard` | `/control/…` for other languages and the page; the README lists it |
//! | `web` | the chat page at `/` |
//! | `text` | HTML parsing, entities |
//! | `connection` | connections that can be reset in mid-request |
//! | `state_file` | keeping the world over restarts |

mod bot;
mod bot_api;
mod builder;
mod clock;
mod connection;
mod control;
mod guard;
mod refusal;
mod sandbox;
mod server;
mod shared;
mod state_file;
mod text;
mod web;
mod webhook;
mod world;

pub use bot::BotKind;
pub use builder::{Builder, StartError};
pub use clock::{Jump, JumpError, Jumped, TimeControl};
pub use sandbox::{Sandbox, WaitError};
pub use text::Entity;
pub use world::callbacks::CallbackAnswer;
pub use world::calls::{Call, Counter};
pub use world::faults::{Fault, FaultKind};
pub use world::files::{FileRef, MediaKind};
pub use world::keyboard::{InlineButton, KeyboardButton, Markup, ReplyKeyboard};
pub use world::limits::Limits;
pub use world::members::MemberStatus;
pub use world::message::{Attachment, Direction, Message, Version};
pub use world::people::{Group, Person};
pub use world::{ActError, Posted, Pressed};
