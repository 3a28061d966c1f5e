//! Segments: how they are kept.

use marmelad_core::clients::{AnonymizeUser, UpsertUser};
use marmelad_core::kernel::{AdminId, Moment, PortError, SegmentId};
use marmelad_core::segments::{
    AddSegmentOutcome, AudienceScope, DeleteSegment, DeleteSegmentOutcome, NewSegment, Segment,
    SegmentChange, SegmentFilter, SegmentUse, UpdateSegment, UpdateSegmentOutcome,
};
use serde_json::json;

use crate::scene::entry;
use crate::world::{World, ZONE, at, profile};

contract!(
    a_segment_comes_back_as_it_was,
    segments_are_listed_newest_first,
    a_name_is_given_once_however_many_ask_for_it,
    what_is_given_is_changed,
    an_unfinished_broadcast_keeps_its_segment,
    a_finished_broadcast_keeps_the_filter,
    a_broadcast_and_a_deletion_at_once_leave_no_broadcast_without_audience,
    test_users_and_forgotten_clients_are_left_out,
    a_sample_shows_the_newest,
    a_spoiled_filter_is_told,
);

fn adults() -> SegmentFilter {
    let json = json!({"all": [
        {"field": "age", "op": "gte", "value": 18},
        {"not": {"field": "tags", "op": "contains", "value": "vip"}},
        {"field": "orders_total", "op": "between", "value": ["0.50", "1500.00"]},
        {"field": "created_at", "op": "lt", "value": "2026-03-05T02:00:00.123Z"},
    ]});
    SegmentFilter::parse(&json).unwrap()
}

fn moment() -> Moment {
    Moment { now: at(0), zone: ZONE }
}

fn new(name: &str, seconds: i64) -> NewSegment {
    NewSegment {
        name: name.into(),
        description: Some("Для рассылок".into()),
        filter: adults(),
        admin_id: None,
        audit: entry("create_segment"),
        now: at(seconds * 1000),
    }
}

impl World {
    async fn segment(&self, name: &str) -> Segment {
        match self.store.segments.add(new(name, 0)).await.unwrap() {
            AddSegmentOutcome::Added(segment) => segment,
            AddSegmentOutcome::NameTaken => panic!("{name} is taken"),
        }
    }

    /// A segment with this filter.
    pub(crate) async fn segment_of(&self, name: &str, filter: &serde_json::Value) -> SegmentId {
        let command = NewSegment { filter: SegmentFilter::parse(filter).unwrap(), ..new(name, 0) };
        match self.store.segments.add(command).await.unwrap() {
            AddSegmentOutcome::Added(segment) => segment.id,
            AddSegmentOutcome::NameTaken => panic!("{name} is taken"),
        }
    }

    async fn audited(&self, action: &str) -> Vec<String> {
        let sql = format!(
            "SELECT payload FROM audit_logs WHERE action = '{action}' AND entity_id IS NOT NULL ORDER BY id"
        );
        self.texts(&sql).await
    }

    async fn broadcast(&self, segment: SegmentId, title: &str, status: &str) {
        self.execute(&format!(
            "INSERT INTO broadcasts (kind, title, media_type, buttons, segment_id, status, created_at, updated_at) \
             VALUES ('html', '{title}', 'none', '[]', {segment}, '{status}', '2026-03-05', '2026-03-05')"
        ))
        .await;
    }

    async fn delete(&self, id: SegmentId) -> DeleteSegmentOutcome {
        self.store.segments.delete(deletion(id)).await.unwrap()
    }
}

fn deletion(id: SegmentId) -> DeleteSegment {
    DeleteSegment { id, audit: entry("delete_segment"), now: at(9) }
}

