//! One file per command, in the folder of its area: parse the rest of the arguments, call a service, show the result.
//! `system` holds what concerns the installation.

mod audit;
mod broadcasts;
mod clients;
mod confirm;
mod discounts;
mod reports;
mod settings;
mod staff;
mod system;

use std::future::Future;

use discounts::{code, template};
use staff::{admin, cashier};
use system::{backup, completions, doctor, migrate, probe, seed, webhook};

use crate::args::{BroadcastCommand, Command, ShopCommand};
use crate::demo;
use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::session::Session;

/// Runs a command until it is done, or until Ctrl-C.
pub async fn run(command: Command, out: Output) -> Result<Exit, Failure> {
    let done = match command {
        // `doctor` reports failed checks as its result.
        Command::Doctor => return or_interrupted(doctor::run(out)).await,
        // The demo handles Ctrl-C itself and stops its parts in order.
        Command::Demo(args) => Box::pin(demo::run(args, out)).await,
        Command::Migrate(args) => or_interrupted(migrate::run(args, out)).await,
        Command::Seed(args) => or_interrupted(seed::run(args, out)).await,
        Command::Webhook(command) => or_interrupted(webhook::run(command, out)).await,
        Command::Backup(args) => or_interrupted(backup::run(args, out)).await,
        Command::Probe(args) => or_interrupted(probe::run(args, out)).await,
        // Ctrl-C ends the display and is a success.
        Command::Shop(command @ ShopCommand::Broadcast(BroadcastCommand::Watch(_))) => {
            in_session(command, out).await
        }
        Command::Shop(command) => or_interrupted(in_session(command, out)).await,
        // A document is the same to people and scripts.
        Command::Openapi => out.write(marmelad_http::spec::document()),
        Command::Completions { shell } => completions::run(shell, out),
    };
    done.map(|()| Exit::Ok)
}

async fn in_session(command: ShopCommand, out: Output) -> Result<(), Failure> {
    let session = Session::open(out).await?;
    let ended = match command {
        ShopCommand::Code(command) => code::run(command, &session).await,
        ShopCommand::Template(command) => template::run(command, &session).await,
        ShopCommand::Broadcast(command) => broadcasts::run(command, &session).await,
        ShopCommand::User(command) => clients::run(command, &session).await,
        ShopCommand::Cashier(command) => cashier::run(command, &session).await,
        ShopCommand::Admin(command) => admin::run(command, &session).await,
        ShopCommand::Report(command) => reports::run(command, &session).await,
        ShopCommand::Settings(command) => settings::run(command, &session).await,
        ShopCommand::Audit(command) => audit::run(command, &session).await,
    };
    session.close().await;
    ended
}

/// Runs until done or Ctrl-C; an uncommitted transaction is rolled back.
async fn or_interrupted<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    tokio::select! {
        ended = Box::pin(work) => ended,
        _ = tokio::signal::ctrl_c() => {
            Err(Failure::fault("interrupted", "interrupted; what was not finished is not kept"))
        }
    }
}
