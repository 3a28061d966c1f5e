//! The findings of `doctor`.

use serde_json::{Value, json};

use crate::output;

/// Result of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Ok,
    Warning,
    Error,
}

/// One check with its result.
struct Check {
    what: String,
    verdict: Verdict,
    said: String,
    todo: String,
}

/// All checks of one run.
#[derive(Default)]
pub(super) struct Report {
    checks: Vec<Check>,
}

impl Report {
    pub(super) fn ok(&mut self, what: &str, said: impl Into<String>) {
        self.add(what, Verdict::Ok, said, "");
    }

    pub(super) fn warn(&mut self, what: &str, said: impl Into<String>, todo: &str) {
        self.add(what, Verdict::Warning, said, todo);
    }

    pub(super) fn error(&mut self, what: &str, said: impl Into<String>, todo: &str) {
        self.add(what, Verdict::Error, said, todo);
    }

    fn add(&mut self, what: &str, verdict: Verdict, said: impl Into<String>, todo: &str) {
        self.checks.push(Check {
            what: what.to_owned(),
            verdict,
            said: said.into(),
            todo: todo.to_owned(),
        });
    }

    pub(super) fn errors(&self) -> usize {
        self.checks.iter().filter(|check| check.verdict == Verdict::Error).count()
    }

    pub(super) fn to_json(&self) -> Value {
        let checks = self.checks.iter().map(|check| {
            let mut object = json!({
                "check": check.what,
                "status": match check.verdict {
                    Verdict::Ok => "ok",
                    Verdict::Warning => "warning",
                    Verdict::Error => "error",
                },
                "message": check.said,
            });
            if !check.todo.is_empty() {
                object["todo"] = check.todo.clone().into();
            }
            object
        });
        json!({ "ok": self.errors() == 0, "checks": checks.collect::<Vec<_>>() })
    }

    pub(super) fn to_text(&self) -> String {
        let rows = self.checks.iter().map(|check| {
            let sign = match check.verdict {
                Verdict::Ok => "✓",
                Verdict::Warning => "!",
                Verdict::Error => "✗",
            };
            [sign.to_owned(), check.what.clone(), check.said.clone(), check.todo.clone()]
        });
        output::table(["", "What", "How it is", "What to do"], &[0], rows, "Nothing was checked.")
    }
}
