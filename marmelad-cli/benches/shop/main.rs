//! What the product takes: start, memory, a cashier's answer, who wins a race for a code, and how many redemptions a
//! second a production set-up stands, a birthday run, how long a segment is counted, how
//! many pages of clients a second are shown, and what an export takes.
//!
//! Run it with `make bench`. Every figure is measured on this machine, in this run; beside an absolute
//! stands a ratio to something bare, measured in the same run.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::needless_pass_by_value,
    missing_docs,
    reason = "a benchmark: it stops at the first surprise and prints figures"
)]

mod birthdays;
mod broadcast;
mod cashier;
mod export;
mod figures;
mod processes;
mod production;
mod race;
mod redeem;
mod segments;
mod shop;
mod telegram;
mod till;
mod users;
mod webhooks;

fn main() {
    // `cargo bench` hands over `--bench`; any other word picks the rows that contain it.
    let wanted: Vec<String> =
        std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    let runs =
        |name: &str| wanted.is_empty() || wanted.iter().any(|word| name.contains(word.as_str()));
    figures::machine();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    if runs("start") {
        processes::start(&runtime);
    }
    if runs("memory") {
        processes::memory(&runtime);
    }
    if runs("cashier") {
        runtime.block_on(cashier::answer());
    }
    if runs("race") {
        runtime.block_on(race::codes());
    }
    if runs("webhooks") {
        runtime.block_on(webhooks::redemptions());
    }
    if runs("redeem") {
        runtime.block_on(redeem::use_case());
    }
    if runs("birthdays") {
        runtime.block_on(birthdays::run());
    }
    if runs("broadcast") {
        runtime.block_on(broadcast::speed());
    }
    // Takes minutes: only when asked for.
    if wanted.iter().any(|word| word == "million") {
        runtime.block_on(broadcast::million());
    }
    if runs("users") {
        runtime.block_on(users::page(100_000));
    }
    if runs("export") {
        runtime.block_on(export::clients());
    }
    // Filling takes a while: only when asked for.
    if wanted.iter().any(|word| word == "users-million") {
        runtime.block_on(users::page(1_000_000));
    }
    if runs("segments") {
        runtime.block_on(segments::count());
    }
}