async fn a_segment_comes_back_as_it_was(world: World) {
    let owner = world.owner(1).await;
    let command = NewSegment { admin_id: Some(owner.id), ..new("Взрослые", 0) };
    let AddSegmentOutcome::Added(segment) =
        world.store.segments.add(command.clone()).await.unwrap()
    else {
        panic!("the name is free")
    };
    assert_eq!(segment.name, "Взрослые");
    assert_eq!(segment.filter, adults());
    assert_eq!(segment.created_by_admin_id, Some(owner.id));
    assert_eq!((segment.created_at, segment.updated_at), (at(0), at(0)));
    let found = world.store.segments.find(segment.id).await.unwrap();
    assert_eq!(found, Some(segment));
    assert_eq!(world.store.segments.find(SegmentId(999)).await.unwrap(), None);
    let told = world.audited("create_segment").await;
    assert!(
        told.len() == 1 && told[0].contains("Взрослые") && told[0].contains("orders_total"),
        "{told:?}"
    );

    let head = world.store.audit.head().await.unwrap();
    let nobody = NewSegment { admin_id: Some(AdminId(999)), ..new("Другие", 0) };
    assert!(world.store.segments.add(nobody).await.is_err());
    let again = world.store.segments.add(command).await.unwrap();
    assert_eq!(again, AddSegmentOutcome::NameTaken);
    assert_eq!(world.store.audit.head().await.unwrap(), head);
}

async fn segments_are_listed_newest_first(world: World) {
    for place in [2, 1, 3] {
        let command = new(&format!("Сегмент {place}"), place);
        world.store.segments.add(command).await.unwrap();
    }
    let listed = world.store.segments.list().await.unwrap();
    let names: Vec<_> = listed.iter().map(|segment| segment.name.as_str()).collect();
    assert_eq!(names, ["Сегмент 3", "Сегмент 2", "Сегмент 1"]);
}

async fn a_name_is_given_once_however_many_ask_for_it(world: World) {
    let outcomes = world
        .race(|store, _| async move { store.segments.add(new("Взрослые", 0)).await.unwrap() })
        .await;
    let added = outcomes.iter().filter(|outcome| matches!(outcome, AddSegmentOutcome::Added(_)));
    assert_eq!(added.count(), 1);
    assert_eq!(world.number("SELECT COUNT(*) FROM segments").await, 1);
    assert_eq!(world.audited("create_segment").await.len(), 1);
}

async fn what_is_given_is_changed(world: World) {
    let segment = world.segment("Взрослые").await;
    world.segment("Дети").await;
    let update = async |change: SegmentChange| {
        let command =
            UpdateSegment { id: segment.id, change, audit: entry("update_segment"), now: at(5) };
        world.store.segments.update(command).await.unwrap()
    };

    let nothing = update(SegmentChange::default()).await;
    assert_eq!(nothing, UpdateSegmentOutcome::Updated(segment.clone()));
    assert!(world.audited("update_segment").await.is_empty());

    let change = SegmentChange {
        filter: Some(SegmentFilter::EVERYBODY),
        description: Some(None),
        name: None,
    };
    let expected = Segment {
        filter: SegmentFilter::EVERYBODY,
        description: None,
        updated_at: at(5),
        ..segment.clone()
    };
    let changed = update(change).await;
    assert_eq!(changed, UpdateSegmentOutcome::Updated(expected.clone()));
    let found = world.store.segments.find(segment.id).await.unwrap();
    assert_eq!(found, Some(expected));
    let told = world.audited("update_segment").await;
    assert!(
        told.len() == 1 && told[0].contains("filter") && !told[0].contains("segment_name"),
        "{told:?}"
    );

    let taken = SegmentChange { name: Some("Дети".into()), ..SegmentChange::default() };
    let command = UpdateSegment {
        id: SegmentId(999),
        change: taken.clone(),
        audit: entry("update_segment"),
        now: at(5),
    };
    assert_eq!(update(taken).await, UpdateSegmentOutcome::NameTaken);
    let unknown = world.store.segments.update(command).await.unwrap();
    assert_eq!(unknown, UpdateSegmentOutcome::NotFound);
    assert_eq!(world.audited("update_segment").await.len(), 1);
}

async fn an_unfinished_broadcast_keeps_its_segment(world: World) {
    for status in ["draft", "scheduled", "sending", "paused", "error"] {
        let segment = world.segment(status).await;
        world.broadcast(segment.id, "Весна", "sent").await;
        world.broadcast(segment.id, "Лето", status).await;
        let DeleteSegmentOutcome::InUse(uses) = world.delete(segment.id).await else {
            panic!("{status}")
        };
        let named: Vec<_> = uses
            .iter()
            .map(|SegmentUse { title, status, .. }| (title.as_str(), status.as_str()))
            .collect();
        assert_eq!(named, [("Лето", status)]);
        let found = world.store.segments.find(segment.id).await.unwrap();
        assert_eq!(found, Some(segment));
    }
    assert!(world.audited("delete_segment").await.is_empty());
}

