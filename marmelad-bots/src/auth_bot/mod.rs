//! The bot of the cashiers and admins.

use teloxide::prelude::*;

use crate::shared::Schema;

/// The handler tree.
pub fn schema() -> Schema {
    dptree::entry()
}
