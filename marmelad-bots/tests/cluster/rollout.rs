//! A new version is rolled out: every process is stopped and started, one after another, and nobody
//! outside notices.

use rstest::rstest;

use crate::cluster::{Cluster, Mode, USUAL_LEASE};
use crate::traffic::{PATIENT, Traffic};

const REPLICAS: [&str; 6] = ["bots", "bots", "worker", "worker", "scheduler", "scheduler"];

#[rstest]
#[case::polling(Mode::Polling)]
#[case::webhooks(Mode::Webhooks)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn replicas_restarted_in_turn_answer_everything_once(#[case] mode: Mode) {
    let mut cluster = Cluster::open(mode, USUAL_LEASE, &REPLICAS).await;
    cluster.start().await;
    let mut traffic = Traffic::begin(&cluster, PATIENT).await;
    for _ in 0..2 {
        for replica in 0..REPLICAS.len() {
            traffic.goes_on(5, 2).await;
            cluster.replicas[replica].restart().await;
        }
    }
    traffic.goes_on(5, 2).await;
    let pages = traffic.ends().await;
    cluster.balances(&pages).await;
    cluster.every_press_was_answered(&pages).await;
    cluster.was_not_noticed(&pages).await;
    cluster.close().await;
}