async fn a_finished_broadcast_keeps_the_filter(world: World) {
    let segment = world.segment("Взрослые").await;
    world.broadcast(segment.id, "Весна", "sent").await;
    world.broadcast(segment.id, "Лето", "canceled").await;
    assert_eq!(world.delete(segment.id).await, DeleteSegmentOutcome::Deleted);
    assert_eq!(world.delete(segment.id).await, DeleteSegmentOutcome::NotFound);
    let left = "SELECT filter FROM broadcasts WHERE segment_id IS NULL";
    let filters = world.texts(left).await;
    assert_eq!(filters.len(), 2);
    for filter in filters {
        assert_eq!(serde_json::from_str::<SegmentFilter>(&filter).unwrap(), adults());
    }
    let told = world.audited("delete_segment").await;
    assert!(told.len() == 1 && told[0].contains("Взрослые"), "{told:?}");
}

async fn a_broadcast_and_a_deletion_at_once_leave_no_broadcast_without_audience(world: World) {
    for place in 0..10 {
        let segment = world.segment(&format!("Сегмент {place}")).await;
        let other = world.clone();
        let insert = tokio::spawn(async move {
            // Refused by its foreign key when the segment is gone.
            let sql = format!(
                "INSERT INTO broadcasts (kind, title, media_type, buttons, segment_id, status, created_at, updated_at) \
                 SELECT 'html', 'Лето', 'none', '[]', s.id, 'draft', '2026-03-05', '2026-03-05' FROM segments s \
                 WHERE s.id = {}",
                segment.id
            );
            other.execute(&sql).await;
        });
        let deleted = world.store.segments.delete(deletion(segment.id)).await;
        insert.await.unwrap();
        let drafts = format!("SELECT COUNT(*) FROM broadcasts WHERE segment_id = {}", segment.id);
        match deleted.unwrap() {
            DeleteSegmentOutcome::Deleted => assert_eq!(world.number(&drafts).await, 0),
            DeleteSegmentOutcome::InUse(_) => assert_eq!(world.number(&drafts).await, 1),
            DeleteSegmentOutcome::NotFound => panic!("it was there"),
        }
        let lost = "SELECT COUNT(*) FROM broadcasts WHERE segment_id IS NULL";
        assert_eq!(world.number(lost).await, 0);
    }
}

async fn test_users_and_forgotten_clients_are_left_out(world: World) {
    let client = world.user(1).await;
    let forgotten = world.user(2).await;
    let command = UpsertUser { profile: profile(3, "Тест"), is_test: true, now: at(0) };
    let test_user = world.store.users.upsert(command).await.unwrap().user;
    let command = AnonymizeUser { id: forgotten.id, now: at(1), audit: entry("anonymize_user") };
    assert!(world.store.users.anonymize(command).await.unwrap());
    for (is_test, expected) in [(false, &client), (true, &test_user)] {
        let scope = AudienceScope { is_test };
        let everybody = &SegmentFilter::EVERYBODY;
        let segments = &world.store.segments;
        assert_eq!(segments.count(everybody, moment(), scope).await.unwrap(), 1);
        let sample = segments.sample(everybody, moment(), scope, 10).await.unwrap();
        assert_eq!(sample, std::slice::from_ref(expected));
    }
}

async fn a_sample_shows_the_newest(world: World) {
    for telegram_id in 1..=5 {
        world.user(telegram_id).await;
    }
    let scope = AudienceScope::default();
    let sample =
        world.store.segments.sample(&SegmentFilter::EVERYBODY, moment(), scope, 2).await.unwrap();
    let ids: Vec<_> = sample.iter().map(|user| user.telegram_id.0).collect();
    assert_eq!(ids, [5, 4]);
}

async fn a_spoiled_filter_is_told(world: World) {
    let segment = world.segment("Взрослые").await;
    world.execute("UPDATE segments SET filter = '{\"any\": []}'").await;
    match world.store.segments.find(segment.id).await.unwrap_err() {
        PortError::Corrupt { table, id, why } => {
            assert_eq!((table, id), ("segments", segment.id.0));
            assert!(why.starts_with("filter: /any: "), "{why}");
        }
        other => panic!("{other:?}"),
    }
}
