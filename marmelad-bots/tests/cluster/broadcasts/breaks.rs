//! Something breaks while a broadcast goes out.

use std::time::Duration;

use marmelad_sandbox::{BotKind, Fault};
use rstest::rstest;

use super::tally::IN_FLIGHT;
use super::{LEASE, Mailing, PATIENT_LEASE, number, recipients};

/// How long a server is away.
const AWAY: Duration = Duration::from_secs(2);
/// So long an answer of Telegram takes: many messages are on their way when something breaks.
const LATE: Duration = Duration::from_millis(400);

/// The settings allow 30 a second or no pace at all; then two workers with 32 messages on their way each, answered after
/// 0.4 s, send about 160 a second.
#[rstest]
#[case::at_the_bots_pace(30)]
#[case::as_fast_as_it_goes(0)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whichever_worker_is_killed_nobody_gets_a_broadcast_twice_and_nobody_is_left_out(
    #[case] rate: u32,
) {
    let (size, kills) = (recipients(), number("SOAK_KILLS", 6));
    let mut mailing = Mailing::open(LEASE, size, rate).await;
    mailing.answers_after(LATE);
    mailing.begins().await;
    for kill in 1..=kills {
        let share = mailing.audience.len() * kill / (kills + 2);
        mailing.until_delivered(share).await;
        mailing.kills_one().await;
    }
    mailing.until_sent().await;
    let tally = mailing.balances(&format!("killed at {rate}/s")).await;
    assert!(tally.of("uncertain") <= kills * IN_FLIGHT, "{tally}");
    mailing.cluster.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_cut_after_the_message_was_taken_leaves_it_uncertain_and_it_is_not_sent_again() {
    let mailing = Mailing::open(PATIENT_LEASE, recipients(), 0).await;
    let telegram = &mailing.cluster.telegram;
    // One in ten, wherever it stands in the order.
    let cut: Vec<i64> = mailing.audience.iter().copied().step_by(10).collect();
    for chat in &cut {
        telegram.fault(Fault::cut_after().on(BotKind::Main).chat(*chat).times(9));
    }
    mailing.begins().await;
    mailing.until_sent().await;
    let tally = mailing.balances("lines cut").await;
    assert_eq!(tally.once, mailing.audience.len(), "{tally}");
    assert_eq!(tally.of("uncertain"), cut.len(), "{tally}");
    let cuts = telegram.count(BotKind::Main, Some("sendMessage"), 0);
    assert_eq!(cuts, cut.len() as u64);
    mailing.cluster.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_redis_that_goes_away_and_comes_back_empty_costs_no_recipient() {
    let mut mailing = Mailing::open(PATIENT_LEASE, recipients(), 30).await;
    mailing.begins().await;
    for share in [1, 2] {
        mailing.until_delivered(mailing.audience.len() * share / 4).await;
        mailing.cluster.redis.kill().await;
        tokio::time::sleep(AWAY).await;
        mailing.cluster.redis.start_again().await;
    }
    mailing.until_sent().await;
    let tally = mailing.balances("Redis away").await;
    assert_eq!(tally.of("success"), mailing.audience.len(), "{tally}");
    mailing.cluster.close().await;
}

#[rstest]
#[case::killed(true)]
#[case::stopped(false)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_goes_away_and_comes_back_costs_no_recipient(#[case] is_killed: bool) {
    let mut mailing = Mailing::open(LEASE, recipients(), 0).await;
    mailing.answers_after(LATE);
    mailing.begins().await;
    for share in [1, 2] {
        mailing.until_delivered(mailing.audience.len() * share / 4).await;
        let database = &mut mailing.cluster.mariadb;
        if is_killed {
            database.kill().await;
        } else {
            database.stop().await;
        }
        tokio::time::sleep(AWAY).await;
        mailing.cluster.mariadb.start_again().await;
    }
    mailing.until_sent().await;
    let tally = mailing.balances("database away").await;
    // Whether the last marks were kept is not known to the workers: what they marked may not have gone out.
    assert!(tally.of("uncertain") <= 2 * 2 * IN_FLIGHT, "{tally}");
    mailing.cluster.close().await;
}
