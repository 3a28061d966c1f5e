//! Bots, worker and scheduler, restarted at each move of the clock.

use std::collections::BTreeSet;
use std::pin::pin;

use marmelad_adapters::config::Config;
use marmelad_adapters::telemetry::describe;
use marmelad_bots::{Options, Role, UpdatesBy};
use marmelad_core::App;
use tokio_util::sync::CancellationToken;

use super::time_travel::Requests;
use crate::exit::Failure;

/// Runs bots, worker and scheduler until the stop signal. The clock is moved only while they are stopped.
pub(super) async fn keep(
    app: App,
    config: Config,
    mut jumps: Requests,
    stop: CancellationToken,
) -> Result<(), Failure> {
    loop {
        let round = stop.child_token();
        let mut running = pin!(marmelad_bots::run(app.clone(), options(&config), round.clone()));
        let jump = tokio::select! {
            ended = &mut running => return ended.map_err(|error| broken(&error)),
            jump = jumps.next() => jump,
        };
        round.cancel();
        running.await.map_err(|error| broken(&error))?;
        jumps.carry_out(jump);
    }
}

fn options(config: &Config) -> Options {
    Options {
        roles: BTreeSet::from([Role::Bots, Role::Worker, Role::Scheduler]),
        updates: UpdatesBy::Polling,
        lease: config.delivery.lease,
        batch: config.delivery.batch_size,
    }
}

fn broken(error: &marmelad_bots::service::ServiceError) -> Failure {
    Failure::fault("bots", describe(error))
}
