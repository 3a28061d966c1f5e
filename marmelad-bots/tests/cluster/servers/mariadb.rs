//! A MariaDB with its data on disk, made to be stopped and started; a MySQL in its place where `TEST_MYSQL_ROOT` names a
//! folder to run it in by chroot.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use sqlx::mysql::{MySqlConnection, MySqlPool};
use sqlx::{Connection, Executor};
use tempfile::TempDir;
use tokio::process::Command;

use super::program::{Program, installed, leashed};
use super::{free_port, random};

/// A start, crash recovery included, takes a second; one that takes this long is none.
const PATIENCE: Duration = Duration::from_mins(2);

/// As in production where it matters: commits are flushed, text is utf8mb4, the zone is UTC.
const SETTINGS: [&str; 7] = [
    "--bind-address=127.0.0.1",
    "--skip-name-resolve",
    "--skip-log-bin",
    "--character-set-server=utf8mb4",
    "--collation-server=utf8mb4_unicode_ci",
    "--default-time-zone=+00:00",
    "--innodb-buffer-pool-size=64M",
];
/// Small, because the data folder is copied.
const LOG_SIZE: &str = "--innodb-log-file-size=16M";
/// What MySQL is told besides [`SETTINGS`].
const MYSQL_SETTINGS: [&str; 3] =
    ["--innodb-redo-log-capacity=16M", "--secure-file-priv=", "--mysqlx=0"];

/// One server with one database on it. What it has committed is on disk: a kill loses nothing.
pub(crate) struct MariaDb {
    running: Option<Program>,
    port: u16,
    password: String,
    home: TempDir,
}

impl MariaDb {
    /// A new one with an empty database, when it answers.
    pub(crate) async fn install() -> Self {
        let server = Self::at_home(format!("{:016x}", random()));
        let mut install = match mysql_root() {
            None => {
                let mut install = Command::new(installed("mariadb-install-db"));
                install.args(["--no-defaults", "--skip-test-db", LOG_SIZE]);
                install.arg("--auth-root-authentication-method=socket");
                install
            }
            Some(root) => {
                let mut install = Command::new("chroot");
                install.arg(root).arg("mysqld").arg("--no-defaults");
                install.arg("--initialize-insecure").args(MYSQL_SETTINGS);
                install
            }
        };
        let output = install
            .args(as_root().await)
            .arg(server.at("--datadir", "data"))
            .arg(server.at("--tmpdir", ""))
            .arg("--innodb-flush-log-at-trx-commit=0")
            .stdin(Stdio::null())
            .output();
        let output = output.await.unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "no new database: {told}");
        server.started().await
    }

    /// A new one with the data of one that is stopped, when it answers.
    pub(crate) async fn copy_of(other: &Self) -> Self {
        assert!(other.running.is_none(), "its files are in use");
        let server = Self::at_home(other.password.clone());
        let [from, to] = [other, &server].map(|it| it.home.path().join("data"));
        let copied = Command::new("cp").arg("-a").args([from, to]).status();
        assert!(copied.await.unwrap().success(), "the data were not copied");
        server.started().await
    }

    fn at_home(password: String) -> Self {
        let folder = mysql_root().map_or_else(std::env::temp_dir, |root| root.join("tmp"));
        let home = TempDir::new_in(folder).unwrap();
        // Run at every start, so it must be repeatable.
        let users = format!(
            "CREATE USER IF NOT EXISTS 'marmelad'@'127.0.0.1' IDENTIFIED BY '{password}';\n\
             GRANT ALL ON *.* TO 'marmelad'@'127.0.0.1';\n\
             CREATE DATABASE IF NOT EXISTS marmelad;\n"
        );
        std::fs::write(home.path().join("init.sql"), users).unwrap();
        Self { running: None, port: free_port(), password, home }
    }

    /// An option that names a file of this server's folder, as the server sees it. Its folder for temporary tables is
    /// its own: at its start a server removes what others left there.
    fn at(&self, option: &str, name: &str) -> String {
        let mut file = self.home.path().join(name);
        if let Some(root) = mysql_root() {
            file = Path::new("/").join(file.strip_prefix(root).unwrap());
        }
        format!("{option}={}", file.display())
    }

    async fn started(mut self) -> Self {
        self.start_again().await;
        self
    }

    /// `DB_URL`.
    pub(crate) fn url(&self) -> String {
        let (password, port) = (&self.password, self.port);
        format!("mysql://marmelad:{password}@127.0.0.1:{port}/marmelad")
    }

    /// Connections past the application.
    pub(crate) async fn pool(&self) -> MySqlPool {
        MySqlPool::connect(&self.url()).await.unwrap()
    }

    /// SIGKILL: as when the machine's memory is short.
    pub(crate) async fn kill(&mut self) {
        self.running.take().expect("it runs").kill().await;
    }

    /// As for an update: it ends what runs and closes every connection.
    pub(crate) async fn stop(&mut self) {
        let status = self.running.take().expect("it runs").terminate().await;
        assert!(status.success(), "MariaDB: {status}");
    }

    /// Starts it on the same data and port; returns when it answers.
    pub(crate) async fn start_again(&mut self) {
        let log = self.home.path().join("mariadb.log");
        let mut command = match mysql_root() {
            None => {
                let mut command = leashed(installed("mariadbd"));
                command.args(["--no-defaults", LOG_SIZE]);
                command
            }
            Some(root) => {
                let mut command = leashed("chroot");
                command.arg(root).args(["mysqld", "--no-defaults"]);
                command.args(MYSQL_SETTINGS);
                command
            }
        };
        command
            .args(as_root().await)
            .arg(self.at("--datadir", "data"))
            .arg(self.at("--socket", "mysql.sock"))
            .arg(self.at("--pid-file", "mysql.pid"))
            .arg(self.at("--tmpdir", ""))
            .arg(self.at("--init-file", "init.sql"))
            .arg(format!("--port={}", self.port))
            .args(SETTINGS);
        let mut server = Program::start(command, &log);
        let (url, deadline) = (self.url(), Instant::now() + PATIENCE);
        while let Err(error) = asked(&url).await {
            assert!(
                server.is_running() && Instant::now() < deadline,
                "MariaDB did not start: {error}\n{}",
                server.told()
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        self.running = Some(server);
    }
}

/// The folder of a real MySQL server.
fn mysql_root() -> Option<PathBuf> {
    std::env::var_os("TEST_MYSQL_ROOT").map(PathBuf::from)
}

/// Root must say that it means it.
async fn as_root() -> Option<&'static str> {
    let me = Command::new("id").arg("-u").output().await.unwrap();
    (me.stdout.trim_ascii() == b"0").then_some("--user=root")
}

async fn asked(url: &str) -> Result<(), sqlx::Error> {
    let mut connection = MySqlConnection::connect(url).await?;
    connection.execute("SELECT 1").await?;
    connection.close().await
}
