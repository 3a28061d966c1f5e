//! How many pages of clients a second the API shows, beside the bare SQL page.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use marmelad_core::App;
use marmelad_core::audit::Actor;
use marmelad_core::kernel::TelegramId;
use marmelad_core::sessions::LoginLinkOutcome;
use marmelad_core::staff::{Role, SaveAdmin};
use sqlx::{AssertSqlSafe, MySqlPool};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::figures::{Samples, row};
use crate::processes::{Running, command, free_port};
use crate::production::Production;

const CONNECTIONS: usize = 32;
const RUNS: usize = 5;
const RUN: Duration = Duration::from_secs(4);
const SECRET: &str = "0123456789abcdef0123456789abcdef";

/// What a page shows, and nothing else.
const BARE: &str = "SELECT u.id, u.telegram_id, u.username, u.first_name, u.last_name, u.display_name, u.phone, u.gender, \
     u.birthday, u.is_subscribed, u.is_blocked, u.is_opted_out, u.tags, u.is_test, u.campaign_id, u.last_seen_at, \
     u.created_at FROM users u WHERE u.is_test = 0 ORDER BY u.created_at DESC, u.id DESC LIMIT 50";

pub(crate) async fn page(clients: u32) {
    let clients = std::env::var("ROWS").map_or(clients, |rows| rows.parse().unwrap());
    let shop = Production::open().await;
    let pool = shop.pool().await;
    fill(&pool, clients).await;
    let secret = token(&shop.running.app).await;
    let port = free_port();
    let mut server = Running::start(&mut http(&shop, port));
    server.until_healthy(port);
    let token = access(port, &secret).await;
    let (mut ours, mut bare, mut waits) = (Vec::new(), Vec::new(), Vec::new());
    // In turn, so that both see the same machine; the first round warms up.
    for run in 0..=RUNS {
        let (pages, took) = through_the_api(port, &token).await;
        let plain = through_the_pool(&pool).await;
        if run > 0 {
            ours.push(pages);
            bare.push(plain);
            waits.extend(took);
        }
    }
    let (ours, bare) = (Samples::of(ours), Samples::of(bare));
    let waits = Samples::millis(waits);
    row(
        &format!("GET /users?per_page=50, {clients} users, {CONNECTIONS} connections, MariaDB"),
        &format!(
            "median {:.0} req/s (min {:.0}, max {:.0}; n = {RUNS}); {}; {:.2} × the bare SQL page through such a pool \
             ({:.0}/s)",
            ours.median(),
            ours.quantile(0.0),
            ours.quantile(1.0),
            waits.show(),
            ours.median() / bare.median(),
            bare.median(),
        ),
        "≥ 800 req/s, p99 < 80 ms, ≥ 0.25 × the bare page (aim 0.5 ×); with 1 000 000 users within 3 × (aim 1.5 ×)",
    );
    drop(server);
    pool.close().await;
    shop.close().await;
}

pub(crate) fn http(shop: &Production, port: u16) -> std::process::Command {
    let mut http = command("marmelad-http", &shop.database);
    http.env("REDIS_URL", &shop.redis)
        .env("JWT_SECRET", SECRET)
        .env("HTTP_ADDR", format!("127.0.0.1:{port}"));
    http
}

/// The secret of an owner's login link.
pub(crate) async fn token(app: &App) -> String {
    let telegram_id = TelegramId(42);
    let command = SaveAdmin {
        telegram_id,
        display_name: "Владелец".into(),
        username: None,
        role: Role::Owner,
        is_active: true,
        can_broadcast_from_chat: None,
        notification_groups: Vec::new(),
        audit: None,
        now: app.now(),
    };
    app.ports().admins.save(command).await.unwrap();
    let link = app.sessions.issue_login_link(telegram_id, Some(Actor::Cli)).await;
    let LoginLinkOutcome::Link(link) = link.unwrap() else {
        panic!("no link");
    };
    link.url.split_once("token=").unwrap().1.to_owned()
}

