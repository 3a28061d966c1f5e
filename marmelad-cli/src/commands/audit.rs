//! `audit list|verify`

use marmelad_core::audit::AuditRecord;
use marmelad_http::views;
use serde_json::{Value, json};

use crate::args::AuditCommand;
use crate::exit::Failure;
use crate::output::{self, Progress, one_line};
use crate::session::Session;

pub(super) async fn run(command: AuditCommand, session: &Session) -> Result<(), Failure> {
    match command {
        AuditCommand::List { limit } => list(limit, session).await,
        AuditCommand::Verify => verify(session).await,
    }
}

async fn list(limit: u32, session: &Session) -> Result<(), Failure> {
    let records = session.app.audit.newest(limit).await?;
    session.out.show(
        || records.iter().map(views::json_of::<views::AuditRecord, _>).collect(),
        || table(&records, session),
    )
}

fn table(records: &[AuditRecord], session: &Session) -> String {
    let rows = records.iter().map(|AuditRecord { id, row, .. }| {
        let who = match row.admin_id {
            Some(admin) => format!("{} {admin}", row.actor),
            None => row.actor.to_string(),
        };
        let about = match row.entity_id {
            Some(entity) => format!("{} {entity}", row.entity),
            None => row.entity.clone(),
        };
        [
            id.to_string(),
            session.local(row.created_at),
            who,
            row.action.clone(),
            about,
            one_line(&changes(&row.payload), 80),
        ]
    });
    output::table(
        ["Id", "When", "Who", "What", "About", "Change"],
        &[0, 1, 2],
        rows,
        "Nothing was changed yet.",
    )
}

/// `digest_hour: 9 → 10; display_name changed`
fn changes(payload: &Value) -> String {
    let fields = payload.as_object().into_iter().flatten();
    let fields = fields.map(|(field, change)| match (change.get("old"), change.get("new")) {
        (Some(Value::Null), Some(new)) => format!("{field}: {}", plain(new)),
        (Some(old), Some(new)) => format!("{field}: {} → {}", plain(old), plain(new)),
        _ => format!("{field} changed"),
    });
    fields.collect::<Vec<_>>().join("; ")
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

async fn verify(session: &Session) -> Result<(), Failure> {
    let progress = Progress::new("Checking records", 0);
    let verified = session.app.audit.verify(|done| progress.at(done)).await?;
    drop(progress);
    match verified {
        Ok(records) => session.out.show(
            || json!({ "status": "ok", "records": records }),
            || format!("The log is as it was written: {records} records hold."),
        ),
        Err(broken) => Err(Failure::fault(
            "chain_broken",
            format!("{broken}; somebody changed the log, compare it with a backup"),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_read_like_sentences() {
        let payload = json!({
            "digest_hour": { "old": 9, "new": 10 },
            "display_name": { "changed": true },
            "role": { "old": null, "new": "owner" },
        });
        assert_eq!(changes(&payload), "digest_hour: 9 → 10; display_name changed; role: owner");
    }
}
