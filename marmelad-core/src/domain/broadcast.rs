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
//! | `plan` | a broadcast as it is stored: to whom, when, how far |
//! | `status` | where it stands, and where it may go from there |
//! | `outcome` | how it ended for one recipient |
//! | `list` | which broadcasts and recipients a list shows |
//! | `estimate` | how long it takes |

mod buttons;
mod check;
mod content;
mod copyable;
mod draft;
mod estimate;
mod list;
mod outcome;
mod placeholders;
mod plan;
mod render;
mod status;

pub use buttons::{
    LONGEST_LABEL, LONGEST_URL, MAX_BUTTONS_IN_ROW, MAX_ROWS, UrlButton, unsubscribe_button,
};
pub use check::{CAPTION_LIMIT, ContentProblem, TEXT_LIMIT};
pub use content::{BroadcastContent, BroadcastKind, BroadcastMedia, MediaSource};
pub use copyable::{ChatDraft, CopySource, NotCopyable, check_copyable};
pub use draft::ContentDraft;
pub use estimate::{Rates, finish_time};
pub use list::{BroadcastFilter, BroadcastList, BroadcastSortKey, RecipientFilter, RecipientList};
pub use outcome::{
    MarkedRecipient, RecallStatus, RecipientLog, RecipientStatus, SendOutcome, SkipReason,
};
pub use placeholders::{allowed_placeholders, shows_code};
pub use plan::{
    Audience, AudienceCount, Broadcast, BroadcastTerms, Excluded, LONGEST_TITLE,
    MAX_RATE_PER_MINUTE, OutcomeCounts, Recall, StopCode, StopReason,
};
pub use render::{PreparedContent, Recipient, RefusedId};
pub use status::{BroadcastMove, BroadcastStatus};
