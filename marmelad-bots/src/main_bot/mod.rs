//! The bot of the clients.

use teloxide::prelude::*;

use crate::shared::Schema;

/// The handler tree.
pub fn schema() -> Schema {
    dptree::entry()
}
