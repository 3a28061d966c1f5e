//! Redis holds only what may vanish.

use std::time::Duration;

use crate::cluster::{Cluster, Mode, SHORT_LEASE};
use crate::traffic::{IMPATIENT, Traffic};

/// How long it is away.
const AWAY: Duration = Duration::from_secs(2);
const REPLICAS: [&str; 3] = ["bots,worker", "bots,worker", "scheduler"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_redis_that_goes_away_and_comes_back_empty_costs_nothing() {
    let mut cluster = Cluster::open(Mode::Webhooks, SHORT_LEASE, &REPLICAS).await;
    cluster.start().await;
    let mut traffic = Traffic::begin(&cluster, IMPATIENT).await;
    traffic.goes_on(20, 5).await;
    cluster.redis.kill().await;
    tokio::time::sleep(AWAY).await;
    cluster.redis.start_again().await;
    traffic.goes_on(20, 5).await;
    let pages = traffic.ends().await;
    cluster.balances(&pages).await;
    cluster.every_press_was_answered(&pages).await;
    cluster.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_redis_that_forgets_all_the_time_costs_nothing() {
    let mut cluster = Cluster::open(Mode::Polling, SHORT_LEASE, &REPLICAS).await;
    cluster.start().await;
    let mut traffic = Traffic::begin(&cluster, IMPATIENT).await;
    for _ in 0..20 {
        traffic.goes_on(2, 1).await;
        cluster.redis.flush().await;
    }
    let pages = traffic.ends().await;
    cluster.balances(&pages).await;
    cluster.every_press_was_answered(&pages).await;
    cluster.close().await;
}
