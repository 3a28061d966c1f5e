//! The auth bot, end to end: real bots over HTTP, a real database, a clock that stands still.

mod access;
mod admins;
mod amount;
mod faults;
mod notices;
mod numbers;
mod pace;
mod pause;
mod races;
mod redeem;
mod refusals;
mod story;
mod till;
mod undo;
mod vanishing;