/// Logs in over the wire, since only the server knows how its tokens are signed.
pub(crate) async fn access(port: u16, secret: &str) -> String {
    let body = format!("{{\"token\":\"{secret}\"}}");
    let request = format!(
        "POST /api/v1/auth/login-token HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut wire = Wire::connect(port).await;
    let answer = wire.ask(&request).await;
    let answer: serde_json::Value = serde_json::from_slice(&answer).unwrap();
    answer["access_token"].as_str().unwrap().to_owned()
}

/// Pages a second, and how long each took.
async fn through_the_api(port: u16, token: &str) -> (f64, Vec<Duration>) {
    let stop = Arc::new(AtomicBool::new(false));
    let begun = Instant::now();
    let clients: Vec<_> = (0..CONNECTIONS)
        .map(|_| {
            let (token, stop) = (token.to_owned(), Arc::clone(&stop));
            tokio::spawn(async move {
                let request = format!(
                    "GET /api/v1/users?per_page=50 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n"
                );
                let mut wire = Wire::connect(port).await;
                let mut took = Vec::new();
                while !stop.load(Ordering::Relaxed) {
                    let asked = Instant::now();
                    let answer = wire.ask(&request).await;
                    took.push(asked.elapsed());
                    assert!(answer.starts_with(b"{\"items\":[{"), "no page");
                }
                took
            })
        })
        .collect();
    tokio::time::sleep(RUN).await;
    stop.store(true, Ordering::Relaxed);
    let mut all = Vec::new();
    for client in clients {
        all.extend(client.await.unwrap());
    }
    (all.len() as f64 / begun.elapsed().as_secs_f64(), all)
}

async fn through_the_pool(pool: &MySqlPool) -> f64 {
    let stop = Arc::new(AtomicBool::new(false));
    let begun = Instant::now();
    let readers: Vec<_> = (0..CONNECTIONS)
        .map(|_| {
            let (pool, stop) = (pool.clone(), Arc::clone(&stop));
            tokio::spawn(async move {
                let mut pages = 0_u32;
                while !stop.load(Ordering::Relaxed) {
                    let rows = sqlx::query(BARE).fetch_all(&pool).await.unwrap();
                    assert_eq!(rows.len(), 50);
                    pages += 1;
                }
                pages
            })
        })
        .collect();
    tokio::time::sleep(RUN).await;
    stop.store(true, Ordering::Relaxed);
    let mut pages = 0;
    for reader in readers {
        pages += reader.await.unwrap();
    }
    f64::from(pages) / begun.elapsed().as_secs_f64()
}

/// A connection that is kept, with nothing around it that would be measured instead of the server.
pub(crate) struct Wire {
    stream: TcpStream,
    held: Vec<u8>,
}

impl Wire {
    pub(crate) async fn connect(port: u16) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream, held: Vec::new() }
    }

    /// The body of a good answer.
    async fn ask(&mut self, request: &str) -> Vec<u8> {
        self.stream.write_all(request.as_bytes()).await.unwrap();
        let head = loop {
            if let Some(end) = find(&self.held, b"\r\n\r\n") {
                break self.held.drain(..end + 4).collect::<Vec<_>>();
            }
            self.fill().await;
        };
        let head = String::from_utf8(head).unwrap().to_lowercase();
        assert!(head.starts_with("http/1.1 200"), "{head}");
        let length = head.split("content-length: ").nth(1).unwrap();
        let length: usize = length.lines().next().unwrap().trim().parse().unwrap();
        while self.held.len() < length {
            self.fill().await;
        }
        self.held.drain(..length).collect()
    }

    async fn fill(&mut self) {
        let mut part = vec![0; 16 * 1024];
        let read = self.stream.read(&mut part).await.unwrap();
        assert!(read > 0, "the server closed the connection");
        self.held.extend_from_slice(&part[..read]);
    }

    /// Reads an answer to its end and lets go of it; answers how many bytes it had.
    pub(crate) async fn drain(mut self, request: &str) -> u64 {
        self.stream.write_all(request.as_bytes()).await.unwrap();
        let (mut total, mut part) = (0, vec![0; 64 * 1024]);
        loop {
            match self.stream.read(&mut part).await.unwrap() {
                0 => return total,
                read => total += read as u64,
            }
        }
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|part| part == wanted)
}

/// Made by the server itself, out of numbers that only look random.
pub(crate) async fn fill(pool: &MySqlPool, clients: u32) {
    let statements = [
        format!(
            "INSERT INTO users (id, telegram_id, username, first_name, last_name, display_name, phone, phone_digits, \
             phone_reversed, gender, birthday, is_subscribed, tags, is_test, last_seen_at, created_at, updated_at) \
             SELECT seq, 1000000 + seq, CONCAT('anna_', seq), 'Анна', 'Иванова', 'Анна Иванова', \
             CONCAT('+79', LPAD(seq, 9, '0')), CONCAT('79', LPAD(seq, 9, '0')), REVERSE(CONCAT('79', LPAD(seq, 9, '0'))), \
             ELT(1 + seq % 3, 'male', 'female', 'unknown'), DATE_ADD('1950-01-01', INTERVAL seq % 25000 DAY), seq % 2, \
             IF(seq % 10 = 0, '[\"vip\"]', '[]'), 0, '2026-03-01', \
             DATE_SUB('2026-03-01', INTERVAL CRC32(CONCAT('created', seq)) % 63072000 SECOND), '2026-03-01' \
             FROM seq_1_to_{clients}"
        ),
        "ANALYZE TABLE users".to_owned(),
    ];
    for statement in statements {
        sqlx::raw_sql(AssertSqlSafe(statement)).execute(pool).await.unwrap();
    }
}
