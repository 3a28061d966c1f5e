//! Telegram does not work, or half of it.

use std::time::Duration;

use marmelad_sandbox::{BotKind, Fault};

use crate::cluster::{Cluster, Mode, SHORT_LEASE};
use crate::traffic::{IMPATIENT, Traffic};

/// A real outage lasts minutes; this one is long enough to use up the tries that are made at once.
const OUTAGE: Duration = Duration::from_secs(10);
const REPLICAS: [&str; 3] = ["bots,worker", "bots,worker", "scheduler"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_outage_of_telegram_is_sat_out() {
    let mut cluster = Cluster::open(Mode::Polling, SHORT_LEASE, &REPLICAS).await;
    cluster.start().await;
    let mut traffic = Traffic::begin(&cluster, IMPATIENT).await;
    traffic.goes_on(10, 5).await;
    break_every_call(&cluster);
    tokio::time::sleep(OUTAGE).await;
    assert!(!cluster.telegram.armed_faults().is_empty());
    cluster.telegram.clear_faults();
    traffic.goes_on(10, 5).await;
    let pages = traffic.ends().await;
    cluster.balances(&pages).await;
    cluster.close().await;
}

/// Some calls never arrive, some take effect and their answer is lost, in turn.
fn break_every_call(cluster: &Cluster) {
    // What is armed first strikes first.
    cluster.telegram.clear_faults();
    for bot in BotKind::ALL {
        for _ in 0..1000 {
            for fault in [
                Fault::cut_before(),
                Fault::cut_after(),
                Fault::http(502),
                Fault::http_html(502),
                Fault::garbage(),
            ] {
                cluster.telegram.fault(fault.on(bot));
            }
        }
    }
}
