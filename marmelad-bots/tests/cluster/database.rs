//! The database goes away and comes back.

use std::time::Duration;

use rstest::rstest;

use crate::cluster::{Cluster, Mode, SHORT_LEASE};
use crate::traffic::{IMPATIENT, Traffic};

/// How long it is away.
const AWAY: Duration = Duration::from_secs(2);
const REPLICAS: [&str; 3] = ["bots,worker", "bots,worker", "scheduler"];

#[derive(Debug, Clone, Copy)]
enum End {
    Killed,
    Stopped,
}

#[rstest]
#[case::killed(End::Killed, Mode::Polling)]
#[case::stopped_with_webhooks(End::Stopped, Mode::Webhooks)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_goes_away_and_comes_back_is_used_again_and_nothing_is_lost(
    #[case] end: End,
    #[case] mode: Mode,
) {
    let mut cluster = Cluster::open(mode, SHORT_LEASE, &REPLICAS).await;
    cluster.start().await;
    let mut traffic = Traffic::begin(&cluster, IMPATIENT).await;
    for _ in 0..2 {
        traffic.goes_on(20, 5).await;
        match end {
            End::Killed => cluster.mariadb.kill().await,
            End::Stopped => cluster.mariadb.stop().await,
        }
        tokio::time::sleep(AWAY).await;
        cluster.mariadb.start_again().await;
    }
    traffic.goes_on(20, 5).await;
    let pages = traffic.ends().await;
    cluster.balances(&pages).await;
    cluster.every_press_was_answered(&pages).await;
    cluster.close().await;
}
