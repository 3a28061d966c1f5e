//! A Redis that keeps nothing: what a restart or a flush takes is gone.

use std::io;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::free_port;
use super::program::{Program, installed, leashed};

/// One that does not answer by then has not started.
const PATIENCE: Duration = Duration::from_mins(1);

pub(crate) struct Redis {
    running: Option<Program>,
    port: u16,
    home: TempDir,
}

impl Redis {
    /// A new one, when it answers.
    pub(crate) async fn start() -> Self {
        let mut server = Self { running: None, port: free_port(), home: TempDir::new().unwrap() };
        server.start_again().await;
        server
    }

    /// `REDIS_URL`.
    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}/0", self.port)
    }

    pub(crate) async fn kill(&mut self) {
        self.running.take().expect("it runs").kill().await;
    }

    /// Starts it empty on the same port; returns when it answers.
    pub(crate) async fn start_again(&mut self) {
        let mut command = leashed(installed("redis-server"));
        command
            .args(["--bind", "127.0.0.1", "--port", &self.port.to_string()])
            .args(["--save", "", "--appendonly", "no", "--dir"])
            .arg(self.home.path());
        let mut server = Program::start(command, &self.home.path().join("redis.log"));
        let deadline = Instant::now() + PATIENCE;
        while let Err(error) = self.command("PING", "+PONG").await {
            assert!(
                server.is_running() && Instant::now() < deadline,
                "Redis did not start: {error}\n{}",
                server.told()
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        self.running = Some(server);
    }

    /// Everything in it goes.
    pub(crate) async fn flush(&self) {
        self.command("FLUSHALL", "+OK").await.unwrap();
    }

    async fn command(&self, command: &str, expected: &str) -> io::Result<()> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await?;
        stream.write_all(format!("{command}\r\n").as_bytes()).await?;
        let mut answer = vec![0; expected.len()];
        stream.read_exact(&mut answer).await?;
        if answer == expected.as_bytes() {
            Ok(())
        } else {
            let answer = String::from_utf8_lossy(&answer).into_owned();
            Err(io::Error::other(answer))
        }
    }
}
