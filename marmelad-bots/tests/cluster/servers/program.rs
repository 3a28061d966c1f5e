//! A program that a test has started and ends.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::sync::OnceLock;

use tokio::process::{Child, Command};

/// A running program, killed when it is dropped.
pub(crate) struct Program {
    child: Child,
    log: PathBuf,
}

/// A command whose program the kernel kills when the test's thread ends, however that ends. Give it to
/// [`Program::start`] on that thread.
pub(crate) fn leashed(program: impl AsRef<Path>) -> Command {
    static LEASH: OnceLock<bool> = OnceLock::new();
    let has_leash = *LEASH.get_or_init(|| {
        let tried = std::process::Command::new("setpriv")
            .args(["--pdeathsig", "KILL", "true"])
            .stderr(Stdio::null())
            .status();
        tried.is_ok_and(|status| status.success())
    });
    let program = program.as_ref();
    if has_leash {
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "KILL"]).arg(program);
        command
    } else {
        Command::new(program)
    }
}

/// Where a server's program is: in the path, or where Debian keeps what only root used to start.
pub(crate) fn installed(name: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path);
    folders
        .chain(["/usr/sbin", "/sbin"].map(PathBuf::from))
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
        .unwrap_or_else(|| {
            panic!("{name} is not installed; scripts/with-services.sh cargo test -p marmelad-bots installs it")
        })
}

impl Program {
    /// Starts it with its output added to a file.
    pub(crate) fn start(mut command: Command, log: &Path) -> Self {
        let output = appended(log);
        let child = command
            .stdin(Stdio::null())
            .stdout(output.try_clone().unwrap())
            .stderr(output)
            .kill_on_drop(true)
            .spawn()
            .unwrap_or_else(|error| panic!("{command:?} does not start: {error}"));
        Self { child, log: log.to_owned() }
    }

    /// Whether it has not ended yet.
    pub(crate) fn is_running(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id().expect("it runs")
    }

    /// SIGKILL: in the middle of whatever it does.
    pub(crate) async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }

    /// SIGTERM, as a supervisor does it; answers how it ended.
    pub(crate) async fn terminate(mut self) -> ExitStatus {
        self.signal("TERM").await;
        self.child.wait().await.unwrap()
    }

    /// Sends it a signal.
    pub(crate) async fn signal(&self, name: &str) {
        let (name, id) = (format!("-{name}"), self.id().to_string());
        let sent = Command::new("kill").args([name, id]).status().await;
        assert!(sent.unwrap().success(), "no process");
    }

    /// What it has written so far.
    pub(crate) fn told(&self) -> String {
        told(&self.log)
    }
}

/// What stands in a log; nothing while there is none.
pub(crate) fn told(log: &Path) -> String {
    let bytes = std::fs::read(log).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

fn appended(log: &Path) -> File {
    let file = OpenOptions::new().create(true).append(true).open(log);
    file.unwrap_or_else(|error| panic!("{}: {error}", log.display()))
}
