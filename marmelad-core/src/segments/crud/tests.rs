use crate::App;
use std::sync::Arc;

use serde_json::json;

use crate::Ports;
use crate::kernel::AdminId;
use crate::segments::crud::*;
use crate::segments::{MockSegmentRepo, describe_segment_change};
use crate::testing::{NOW, app_at, client};

fn app(segments: MockSegmentRepo) -> App {
    let ports = Ports { segments: Arc::new(segments), ..Ports::mocked() };
    app_at(NOW, ports)
}

fn adults() -> Value {
    json!({"field": "age", "op": "gte", "value": 18})
}

fn input() -> SegmentInput {
    SegmentInput {
        name: " Взрослые ".into(), description: Some("  ".into()), filter: adults()
    }
}

fn segment() -> Segment {
    Segment {
        id: SegmentId(1),
        name: "Взрослые".into(),
        description: None,
        filter: SegmentFilter::parse(&adults()).unwrap(),
        created_by_admin_id: None,
        created_at: NOW.parse().unwrap(),
        updated_at: NOW.parse().unwrap(),
    }
}

fn paths(errors: &[FilterError]) -> Vec<(&str, &str)> {
    errors.iter().map(|error| (error.path.as_str(), error.code)).collect()
}

#[tokio::test]
async fn a_segment_is_kept_with_its_author_and_audit_entry() {
    let mut segments = MockSegmentRepo::new();
    segments
        .expect_add()
        .once()
        .withf(|command| {
            command.name == "Взрослые"
                && command.description.is_none()
                && command.filter == segment().filter
                && command.admin_id == Some(AdminId(7))
                && command.audit.action() == "create_segment"
        })
        .returning(|_| Ok(SavedSegment::Saved(Box::new(segment()))));
    let actor = Actor::admin_in_chat(AdminId(7));
    let saved = app(segments).segments.create(input(), &actor).await.unwrap();
    assert_eq!(saved, SavedSegment::Saved(Box::new(segment())));
}

#[tokio::test]
async fn every_problem_is_told_at_once_and_nothing_is_written() {
    let wrong = SegmentInput {
        name: "  ".into(),
        description: Some("я".repeat(2001)),
        filter: json!({"all": [{"field": "age", "op": "gte", "value": "18"}]}),
    };
    let saved = app(MockSegmentRepo::new()).segments.create(wrong, &Actor::Cli).await.unwrap();
    let SavedSegment::Invalid(errors) = saved else { panic!("{saved:?}") };
    assert_eq!(
        paths(&errors),
        [
            ("/name", "out_of_range"),
            ("/description", "out_of_range"),
            ("/filter/all/0/value", "wrong_type")
        ]
    );
}

#[tokio::test]
async fn a_hundred_and_twenty_characters_are_the_longest_name() {
    let mut segments = MockSegmentRepo::new();
    segments.expect_add().once().returning(|_| Ok(SavedSegment::NameTaken));
    let app = app(segments);
    let named = |length| SegmentInput { name: "ё".repeat(length), ..input() };
    let saved = app.segments.create(named(120), &Actor::Cli).await.unwrap();
    assert_eq!(saved, SavedSegment::NameTaken);
    let saved = app.segments.create(named(121), &Actor::Cli).await.unwrap();
    assert!(matches!(saved, SavedSegment::Invalid(_)));
}

#[tokio::test]
async fn a_change_carries_only_what_is_given() {
    let mut segments = MockSegmentRepo::new();
    segments
        .expect_update()
        .once()
        .withf(|command| {
            let only_description =
                SegmentChange { description: Some(None), ..SegmentChange::default() };
            command.id == SegmentId(1)
                && command.change == only_description
                && command.audit.action() == "update_segment"
        })
        .returning(|_| Ok(SavedSegment::NotFound));
    let patch = SegmentPatch { description: Some(None), ..SegmentPatch::default() };
    let saved = app(segments).segments.update(SegmentId(1), patch, &Actor::Cli).await.unwrap();
    assert_eq!(saved, SavedSegment::NotFound);
}

#[tokio::test]
async fn who_needs_a_segment_is_named() {
    let mut segments = MockSegmentRepo::new();
    segments.expect_delete().once().returning(|command| {
        assert_eq!(command.audit.action(), "delete_segment");
        Ok(DeletedSegment::InUse(vec![SegmentUse {
            broadcast_id: 5.into(),
            title: "Весна".into(),
            status: "draft".into(),
        }]))
    });
    let deleted = app(segments).segments.delete(SegmentId(1), &Actor::Cli).await.unwrap();
    let obstacle = deleted.obstacle().unwrap();
    assert!(obstacle.contains("5 «Весна» (draft)"), "{obstacle}");
    assert_eq!(DeletedSegment::Deleted.obstacle(), None);
}

#[tokio::test]
async fn a_preview_counts_and_shows_some_without_test_users() {
    let mut segments = MockSegmentRepo::new();
    segments
        .expect_count()
        .once()
        .withf(|filter, moment, scope| {
            *filter == segment().filter
                && moment.now.to_rfc3339() == "2026-03-05T02:00:00+00:00"
                && moment.zone == chrono_tz::Asia::Vladivostok
                && !scope.is_test
        })
        .returning(|_, _, _| Ok(1));
    segments.expect_sample().once().returning(|_, _, _, _| Ok(vec![client()]));
    let preview = app(segments).segments.preview(&adults()).await.unwrap();
    let expected = SegmentPreview::Clients { count: 1, sample: vec![client()] };
    assert_eq!(preview, expected);
}

#[tokio::test]
async fn nobody_needs_no_sample_and_a_wrong_filter_no_look() {
    let mut segments = MockSegmentRepo::new();
    segments.expect_count().once().returning(|_, _, _| Ok(0));
    let app = app(segments);
    let preview = app.segments.preview(&adults()).await.unwrap();
    let nobody = SegmentPreview::Clients { count: 0, sample: Vec::new() };
    assert_eq!(preview, nobody);
    let preview = app.segments.preview(&json!({"any": 5})).await.unwrap();
    let SegmentPreview::Invalid(errors) = preview else { panic!("{preview:?}") };
    assert_eq!(paths(&errors), [("/filter/any", "wrong_type")]);
}

#[test]
fn the_audit_entry_tells_what_differs() {
    let old = segment();
    let new = Segment { name: "Старше 18".into(), ..segment() };
    let told = |old, new| {
        let entry = Actor::Cli.audit("update_segment", "segment");
        describe_segment_change(entry, old, new).into_row(NOW.parse().unwrap()).payload
    };
    assert_eq!(
        told(Some(&old), Some(&new)),
        json!({"segment_name": {"old": "Взрослые", "new": "Старше 18"}})
    );
    let created = told(None, Some(&old));
    assert_eq!(created["filter"], json!({"old": null, "new": adults()}));
    assert_eq!(told(Some(&old), Some(&old)), json!({}));
}
