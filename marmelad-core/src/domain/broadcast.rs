//! Broadcasts: one message to many.
//!
//! | module | what it holds |
//! |---|---|
//! | `content` | what a broadcast says |
//! | `draft` | the same as flat fields, the way rows and requests have it |
//! | `placeholders` | what stands in braces |
//! | `buttons` | buttons under it |
//! | `check` | every rule about the content, with what to do |
//! | `render` | the message for one recipient |
//! | `copyable` | which messages can be copied to everybody |

mod buttons;
mod check;
mod content;
mod copyable;
mod draft;
mod placeholders;
mod render;

pub use buttons::{
    LONGEST_LABEL, LONGEST_URL, MAX_BUTTONS_IN_ROW, MAX_ROWS, UrlButton, unsubscribe_button,
};
pub use check::{CAPTION_LIMIT, ContentProblem, TEXT_LIMIT};
pub use content::{BroadcastContent, BroadcastKind, BroadcastMedia, MediaSource};
pub use copyable::{CopySource, NotCopyable, check_copyable};
pub use draft::ContentDraft;
pub use placeholders::{allowed_placeholders, shows_code};
pub use render::{PreparedContent, Recipient};
