//! The process; see [`marmelad_cli::run`].

use std::process::ExitCode;

fn main() -> ExitCode {
    marmelad_cli::run(std::env::args_os())
}
