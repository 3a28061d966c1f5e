//! Processes die in the middle of what they do, and others are started.

use std::time::Duration;

use rstest::rstest;

use crate::cluster::{Cluster, Mode, SHORT_LEASE};
use crate::traffic::{IMPATIENT, Traffic};

const REPLICAS: [&str; 5] = ["bots", "bots", "worker", "worker", "scheduler"];

#[rstest]
#[case::polling(Mode::Polling)]
#[case::webhooks(Mode::Webhooks)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whichever_process_dies_its_work_is_done_by_another(#[case] mode: Mode) {
    let mut cluster = Cluster::open(mode, SHORT_LEASE, &REPLICAS).await;
    cluster.start().await;
    let mut traffic = Traffic::begin(&cluster, IMPATIENT).await;
    for replica in [0, 2, 4, 1, 3, 0, 1] {
        traffic.goes_on(3, 1).await;
        let process = cluster.replicas[replica].kill().await;
        cluster.end_polling_of(process).await;
        traffic.goes_on(3, 1).await;
        cluster.replicas[replica].start().await;
    }
    if mode == Mode::Polling {
        // Now with the patience that it takes until the other polls.
        let poller = cluster.poller().await;
        cluster.replicas[poller].kill().await;
        traffic.goes_on(3, 1).await;
        cluster.replicas[poller].start().await;
    }
    let pages = traffic.ends().await;
    cluster.balances(&pages).await;
    cluster.every_press_was_answered(&pages).await;
    cluster.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_that_wakes_after_its_claims_ran_out_does_nothing_again() {
    let mut cluster = Cluster::open(Mode::Webhooks, SHORT_LEASE, &REPLICAS).await;
    cluster.start().await;
    let mut traffic = Traffic::begin(&cluster, IMPATIENT).await;
    for replica in 0..REPLICAS.len() {
        traffic.goes_on(3, 1).await;
        cluster.replicas[replica].freeze().await;
        tokio::time::sleep(Duration::from_secs(u64::from(SHORT_LEASE) + 1)).await;
        cluster.replicas[replica].thaw().await;
    }
    traffic.goes_on(3, 1).await;
    let pages = traffic.ends().await;
    cluster.balances(&pages).await;
    cluster.every_press_was_answered(&pages).await;
    cluster.close().await;
}

impl Cluster {
    /// Which replica polls the auth bot.
    async fn poller(&self) -> usize {
        let books = self.mariadb.pool().await;
        let owner: String = sqlx::query_scalar("SELECT owner FROM leases WHERE name = 'poll:auth'")
            .fetch_one(&books)
            .await
            .unwrap();
        let process: u32 = owner.split(':').next().unwrap().parse().unwrap();
        let found = self.replicas.iter().position(|it| it.process() == process);
        found.expect("one of them polls")
    }

    /// Ends the leases by which a dead process polled, as if half a minute went by.
    async fn end_polling_of(&self, process: u32) {
        let books = self.mariadb.pool().await;
        sqlx::query("UPDATE leases SET lease_until = created_at WHERE owner LIKE CONCAT(?, ':%')")
            .bind(process)
            .execute(&books)
            .await
            .unwrap();
    }
}
