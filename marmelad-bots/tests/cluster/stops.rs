//! A process is told to stop while something that it needs is away.

use std::time::Duration;

use futures::future::join_all;
use marmelad_sandbox::Fault;
use rstest::rstest;

use crate::cluster::{Cluster, Mode, SHORT_LEASE};
use crate::replica::Replica;
use crate::traffic::{IMPATIENT, Traffic};

const REPLICAS: [&str; 3] = ["bots,worker", "bots,worker", "scheduler"];

#[derive(Debug, Clone, Copy)]
enum Away {
    Database,
    Redis,
    /// Telegram closes every connection before it handles the call.
    Telegram,
    /// Telegram accepts every call and answers none.
    SilentTelegram,
}

impl Away {
    async fn goes(self, cluster: &mut Cluster) {
        let hour = Duration::from_hours(1);
        match self {
            Self::Database => cluster.mariadb.kill().await,
            Self::Redis => cluster.redis.kill().await,
            Self::Telegram => cluster.telegram_only(Fault::cut_before().during(hour)),
            Self::SilentTelegram => cluster.telegram_only(Fault::hang(hour).during(hour)),
        }
    }

    async fn comes_back(self, cluster: &mut Cluster) {
        match self {
            Self::Database => cluster.mariadb.start_again().await,
            Self::Redis => cluster.redis.start_again().await,
            Self::Telegram | Self::SilentTelegram => cluster.telegram.clear_faults(),
        }
    }
}

impl Cluster {
    fn telegram_only(&self, fault: Fault) {
        // What is armed first strikes first.
        self.telegram.clear_faults();
        self.telegram.fault(fault);
    }
}

#[rstest]
#[case::redis(Away::Redis, Mode::Polling)]
#[case::telegram(Away::Telegram, Mode::Polling)]
#[case::silent_telegram(Away::SilentTelegram, Mode::Polling)]
#[case::database_with_webhooks(Away::Database, Mode::Webhooks)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_is_away_a_process_told_to_stop_ends_and_its_work_is_taken_up_later(
    #[case] away: Away,
    #[case] mode: Mode,
) {
    let mut cluster = Cluster::open(mode, SHORT_LEASE, &REPLICAS).await;
    cluster.start().await;
    let mut traffic = Traffic::begin(&cluster, IMPATIENT).await;
    traffic.goes_on(10, 2).await;
    away.goes(&mut cluster).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    for ended in join_all(cluster.replicas.iter_mut().map(Replica::end)).await {
        // Without the database nothing that is under way can be ended properly.
        let may_be_late = matches!(away, Away::Database) && ended == Some(1);
        assert!(ended == Some(0) || may_be_late, "{ended:?}");
    }
    away.comes_back(&mut cluster).await;
    join_all(cluster.replicas.iter_mut().map(Replica::start)).await;
    traffic.goes_on(10, 2).await;
    let pages = traffic.ends().await;
    cluster.balances(&pages).await;
    cluster.close().await;
}
