//! A broadcast that two workers send, whatever happens to them.
//!
//! | module | what it holds |
//! |---|---|
//! | `mailing` | the broadcast: begin, wait, kill |
//! | `tally` | what must hold in the end |
//! | `breaks`, `pace` | the tests |
//!
//! The tests are short. `scripts/soak.sh` runs them long: `SOAK_RECIPIENTS` and `SOAK_KILLS` say how long, and
//! everything is counted out on standard output.

mod breaks;
mod mailing;
mod pace;
mod tally;

use mailing::Mailing;

/// Seconds after which another worker may take what a worker claimed.
const LEASE: u32 = 2;
/// Where no claim is to run out: still short enough that neither worker claims everybody at once.
const PATIENT_LEASE: u32 = 10;

/// A number that the environment may set.
fn number(variable: &str, otherwise: usize) -> usize {
    match std::env::var(variable) {
        Ok(text) => text.parse().unwrap_or_else(|_| panic!("{variable}={text}: not a number")),
        Err(_) => otherwise,
    }
}

/// How many get a broadcast: `SOAK_RECIPIENTS`, or as many clients as there are.
fn recipients() -> usize {
    number("SOAK_RECIPIENTS", 400)
}
