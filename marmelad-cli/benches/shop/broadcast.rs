//! A broadcast at full speed: the real `marmelad-bots`, MariaDB and Redis, every outcome on disk.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use futures::future::join_all;
use marmelad_core::audit::Actor;
use marmelad_core::broadcasts::{
    BroadcastInput, BroadcastKind, ContentDraft, MovedBroadcast, SavedBroadcast,
};
use marmelad_core::kernel::BroadcastId;
use serde_json::json;

use crate::birthdays::fill;
use crate::figures::{Samples, row};
use crate::processes::{Running, command};
use crate::production::Production;
use crate::shop::{AUTH_TOKEN, MAIN_TOKEN};
use crate::telegram::Telegram;

const RUNS: usize = 5;
/// As many messages as a worker has on their way.
const AT_ONCE: usize = 32;

/// Messages a second, and beside it a bare client that posts as many at once and keeps nothing.
pub(crate) async fn speed() {
    let clients = std::env::var("ROWS").map_or(20_000, |rows| rows.parse().unwrap());
    let shop = Production::open().await;
    let telegram = Telegram::start().await;
    fill(&shop.pool().await, clients).await;
    unlimited(&shop).await;
    let bots = worker(&shop, &telegram);
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    // In turn, so that both see the same neighbours; the first round warms up.
    for round in 0..=RUNS {
        let took = broadcast(&shop, clients, |_, _| {}).await;
        let without = bare_loop(&telegram, clients).await;
        if round > 0 {
            ours.push(clients as f64 / took.as_secs_f64());
            bare.push(clients as f64 / without.as_secs_f64());
        }
    }
    drop(bots);
    let (ours, bare) = (Samples::of(ours), Samples::of(bare));
    row(
        &format!(
            "broadcast to {clients} with no limit, every outcome durable, MariaDB + Redis, one worker"
        ),
        &format!(
            "{:.0} messages/s (median of {RUNS}, {:.0} to {:.0}); {:.2} × a bare HTTP client loop, {AT_ONCE} at once ({:.0}/s)",
            ours.median(),
            ours.quantile(0.0),
            ours.quantile(1.0),
            ours.median() / bare.median(),
            bare.median(),
        ),
        "≥ 2 000 messages/s, ≥ 0.4 ×; aim 5 000/s, 0.8 ×",
    );
    shop.close().await;
}

/// Memory and steadiness over a million recipients.
pub(crate) async fn million() {
    let clients: i64 = std::env::var("ROWS").map_or(1_000_000, |rows| rows.parse().unwrap());
    let shop = Production::open().await;
    let telegram = Telegram::start().await;
    fill(&shop.pool().await, clients).await;
    unlimited(&shop).await;
    let bots = worker(&shop, &telegram);
    let mut marks: Vec<(i64, Duration)> = Vec::new();
    let took = broadcast(&shop, clients, |sent, at| marks.push((sent, at))).await;
    let rate = |from: i64, to: i64| {
        let at = |count: i64| marks.iter().find(|(sent, _)| *sent >= count).unwrap();
        let (first, last) = (at(from), at(to));
        (last.0 - first.0) as f64 / last.1.saturating_sub(first.1).as_secs_f64()
    };
    let tenth = clients / 10;
    // Not the very first: the fan-out still runs then.
    let (first, last) = (rate(1, tenth), rate(clients - tenth, clients));
    row(
        &format!("broadcast to {clients} with no limit, MariaDB + Redis, one worker"),
        &format!(
            "{:.0} messages/s over {:.0} s; the last tenth {last:.0}/s is {:.2} × the first ({first:.0}/s); peak VmRSS of \
             marmelad-bots {:.1} MiB",
            clients as f64 / took.as_secs_f64(),
            took.as_secs_f64(),
            last / first,
            bots.peak_rss_mib(),
        ),
        "peak < 57 MiB, last tenth ≥ 0.9 × the first; aim < 40 MiB",
    );
    drop(bots);
    shop.close().await;
}

/// Written as rows: the application of this process has Telegram's own address, for which it refuses to do without a
/// limit. The worker starts afterwards.
async fn unlimited(shop: &Production) {
    shop.execute(
        "INSERT INTO settings (`key`, value, created_at, updated_at) VALUES \
         ('telegram_rate_per_second', '0', NOW(3), NOW(3)), ('broadcast_rate_per_minute', '0', NOW(3), NOW(3)), \
         ('quiet_hours', 'null', NOW(3), NOW(3))",
    )
    .await;
}

fn worker(shop: &Production, telegram: &Telegram) -> Running {
    Running::start(
        command("marmelad-bots", &shop.database)
            .args(["--roles", "worker"])
            .env("LOG_FORMAT", "json")
            .env("REDIS_URL", &shop.redis)
            .env("TELEGRAM_API_URL", &telegram.url)
            .env("DEFAULT_BROADCAST_BATCH_SIZE", "500")
            .env("TELEGRAM_MAIN_BOT_TOKEN", MAIN_TOKEN)
            .env("TELEGRAM_AUTH_BOT_TOKEN", AUTH_TOKEN),
    )
}

/// From the first outcome to the last; `seen` is told how many there are every now and then.
async fn broadcast(
    shop: &Production,
    clients: i64,
    mut seen: impl FnMut(i64, Duration),
) -> Duration {
    let app = &shop.running.app;
    let input = BroadcastInput {
        title: "Скорость".into(),
        content: ContentDraft {
            kind: Some(BroadcastKind::Html),
            body: Some("Здравствуйте, {first_name}! <b>Скидки</b> до воскресенья.".into()),
            ..ContentDraft::default()
        },
        ..BroadcastInput::default()
    };
    let SavedBroadcast::Saved(saved) = app.broadcasts.create(input, &Actor::Cli).await.unwrap()
    else {
        panic!("not saved");
    };
    let started = app.broadcasts.start(saved.id, &Actor::Cli).await.unwrap();
    assert!(matches!(started, MovedBroadcast::Moved(_)), "{started:?}");
    let mut begun = None;
    loop {
        let sent = success(shop, saved.id).await;
        if sent > 0 {
            let begun = *begun.get_or_insert_with(Instant::now);
            seen(sent, begun.elapsed());
            if sent == clients {
                return begun.elapsed();
            }
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn success(shop: &Production, id: BroadcastId) -> i64 {
    let broadcast = shop.running.app.broadcasts.find(id).await.unwrap().unwrap();
    assert_eq!(broadcast.counts.total(), broadcast.counts.success, "all of them arrive");
    i64::from(broadcast.counts.success)
}

/// The same messages, posted by as many loops as there are places, nothing kept.
async fn bare_loop(telegram: &Telegram, messages: i64) -> Duration {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = format!("{}/bot{MAIN_TOKEN}/sendMessage", telegram.url);
    let next = Arc::new(AtomicI64::new(0));
    let begun = Instant::now();
    let loops = (0..AT_ONCE).map(|_| {
        let (http, url, next) = (http.clone(), url.clone(), Arc::clone(&next));
        tokio::spawn(async move {
            loop {
                let chat = next.fetch_add(1, Ordering::Relaxed);
                if chat >= messages {
                    return;
                }
                let body = json!({
                    "chat_id": chat, "parse_mode": "HTML",
                    "text": "Здравствуйте, Клиент! <b>Скидки</b> до воскресенья.",
                });
                let answer = http.post(&url).json(&body).send().await.unwrap();
                answer.bytes().await.unwrap();
            }
        })
    });
    for ended in join_all(loops).await {
        ended.unwrap();
    }
    begun.elapsed()
}
