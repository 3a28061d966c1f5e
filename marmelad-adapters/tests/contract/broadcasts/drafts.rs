//! Broadcasts as people write them.

use marmelad_core::broadcasts::{
    Audience, BroadcastContent, BroadcastMedia, BroadcastMove, BroadcastStatus, BroadcastTerms,
    ChangeBroadcastOutcome, MediaSource, ReplaceBroadcast, ReplaceBroadcastOutcome, SaveBroadcast,
    TestBroadcast, UrlButton,
};
use marmelad_core::kernel::{BroadcastId, MessageId, TelegramId};
use marmelad_core::media::MediaKind;
use marmelad_core::segments::SegmentFilter;
use serde_json::json;

use super::{html, plain, replace, save};
use crate::scene::{codes, entry, manual};
use crate::world::{World, ZONE, at};

contract!(
    a_broadcast_comes_back_as_it_was,
    a_request_that_is_repeated_makes_one,
    only_drafts_are_changed_and_deleted,
    a_test_goes_to_a_few_with_test_codes,
);

async fn a_broadcast_comes_back_as_it_was(world: World) {
    let author = world.owner(900).await.id;
    let template = world.template(manual()).await.id;
    let filter = json!({"any": [{"field": "gender", "op": "eq", "value": "female"}]});
    let picture = MediaSource::Url("https://example.com/spring.jpg".into());
    let button = UrlButton { text: "В магазин".into(), url: "https://example.com".into() };
    let full = BroadcastTerms {
        title: "Весна".into(),
        content: BroadcastContent::Html {
            body: "<b>Скидка</b> {code}".into(),
            media: Some(BroadcastMedia { kind: MediaKind::Photo, source: picture }),
            buttons: vec![vec![button]],
            unsubscribe_button: false,
        },
        audience: Audience {
            segment_id: None,
            filter: Some(SegmentFilter::parse(&filter).unwrap()),
            is_test: true,
        },
        template_id: Some(template),
        scheduled_at: Some(at(60_000)),
        rate_per_minute: Some(0),
        ignore_quiet_hours: true,
    };
    let copy = BroadcastTerms {
        content: BroadcastContent::Copy {
            source_chat: TelegramId(900),
            source_message: MessageId(77),
            buttons: Vec::new(),
            unsubscribe_button: true,
        },
        ..plain("Копия")
    };
    for terms in [full, copy] {
        let command = SaveBroadcast { admin_id: Some(author), ..save(terms.clone()) };
        let added = world.broadcasts.add(command).await.unwrap();
        assert_eq!((&added.terms, added.created_by_admin_id), (&terms, Some(author)));
        assert_eq!((added.status, added.left()), (BroadcastStatus::Draft, 0));
        assert_eq!(world.now(added.id).await, added);
    }
    assert_eq!(world.broadcasts.find(BroadcastId(99)).await.unwrap(), None);
}

async fn a_request_that_is_repeated_makes_one(world: World) {
    let keyed = |key: &str| SaveBroadcast { key: Some(key.into()), ..save(plain("Весна")) };
    let answers = world
        .race(move |world, _| async move { world.broadcasts.add(keyed("api:one")).await.unwrap() })
        .await;
    assert!(answers.iter().all(|answer| answer == &answers[0]));
    assert_eq!(world.count("broadcasts").await, 1);
    assert_eq!(world.audited("create_broadcast").await, 1);
    // As it is now: what began meanwhile is told so.
    world.moved(answers[0].id, BroadcastMove::Start).await;
    let again = world.broadcasts.add(keyed("api:one")).await.unwrap();
    assert_eq!((again.id, again.status), (answers[0].id, BroadcastStatus::Sending));
    let other = world.broadcasts.add(keyed("api:two")).await.unwrap();
    assert_ne!(other.id, answers[0].id);
}

async fn only_drafts_are_changed_and_deleted(world: World) {
    let draft = world.draft(plain("Черновик")).await;
    let repo = &world.broadcasts;
    let other = replace(&draft, plain("Другой"));
    let changed = world.replaced(other.clone()).await;
    assert_eq!(changed.terms.title, "Другой");
    let late = repo.replace(replace(&draft, plain("Третий"))).await.unwrap();
    assert_eq!(late, ReplaceBroadcastOutcome::Overtaken);
    assert_eq!(world.now(draft.id).await.terms, changed.terms);
    let missing = ReplaceBroadcast { id: BroadcastId(99), ..other };
    assert_eq!(repo.replace(missing).await.unwrap(), ReplaceBroadcastOutcome::NotFound);
    world.moved(draft.id, BroadcastMove::Start).await;
    let begun = repo.replace(replace(&changed, plain("Поздно"))).await.unwrap();
    assert_eq!(begun, ReplaceBroadcastOutcome::WrongState(BroadcastStatus::Sending));
    let delete = async |id| repo.delete(id, entry("delete_broadcast"), at(0)).await.unwrap();
    let wrong = ChangeBroadcastOutcome::WrongState(BroadcastStatus::Sending);
    assert_eq!(delete(draft.id).await, wrong);
    let draft = world.draft(plain("Лишний")).await;
    let deleted = ChangeBroadcastOutcome::Changed(Box::new(draft.clone()));
    assert_eq!(delete(draft.id).await, deleted);
    assert_eq!(repo.find(draft.id).await.unwrap(), None);
}

async fn a_test_goes_to_a_few_with_test_codes(world: World) {
    let template = world.template(manual()).await;
    let terms = BroadcastTerms {
        content: html("{code}"),
        template_id: Some(template.id),
        ..plain("Проба")
    };
    let command = TestBroadcast {
        id: world.draft(terms).await.id,
        users: vec![world.user(1000).await],
        template: Some(template.clone()),
        codes: vec![codes(1)],
        zone: ZONE,
        audit: entry("test_broadcast"),
        now: at(0),
    };
    world.broadcasts.test(command).await.unwrap();
    let queued = "notifications WHERE kind = 'broadcast_test' AND chat_id = 1000";
    assert_eq!(world.count(queued).await, 1);
    let codes = "discounts WHERE is_test = 1 AND broadcast_id IS NULL AND source = 'broadcast'";
    assert_eq!(world.count(codes).await, 1);
    assert_eq!(world.find_template(template.id).await.issued_count, 0, "nothing of the budget");
    assert_eq!(world.count("broadcast_logs").await, 0);
}
