//! How fast a broadcast goes out, and what goes before it.

use std::time::{Duration, Instant};

use marmelad_core::audit::Actor;
use marmelad_core::discounts::{RedeemCode, RedeemOutcome, Redeemer, UsageSource};
use marmelad_sandbox::{BotKind, Fault, Limits, Message};

use super::{Mailing, PATIENT_LEASE, number, recipients};
use crate::stage::{self, Held};

/// As fast as the settings allow, over both workers.
const RATE: u32 = 30;
/// Messages on their way when Telegram first asks to wait: each worker's that has its turn and that stands next.
const UNDER_WAY: usize = 8;
/// As long as an answer of Telegram takes.
const USUAL: Duration = Duration::from_millis(150);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_telegram_asks_to_wait_neither_worker_sends_before_and_nobody_is_left_out() {
    const WAIT: u32 = 2;
    let mailing = Mailing::open(PATIENT_LEASE, recipients(), RATE).await;
    let telegram = &mailing.cluster.telegram;
    mailing.begins().await;
    for share in 1..=3 {
        mailing.until_delivered(mailing.audience.len() * share / 4).await;
        telegram.fault(Fault::retry_after(WAIT).on(BotKind::Main).method("sendMessage"));
    }
    mailing.until_sent().await;
    let tally = mailing.balances("asked to wait").await;
    assert_eq!(tally.of("success"), mailing.audience.len(), "{tally}");
    let calls = telegram.calls(BotKind::Main, Some("sendMessage"));
    let asked: Vec<u64> =
        calls.iter().filter(|call| call.status == Some(429)).map(|call| call.at_ms).collect();
    assert_eq!(asked.len(), 3);
    for at in asked {
        let silent = at + 1..at + u64::from(WAIT) * 1_000;
        let early = calls.iter().filter(|call| silent.contains(&call.at_ms));
        let early: Vec<u64> = early.map(|call| call.at_ms - at).collect();
        // Without the pause it would be sixty.
        assert!(early.len() <= UNDER_WAY, "sent after {early:?} ms");
    }
    mailing.cluster.close().await;
}

/// Telegram's own limits are kept. That nothing is refused can be promised only where nothing else slows the machine
/// down: there `SOAK_STRICT=1` is set.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_workers_together_keep_telegrams_limits() {
    let mailing = Mailing::open(PATIENT_LEASE, number("SOAK_LIMITED", 400), RATE).await;
    let telegram = &mailing.cluster.telegram;
    telegram.set_limits(Limits::telegram());
    mailing.answers_after(USUAL);
    mailing.begins().await;
    let begun = Instant::now();
    mailing.until_sent().await;
    let size = u32::try_from(mailing.audience.len()).unwrap();
    let rate = f64::from(size) / begun.elapsed().as_secs_f64();
    let refused = telegram.count(BotKind::Main, Some("sendMessage"), 429);
    let tally = mailing.balances("within the limits").await;
    println!("within the limits: {rate:.1}/s, refused {refused}");
    assert_eq!(tally.of("success"), mailing.audience.len(), "{tally}");
    // Each refusal is followed by a second of silence; workers that know nothing of each other run into one after another.
    assert!(refused <= u64::from(size / 50), "{refused}");
    if number("SOAK_STRICT", 0) == 1 {
        assert_eq!(refused, 0);
        assert!(rate >= 28.0, "{rate}");
    }
    mailing.cluster.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_telegram_that_answers_slowly_does_not_slow_the_pace_down() {
    let mailing = Mailing::open(PATIENT_LEASE, 400, RATE).await;
    mailing.answers_after(Duration::from_secs(2));
    mailing.begins().await;
    mailing.until_delivered(mailing.audience.len() / 2).await;
    let telegram = &mailing.cluster.telegram;
    let delivered = telegram.chats(BotKind::Main).len() as u64;
    let answered = telegram.count(BotKind::Main, Some("sendMessage"), 200);
    // Sixty at this pace; were answers waited for, the two that each worker marks ahead.
    let under_way = delivered.saturating_sub(answered);
    assert!(under_way > 8, "{under_way} of {delivered}");
    mailing.until_sent().await;
    let tally = mailing.balances("answered slowly").await;
    assert_eq!(tally.of("success"), mailing.audience.len(), "{tally}");
    mailing.cluster.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_redeems_during_a_broadcast_is_told_before_it_goes_on() {
    let mailing = Mailing::open(PATIENT_LEASE, recipients(), RATE).await;
    mailing.answers_after(USUAL);
    let mut codes = stage::codes(&mailing.cluster.mariadb).await;
    mailing.begins().await;
    let mut longest = Duration::ZERO;
    let mut notices = Vec::new();
    for part in 1..=5 {
        mailing.until_delivered(mailing.audience.len() * part / 8).await;
        let held = codes.pop_front().expect("there are hundreds");
        let begun = Instant::now();
        redeem(&mailing, &held).await;
        let told = format!("Ваш код {} использован", held.code);
        let notice = |message: &Message| message.text.contains(&told);
        let telegram = &mailing.cluster.telegram;
        let notice = telegram.wait_for(BotKind::Main, held.holder, notice).await;
        longest = longest.max(begun.elapsed());
        notices.push(notice.unwrap().message_id);
    }
    mailing.until_sent().await;
    println!("the longest wait of a notice: {longest:?}");
    let tally = mailing.balances("with notices").await;
    assert_eq!(tally.of("success"), mailing.audience.len(), "{tally}");
    let last = mailing.numbers().max().expect("everybody got it");
    for notice in notices {
        assert!(notice < last, "a notice came after the whole broadcast");
    }
    mailing.cluster.close().await;
}

impl Mailing {
    /// The numbers of its messages, which grow in the order of their delivery, over all chats.
    fn numbers(&self) -> impl Iterator<Item = i32> {
        let chats = self.audience.iter();
        chats.flat_map(|chat| self.messages(*chat).into_iter().map(|it| it.message_id))
    }
}

async fn redeem(mailing: &Mailing, held: &Held) {
    let command = RedeemCode {
        code: held.code.clone(),
        by: Redeemer { cashier_id: None, admin_id: None, source: UsageSource::Cli },
        amount: None,
        key: None,
        actor: Some(Actor::Cli),
    };
    let app = &mailing.cluster.operator.app;
    let redeemed = app.discounts.redeem(command).await.unwrap();
    assert!(matches!(redeemed, RedeemOutcome::Redeemed(_)), "{redeemed:?}");
}
