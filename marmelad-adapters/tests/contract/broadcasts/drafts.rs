//! Broadcasts as people write them.

use marmelad_core::broadcasts::{
    Audience, BroadcastContent, BroadcastMedia, BroadcastMove, BroadcastStatus, BroadcastTerms,
    ChangeBroadcastOutcome, MediaSource, ReplaceBroadcast, ReplaceBroadcastOutcome, SaveBroadcast,
    TestBroadcast, UrlButton,
};
use marmelad_core::discounts::TemplateEvent;
use marmelad_core::kernel::{BroadcastId, MessageId, TelegramId};
use marmelad_core::media::MediaKind;
use marmelad_core::segments::SegmentFilter;
use serde_json::json;

use super::{html, plain, replace, save};
use crate::scene::{codes, entry, terms};
use crate::world::{World, ZONE, at};

contract!(
    a_broadcast_comes_back_as_it_was,
    a_request_that_is_repeated_makes_one,
    only_drafts_are_changed_and_deleted,
    a_test_goes_to_a_few_with_test_codes,
);

async fn a_broadcast_comes_back_as_it_was(world: World) {
    let author = world.owner(900).await;
    let template = world.template(terms(TemplateEvent::Manual)).await;
    let filter = json!({"any": [{"field": "gender", "op": "eq", "value": "female"}]});
    let full = BroadcastTerms {
        title: "Весна".into(),
        content: BroadcastContent::Html {
            body: "<b>Скидка</b> {code}".into(),
            media: Some(BroadcastMedia {
                kind: MediaKind::Photo,
                source: MediaSource::Url("https://example.com/spring.jpg".into()),
            }),
            buttons: vec![vec![UrlButton {
                text: "В магазин".into(),
                url: "https://example.com".into(),
            }]],
            unsubscribe_button: false,
        },
        audience: Audience {
            segment_id: None,
            filter: Some(SegmentFilter::parse(&filter).unwrap()),
            is_test: true,
        },
        template_id: Some(template.id),
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
        let command = save(terms.clone(), Some(&author), 1);
        let added = world.store.broadcasts.add(command).await.unwrap();
        assert_eq!(added.terms, terms);
        assert_eq!(added.created_by_admin_id, Some(author.id));
        assert_eq!((added.status, added.left()), (BroadcastStatus::Draft, 0));
        let found = world.store.broadcasts.find(added.id).await.unwrap();
        assert_eq!(found, Some(added));
    }
    assert_eq!(world.store.broadcasts.find(BroadcastId(99)).await.unwrap(), None);
}

async fn a_request_that_is_repeated_makes_one(world: World) {
    let answers = world
        .race(|store, _| async move {
            let command =
                SaveBroadcast { key: Some("api:one".into()), ..save(plain("Весна"), None, 0) };
            store.broadcasts.add(command).await.unwrap()
        })
        .await;
    assert!(answers.iter().all(|answer| answer == &answers[0]));
    let rows = "SELECT COUNT(*) FROM broadcasts";
    assert_eq!(world.number(rows).await, 1);
    let audited = "SELECT COUNT(*) FROM audit_logs WHERE action = 'create_broadcast'";
    assert_eq!(world.number(audited).await, 1);
    // As it is now: what began meanwhile is told so.
    world.moved(answers[0].id, BroadcastMove::Start).await;
    let again = SaveBroadcast { key: Some("api:one".into()), ..save(plain("Весна"), None, 9) };
    let again = world.store.broadcasts.add(again).await.unwrap();
    assert_eq!((again.id, again.status), (answers[0].id, BroadcastStatus::Sending));
    let other = SaveBroadcast { key: Some("api:two".into()), ..save(plain("Весна"), None, 9) };
    let other = world.store.broadcasts.add(other).await.unwrap();
    assert_ne!(other.id, answers[0].id);
}

async fn only_drafts_are_changed_and_deleted(world: World) {
    let draft = world.draft(plain("Черновик")).await;
    let repo = &world.store.broadcasts;
    let replaced = async |command| repo.replace(command).await.unwrap();
    let other = replace(&draft, plain("Другой"));
    let ReplaceBroadcastOutcome::Replaced(changed) = replaced(other.clone()).await else {
        panic!("not changed");
    };
    assert_eq!(changed.terms.title, "Другой");
    let late = replaced(replace(&draft, plain("Третий"))).await;
    assert_eq!(late, ReplaceBroadcastOutcome::Overtaken);
    let kept = repo.find(draft.id).await.unwrap().unwrap();
    assert_eq!(kept.terms, changed.terms);
    let missing = ReplaceBroadcast { id: BroadcastId(99), ..other };
    let missing = replaced(missing).await;
    assert_eq!(missing, ReplaceBroadcastOutcome::NotFound);
    let running = world.moved(draft.id, BroadcastMove::Start).await;
    let wrong = ReplaceBroadcastOutcome::WrongState(BroadcastStatus::Sending);
    let begun = replaced(replace(&changed, plain("Поздно"))).await;
    assert_eq!(begun, wrong);
    let wrong = ChangeBroadcastOutcome::WrongState(BroadcastStatus::Sending);
    let gone = entry("delete_broadcast");
    assert_eq!(repo.delete(running.id, gone.clone(), at(0)).await.unwrap(), wrong);
    let draft = world.draft(plain("Лишний")).await;
    let deleted = repo.delete(draft.id, gone, at(0)).await.unwrap();
    assert_eq!(deleted, ChangeBroadcastOutcome::Changed(Box::new(draft.clone())));
    assert_eq!(repo.find(draft.id).await.unwrap(), None);
}

async fn a_test_goes_to_a_few_with_test_codes(world: World) {
    let tester = world.user(1000).await;
    let template = world.template(terms(TemplateEvent::Manual)).await;
    let draft = world
        .draft(BroadcastTerms {
            content: html("{code}"),
            template_id: Some(template.id),
            ..plain("Проба")
        })
        .await;
    let command = TestBroadcast {
        id: draft.id,
        users: vec![tester],
        template: Some(template.clone()),
        codes: vec![codes(1)],
        zone: ZONE,
        audit: entry("test_broadcast"),
        now: at(0),
    };
    world.store.broadcasts.test(command).await.unwrap();
    let queued =
        "SELECT COUNT(*) FROM notifications WHERE kind = 'broadcast_test' AND chat_id = 1000";
    assert_eq!(world.number(queued).await, 1);
    let codes = "SELECT COUNT(*) FROM discounts WHERE is_test = 1 AND broadcast_id IS NULL AND source = 'broadcast'";
    assert_eq!(world.number(codes).await, 1);
    let issued = world.store.templates.find(template.id).await.unwrap().unwrap();
    assert_eq!(issued.issued_count, 0, "nothing of the budget");
    assert_eq!(world.number("SELECT COUNT(*) FROM broadcast_logs").await, 0);
}
