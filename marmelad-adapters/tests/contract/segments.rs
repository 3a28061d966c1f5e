//! Segments: how they are kept.

use marmelad_core::kernel::{AdminId, Moment, SegmentId};
use marmelad_core::segments::{
    AudienceScope, DeleteSegment, DeletedSegment, NewSegment, SavedSegment, Segment, SegmentChange,
    SegmentFilter, UpdateSegment,
};
use serde_json::json;

use crate::scene::entry;
use crate::world::{World, ZONE, at};

contract!(
    a_segment_comes_back_as_it_was,
    segments_are_listed_newest_first,
    a_name_is_given_once_however_many_ask_for_it,
    what_is_given_is_changed,
    an_unfinished_broadcast_keeps_its_segment,
    a_finished_broadcast_keeps_the_filter,
    a_broadcast_and_a_deletion_at_once_leave_no_broadcast_without_audience,
    test_users_and_forgotten_clients_are_left_out_and_a_sample_shows_the_newest,
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

fn deletion(id: SegmentId) -> DeleteSegment {
    DeleteSegment { id, audit: entry("delete_segment"), now: at(9) }
}

impl World {
    async fn add_segment(&self, command: NewSegment) -> Segment {
        match self.segments.add(command).await.unwrap() {
            SavedSegment::Saved(segment) => *segment,
            outcome => panic!("{outcome:?}"),
        }
    }

    async fn segment(&self, name: &str) -> Segment {
        self.add_segment(new(name, 0)).await
    }

    /// A segment with this filter.
    pub(crate) async fn segment_of(&self, name: &str, filter: &serde_json::Value) -> SegmentId {
        let filter = SegmentFilter::parse(filter).unwrap();
        self.add_segment(NewSegment { filter, ..new(name, 0) }).await.id
    }

    /// What the one entry of this action says.
    async fn payload_of(&self, action: &str) -> String {
        let sql = format!(
            "SELECT payload FROM audit_logs WHERE action = '{action}' AND entity_id IS NOT NULL"
        );
        let mut told = self.texts(&sql).await;
        assert_eq!(told.len(), 1, "{told:?}");
        told.remove(0)
    }

    async fn segment_broadcast(&self, segment: SegmentId, status: &str) {
        self.insert_broadcast(status, false, &format!("segment_id = {segment}")).await;
    }

    async fn delete(&self, id: SegmentId) -> DeletedSegment {
        self.segments.delete(deletion(id)).await.unwrap()
    }
}

async fn a_segment_comes_back_as_it_was(world: World) {
    let owner = world.owner(1).await;
    let command = NewSegment { admin_id: Some(owner.id), ..new("Взрослые", 0) };
    let segment = world.add_segment(command.clone()).await;
    assert_eq!((&*segment.name, &segment.filter), ("Взрослые", &adults()));
    assert_eq!(segment.created_by_admin_id, Some(owner.id));
    assert_eq!((segment.created_at, segment.updated_at), (at(0), at(0)));
    let segments = &world.segments;
    assert_eq!(segments.find(segment.id).await.unwrap(), Some(segment));
    assert_eq!(segments.find(SegmentId(999)).await.unwrap(), None);
    let told = world.payload_of("create_segment").await;
    assert!(told.contains("Взрослые") && told.contains("orders_total"), "{told}");

    let head = world.audit_head().await;
    let nobody = NewSegment { admin_id: Some(AdminId(999)), ..new("Другие", 0) };
    assert!(segments.add(nobody).await.is_err());
    assert_eq!(segments.add(command).await.unwrap(), SavedSegment::NameTaken);
    assert_eq!(world.audit_head().await, head);
}

async fn segments_are_listed_newest_first(world: World) {
    for place in [2, 1, 3] {
        world.add_segment(new(&place.to_string(), place)).await;
    }
    let listed = world.segments.list().await.unwrap();
    let names: Vec<_> = listed.iter().map(|segment| segment.name.as_str()).collect();
    assert_eq!(names, ["3", "2", "1"]);
}

async fn a_name_is_given_once_however_many_ask_for_it(world: World) {
    let outcomes = world
        .race(|world, _| async move { world.segments.add(new("Взрослые", 0)).await.unwrap() })
        .await;
    assert_eq!(matching!(outcomes, SavedSegment::Saved(_)), 1);
    assert_eq!((world.count("segments").await, world.audited("create_segment").await), (1, 1));
}

async fn what_is_given_is_changed(world: World) {
    let segment = world.segment("Взрослые").await;
    world.segment("Дети").await;
    let update = async |id, change: SegmentChange| {
        let command = UpdateSegment { id, change, audit: entry("update_segment"), now: at(5) };
        world.segments.update(command).await.unwrap()
    };
    let nothing = update(segment.id, SegmentChange::default()).await;
    assert_eq!(nothing, SavedSegment::Saved(Box::new(segment.clone())));
    assert_eq!(world.audited("update_segment").await, 0);

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
    let changed = update(segment.id, change).await;
    assert_eq!(changed, SavedSegment::Saved(Box::new(expected.clone())));
    assert_eq!(world.segments.find(segment.id).await.unwrap(), Some(expected));
    let told = world.payload_of("update_segment").await;
    assert!(told.contains("filter") && !told.contains("segment_name"), "{told}");

    let taken = SegmentChange { name: Some("Дети".into()), ..SegmentChange::default() };
    let unknown = update(SegmentId(999), taken.clone()).await;
    assert_eq!(unknown, SavedSegment::NotFound);
    assert_eq!(update(segment.id, taken).await, SavedSegment::NameTaken);
    assert_eq!(world.audited("update_segment").await, 1);
}

async fn an_unfinished_broadcast_keeps_its_segment(world: World) {
    for status in ["draft", "scheduled", "sending", "paused", "error"] {
        let segment = world.segment(status).await;
        world.segment_broadcast(segment.id, "sent").await;
        world.segment_broadcast(segment.id, status).await;
        let outcome = world.delete(segment.id).await;
        let DeletedSegment::InUse(uses) = outcome else { panic!("{status}: {outcome:?}") };
        let named: Vec<_> =
            uses.iter().map(|one| (one.title.as_str(), one.status.as_str())).collect();
        assert_eq!(named, [(status, status)]);
        assert_eq!(world.segments.find(segment.id).await.unwrap(), Some(segment));
    }
    assert_eq!(world.audited("delete_segment").await, 0);
}

async fn a_finished_broadcast_keeps_the_filter(world: World) {
    let segment = world.segment("Взрослые").await;
    world.segment_broadcast(segment.id, "sent").await;
    world.segment_broadcast(segment.id, "canceled").await;
    assert_eq!(world.delete(segment.id).await, DeletedSegment::Deleted);
    assert_eq!(world.delete(segment.id).await, DeletedSegment::NotFound);
    let filters = world.texts("SELECT filter FROM broadcasts WHERE segment_id IS NULL").await;
    assert_eq!(filters.len(), 2);
    for filter in filters {
        assert_eq!(serde_json::from_str::<SegmentFilter>(&filter).unwrap(), adults());
    }
    let told = world.payload_of("delete_segment").await;
    assert!(told.contains("Взрослые"), "{told}");
}

async fn a_broadcast_and_a_deletion_at_once_leave_no_broadcast_without_audience(world: World) {
    for place in 0..10 {
        let id = world.segment(&place.to_string()).await.id;
        let other = world.clone();
        let insert = tokio::spawn(async move {
            // Refused by its foreign key when the segment is gone.
            let sql = format!(
                "INSERT INTO broadcasts (kind, title, media_type, buttons, segment_id, status, created_at, updated_at) \
                 SELECT 'html', 'Лето', 'none', '[]', s.id, 'draft', s.created_at, s.created_at FROM segments s \
                 WHERE s.id = {id}"
            );
            other.execute(&sql).await;
        });
        let deleted = world.segments.delete(deletion(id)).await;
        insert.await.unwrap();
        let drafts = world.count(&format!("broadcasts WHERE segment_id = {id}")).await;
        match deleted.unwrap() {
            DeletedSegment::Deleted => assert_eq!(drafts, 0),
            DeletedSegment::InUse(_) => assert_eq!(drafts, 1),
            DeletedSegment::NotFound => panic!("it was there"),
        }
        assert_eq!(world.count("broadcasts WHERE segment_id IS NULL").await, 0);
    }
}

async fn test_users_and_forgotten_clients_are_left_out_and_a_sample_shows_the_newest(world: World) {
    let clients = [world.user(1).await, world.user(2).await, world.user(3).await];
    world.erased(world.user(4).await.id).await;
    let test_user = world.test_user(5).await;
    let [_, second, third] = clients;
    for (is_test, count, newest) in [(false, 3, vec![third, second]), (true, 1, vec![test_user])] {
        let scope = AudienceScope { is_test };
        let moment = Moment { now: at(0), zone: ZONE };
        let (segments, everybody) = (&world.segments, &SegmentFilter::EVERYBODY);
        assert_eq!(segments.count(everybody, moment, scope).await.unwrap(), count);
        assert_eq!(segments.sample(everybody, moment, scope, 2).await.unwrap(), newest);
    }
}
