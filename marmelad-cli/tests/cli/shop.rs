//! A folder with a database, and the program run in it.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, SqliteConnection};
use tempfile::TempDir;

/// A working folder; goes away when dropped.
pub(crate) struct Shop {
    folder: TempDir,
}

/// What a run of the program left.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) exit: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Shop {
    /// A shop without a database.
    pub(crate) fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// With a migrated database.
    pub(crate) fn migrated() -> Self {
        let shop = Self::empty();
        shop.run(&["migrate"]).ok();
        shop
    }

    pub(crate) fn seeded(users: u32) -> Self {
        let shop = Self::empty();
        shop.run(&["seed", "--users", &users.to_string()]).ok();
        shop
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// `DB_URL` of its database, from anywhere.
    pub(crate) fn database_url(&self) -> String {
        format!("sqlite:{}", self.path().join("marmelad.db").display())
    }

    /// The program in this folder, with an environment of its own; nobody sits at its keyboard.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_marmelad-cli"));
        command.args(args).current_dir(self.path()).env_clear().stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        Ran::of(&self.command(args).output().unwrap())
    }

    /// The same with variables.
    pub(crate) fn run_with<V: AsRef<OsStr>>(&self, variables: &[(&str, V)], args: &[&str]) -> Ran {
        let variables = variables.iter().map(|(name, value)| (name, value));
        Ran::of(&self.command(args).envs(variables).output().unwrap())
    }

    /// What `--json` prints of a run that succeeds.
    pub(crate) fn json(&self, args: &[&str]) -> Value {
        let args: Vec<_> = args.iter().copied().chain(["--json"]).collect();
        self.run(&args).ok().json()
    }

    /// The code of a run that fails, as `--json` tells it; one line on stderr says the same.
    pub(crate) fn failure(&self, args: &[&str]) -> (i32, String) {
        let args: Vec<_> = args.iter().copied().chain(["--json"]).collect();
        let ran = self.run(&args);
        let told = ran.json();
        let error = told["error"].as_object().unwrap();
        assert_eq!(told.as_object().unwrap().len(), 1, "{told}");
        assert_eq!(error.len(), 2, "{told}");
        assert_eq!(ran.stderr, format!("error: {}\n", error["message"].as_str().unwrap()));
        assert!(!ran.stderr.trim_end().contains('\n'));
        (ran.exit, error["code"].as_str().unwrap().to_owned())
    }

    /// It fails with this exit code and this code of the error.
    #[track_caller]
    pub(crate) fn fails(&self, args: &[&str], exit: i32, code: &str) {
        assert_eq!(self.failure(args), (exit, code.to_owned()), "{args:?}");
    }

    /// The database behind the program's back.
    pub(crate) async fn database(&self) -> SqliteConnection {
        SqliteConnectOptions::new()
            .filename(self.path().join("marmelad.db"))
            .connect()
            .await
            .unwrap()
    }

    /// A code that a client of a seeded database can use, by the template with this id.
    pub(crate) fn issue(&self, template: &str) -> String {
        let user =
            self.json(&["user", "list", "--per-page", "1"])["items"][0]["telegram_id"].to_string();
        let discount = self.json(&["code", "issue", "--user", &user, "--template", template]);
        discount["code"].as_str().unwrap().to_owned()
    }
}

/// The words of a command line without blanks inside the words.
pub(crate) fn words(line: &str) -> Vec<&str> {
    line.split(' ').collect()
}

impl Ran {
    pub(crate) fn of(output: &Output) -> Self {
        Self {
            exit: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout.clone()).unwrap(),
            stderr: String::from_utf8(output.stderr.clone()).unwrap(),
        }
    }

    /// It succeeded and had nothing to complain about.
    #[track_caller]
    pub(crate) fn ok(self) -> Self {
        assert_eq!((self.exit, self.stderr.as_str()), (0, ""), "{self:?}");
        self
    }

    /// It failed so, with one line that contains these words.
    #[track_caller]
    pub(crate) fn failed(self, exit: i32, words: &[&str]) {
        assert_eq!((self.exit, self.stdout.as_str()), (exit, ""), "{self:?}");
        assert_eq!(self.stderr.lines().count(), 1, "{self:?}");
        for word in words {
            assert!(self.stderr.contains(word), "{word}: {self:?}");
        }
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}
