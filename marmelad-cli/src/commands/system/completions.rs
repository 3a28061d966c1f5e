//! `completions SHELL`

use clap::CommandFactory;
use clap_complete::Shell;

use crate::args::Cli;
use crate::exit::Failure;
use crate::output::Output;

/// Prints the completion script, also in JSON form.
pub(crate) fn run(shell: Shell, out: Output) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "marmelad-cli", &mut script);
    out.write(&String::from_utf8_lossy(&script))
}
