//! Operator commands and the demo.
//!
//! | module | what it holds |
//! |---|---|
//! | [`args`] | the command line: commands, options, help with examples |
//! | [`commands`] | by area, one thin file per command: parse, one call of the application, show |
//! | [`session`] | the application that commands work with |
//! | [`output`] | tables, JSON, progress |
//! | [`exit`] | exit codes and one-line errors |
//! | [`seed`] | made-up clients and a year of their history |
//! | [`demo`] | everything in one process, with a Telegram sandbox |

pub mod args;
pub mod commands;
pub mod demo;
pub mod exit;
pub mod output;
pub mod seed;
pub mod session;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use args::Cli;
use exit::{Exit, Failure};
use output::Output;

/// Runs the command given by the arguments (program name first) and returns its exit code.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    let wants_json = args.iter().any(|arg| arg == "--json");
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => return not_understood(&error, Output { json: wants_json }),
    };
    let output = Output { json: cli.json };
    let ended = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::fault("failure", format!("cannot start: {error}")))
        .and_then(|runtime| {
            let ended = runtime.block_on(commands::run(cli.command, output));
            // A thread blocked on keyboard input must not delay the exit.
            runtime.shutdown_background();
            ended
        });
    match ended {
        Ok(exit) => exit.into(),
        Err(failure) => {
            output.report(&failure);
            failure.exit.into()
        }
    }
}

/// Prints help and version unchanged, and a usage error as one line.
fn not_understood(error: &clap::Error, output: Output) -> ExitCode {
    use clap::error::ErrorKind;
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            match output.write(&error.render().to_string()) {
                Ok(()) => Exit::Ok.into(),
                Err(failure) => failure.exit.into(),
            }
        }
        // Without a command, print help and fail.
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            output.remark(&error.render().to_string());
            Exit::Usage.into()
        }
        _ => {
            let failure = Failure::usage(args::in_one_line(error));
            output.report(&failure);
            failure.exit.into()
        }
    }
}
