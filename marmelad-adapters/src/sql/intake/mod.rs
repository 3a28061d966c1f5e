//! What people write to the bots: `telegram_updates`, the inbox, and `dialogues`.

mod dialogues;
mod finish;
mod inbox;
mod next_update;
mod waiting;
