//! Start and idle memory of the real binaries.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tokio::runtime::Runtime;

use crate::figures::{Samples, row};
use crate::production::Production;
use crate::shop::{AUTH_TOKEN, MAIN_TOKEN, sandbox};

const STARTS: usize = 20;
const IDLE: Duration = Duration::from_secs(30);

/// exec to the first 200 of `/health`, on an existing database of each kind.
pub(crate) fn start(runtime: &Runtime) {
    let bare = Samples::millis((0..STARTS).map(|_| {
        let begun = Instant::now();
        assert!(
            Command::new(cli()).arg("--version").stdout(Stdio::null()).status().unwrap().success()
        );
        begun.elapsed()
    }));
    on_each(runtime, |stores| {
        let served = Samples::millis((0..STARTS).map(|_| {
            let port = free_port();
            let begun = Instant::now();
            let mut server = Running::start(&mut http(stores, port));
            server.until_healthy(port);
            let took = begun.elapsed();
            drop(server);
            took
        }));
        row(
            &format!(
                "start: exec of marmelad-http to the first /health 200, existing database, {}",
                stores.label
            ),
            &format!(
                "{}; {:.1} × a bare exec of marmelad-cli --version ({})",
                served.show(),
                served.median() / bare.median(),
                bare.show()
            ),
            "median < 300 ms, aim < 100 ms",
        );
    });
}

/// `VmRSS` after half a minute of nothing.
pub(crate) fn memory(runtime: &Runtime) {
    on_each(runtime, |stores| {
        let telegram = runtime.block_on(sandbox());
        let port = free_port();
        let mut server = Running::start(&mut http(stores, port));
        let bots = Running::start(
            stores
                .command("marmelad-bots")
                .env("TELEGRAM_API_URL", telegram.base_url())
                .env("TELEGRAM_MAIN_BOT_TOKEN", MAIN_TOKEN)
                .env("TELEGRAM_AUTH_BOT_TOKEN", AUTH_TOKEN),
        );
        server.until_healthy(port);
        sleep(IDLE);
        let wanted = [
            ("marmelad-http", &server, "< 30 MiB, aim < 15 MiB"),
            ("marmelad-bots", &bots, "< 40 MiB, aim < 20 MiB"),
        ];
        for (name, process, wanted) in wanted {
            row(
                &format!("idle VmRSS of {name} after 30 s, {}", stores.label),
                &format!("{:.1} MiB", process.rss_mib()),
                wanted,
            );
        }
        drop((server, bots));
        runtime.block_on(telegram.stop());
    });
}

/// A migrated database, and what stands beside it.
struct Stores<'a> {
    label: &'static str,
    database: &'a str,
    redis: &'a str,
}

impl Stores<'_> {
    fn command(&self, name: &str) -> Command {
        let mut command = command(name, self.database);
        command.env("REDIS_URL", self.redis);
        command
    }
}

/// The embedded default, then MariaDB and Redis.
fn on_each(runtime: &Runtime, measure: impl Fn(&Stores<'_>)) {
    let folder = tempfile::tempdir().unwrap();
    let database = migrated(folder.path());
    measure(&Stores { label: "SQLite", database: &database, redis: "" });
    let shop = runtime.block_on(Production::open());
    measure(&Stores { label: "MariaDB + Redis", database: &shop.database, redis: &shop.redis });
    runtime.block_on(shop.close());
}

/// A process that is stopped when it is dropped.
pub(crate) struct Running(Child);

impl Running {
    pub(crate) fn start(command: &mut Command) -> Self {
        Self(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap())
    }

    /// Waits for the first 200; stops the benchmark when the process ends before it.
    pub(crate) fn until_healthy(&mut self, port: u16) {
        while !is_healthy(port) {
            assert!(self.0.try_wait().unwrap().is_none(), "the server ended; is it of this build?");
            sleep(Duration::from_millis(1));
        }
    }

    pub(crate) fn rss_mib(&self) -> f64 {
        self.status_mib("VmRSS:")
    }

    /// The most it ever was.
    pub(crate) fn peak_rss_mib(&self) -> f64 {
        self.status_mib("VmHWM:")
    }

    fn status_mib(&self, field: &str) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with(field)).expect("the process ended");
        let kib: f64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
        kib / 1024.0
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The binaries stand beside this package's own.
fn cli() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_marmelad-cli"))
}

pub(crate) fn command(name: &str, database: &str) -> Command {
    let path = cli().with_file_name(name);
    assert!(path.exists(), "{} is not built; use `make bench`", path.display());
    let mut command = Command::new(path);
    command
        .env_clear()
        .env("DB_URL", database)
        .env("RUST_LOG", "error")
        .current_dir(std::env::temp_dir());
    command
}

fn http(stores: &Stores<'_>, port: u16) -> Command {
    let mut command = stores.command("marmelad-http");
    command.env("HTTP_ADDR", format!("127.0.0.1:{port}"));
    command
}

fn migrated(folder: &Path) -> String {
    let database = format!("sqlite:{}", folder.join("bench.db").display());
    let migrated =
        command("marmelad-cli", &database).arg("migrate").stdout(Stdio::null()).status().unwrap();
    assert!(migrated.success());
    database
}

pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn is_healthy(port: u16) -> bool {
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", port))?;
        stream
            .write_all(b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    };
    ask().is_ok_and(|answer| answer.starts_with("HTTP/1.1 200"))
}
