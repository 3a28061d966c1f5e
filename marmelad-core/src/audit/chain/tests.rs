use chrono::DateTime;
use rstest::rstest;

use crate::audit::AuditEntry;
use crate::audit::chain::*;

fn chain(length: i64) -> Vec<AuditRecord> {
    let mut prev_hash = GENESIS_HASH.to_owned();
    (1..=length)
        .map(|id| {
            let entry = AuditEntry::admin(1, "update_setting", "setting").field(
                "reminder_hour",
                Some(id),
                Some(id + 1),
            );
            let row = entry.into_row(DateTime::from_timestamp_millis(id).unwrap());
            let hash = row.hash_after(&prev_hash);
            let prev = std::mem::replace(&mut prev_hash, hash.clone());
            AuditRecord { id, row, prev_hash: prev, hash }
        })
        .collect()
}

fn verify(records: &[AuditRecord], head: &str) -> Result<u64, ChainBreak> {
    let mut verifier = ChainVerifier::new();
    records.iter().try_for_each(|record| verifier.push(record))?;
    verifier.finish(head)
}

#[test]
fn an_untouched_chain_verifies() {
    let records = chain(5);
    assert_eq!(verify(&records, &records[4].hash), Ok(5));
    assert_eq!(verify(&[], GENESIS_HASH), Ok(0));
}

#[rstest]
#[case::changed(|records: &mut Vec<AuditRecord>| records[2].row.action = "x".into(), ChainBreak::Changed { id: 3 })]
#[case::payload(|records: &mut Vec<AuditRecord>| records[2].row.payload = json!({}), ChainBreak::Changed { id: 3 })]
#[case::time(
    |records: &mut Vec<AuditRecord>| records[2].row.created_at += chrono::Duration::milliseconds(1),
    ChainBreak::Changed { id: 3 })]
#[case::removed(|records: &mut Vec<AuditRecord>| { records.remove(2); }, ChainBreak::NotTheNext { id: 4 })]
#[case::first_removed(|records: &mut Vec<AuditRecord>| { records.remove(0); }, ChainBreak::NotTheNext { id: 2 })]
#[case::moved(|records: &mut Vec<AuditRecord>| records.swap(1, 2), ChainBreak::NotTheNext { id: 3 })]
#[case::inserted(|records: &mut Vec<AuditRecord>| records.insert(2, records[1].clone()), ChainBreak::NotTheNext { id: 2 })]
#[case::cut(|records: &mut Vec<AuditRecord>| records.truncate(4), ChainBreak::CutOff)]
fn any_tampering_is_found(#[case] tamper: fn(&mut Vec<AuditRecord>), #[case] expected: ChainBreak) {
    let mut records = chain(5);
    let head = records[4].hash.clone();
    tamper(&mut records);
    assert_eq!(verify(&records, &head), Err(expected));
}

#[test]
fn canonical_json_is_sorted_and_has_no_spaces() {
    let entry = AuditEntry::cli("update_setting", "setting").field("б", None, Some(1)).field(
        "а",
        Some("x"),
        None,
    );
    let row = entry.into_row(DateTime::from_timestamp_millis(1_500).unwrap());
    assert_eq!(
        row.canonical_json(),
        "{\"action\":\"update_setting\",\"actor\":\"cli\",\"admin_id\":null,\"created_at\":\"1970-01-01T00:00:01.500Z\",\
         \"entity\":\"setting\",\"entity_id\":null,\"ip\":null,\"payload\":{\"а\":{\"new\":null,\"old\":\"x\"},\
         \"б\":{\"new\":1,\"old\":null}},\"request_id\":null}"
    );
}
