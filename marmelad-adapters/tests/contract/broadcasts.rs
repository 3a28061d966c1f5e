//! Broadcasts as people write and move them.

use std::collections::BTreeSet;

use marmelad_core::domain::admin::Admin;
use marmelad_core::domain::broadcast::{
    Audience, Broadcast, BroadcastContent, BroadcastMedia, BroadcastMove, BroadcastStatus,
    BroadcastTerms, Excluded, MediaSource, RecipientStatus, StopCode, StopReason, UrlButton,
};
use marmelad_core::domain::ids::{BroadcastId, MessageId, TelegramId, TemplateId};
use marmelad_core::domain::media::MediaKind;
use marmelad_core::domain::page::PageRequest;
use marmelad_core::domain::segment::{Moment, SegmentFilter};
use marmelad_core::domain::template::TemplateEvent;
use marmelad_core::ports::{
    ChangeBroadcastOutcome, LayOut, MoveBroadcast, Reach, SaveBroadcast, StopBroadcast,
    TestBroadcast,
};
use serde_json::json;

use crate::scene::{codes, entry, terms};
use crate::world::{World, ZONE, at};

contract!(
    a_broadcast_comes_back_as_it_was,
    only_drafts_are_changed_and_deleted,
    every_move_is_made_once_and_audited,
    a_broadcast_stops_by_itself_once_and_tells_of_it,
    those_due_are_found,
    they_are_listed_newest_first,
    an_audience_is_counted_with_those_left_out,
    recipients_are_listed_with_their_outcomes,
    a_test_goes_to_a_few_with_test_codes,
);

fn html(body: &str) -> BroadcastContent {
    BroadcastContent::Html {
        body: body.into(),
        media: None,
        buttons: Vec::new(),
        unsubscribe_button: true,
    }
}

fn plain(title: &str) -> BroadcastTerms {
    BroadcastTerms {
        title: title.into(),
        content: html("Здравствуйте, {first_name}!"),
        audience: Audience::default(),
        template_id: None,
        scheduled_at: None,
        rate_per_minute: None,
        ignore_quiet_hours: false,
    }
}

fn save(terms: BroadcastTerms, by: Option<&Admin>, seconds: i64) -> SaveBroadcast {
    SaveBroadcast {
        terms,
        admin_id: by.map(|admin| admin.id),
        audit: entry("create_broadcast"),
        now: at(seconds * 1000),
    }
}

fn movement(id: BroadcastId, wanted: BroadcastMove) -> MoveBroadcast {
    MoveBroadcast {
        id,
        wanted,
        scheduled_at: None,
        excluded: None,
        audit: entry(wanted.action()).about(id.0),
        now: at(2000),
    }
}

impl World {
    async fn draft(&self, terms: BroadcastTerms) -> Broadcast {
        self.store
            .broadcasts
            .add(save(terms, None, 0))
            .await
            .unwrap()
    }

    pub(crate) async fn moved(&self, id: BroadcastId, wanted: BroadcastMove) -> Broadcast {
        let command = movement(id, wanted);
        match self.store.broadcasts.advance(command).await.unwrap() {
            ChangeBroadcastOutcome::Changed(broadcast) => *broadcast,
            other => panic!("{wanted:?}: {other:?}"),
        }
    }
}

/// To everybody, being sent.
pub(crate) async fn started(world: &World) -> Broadcast {
    let draft = world.draft(plain("Всем")).await;
    world.moved(draft.id, BroadcastMove::Start).await
}

/// The same with a code for each.
pub(crate) async fn with_template(world: &World, template: TemplateId) -> Broadcast {
    let terms = BroadcastTerms {
        content: html("Ваш код: {code}"),
        template_id: Some(template),
        ..plain("С кодом")
    };
    let draft = world.draft(terms).await;
    world.moved(draft.id, BroadcastMove::Start).await
}

fn reach(audience: Audience, needs_consent: bool) -> Reach {
    Reach {
        audience,
        moment: Moment {
            now: at(0),
            zone: ZONE,
        },
        needs_consent,
    }
}

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
    assert_eq!(
        world.store.broadcasts.find(BroadcastId(99)).await.unwrap(),
        None
    );
}

async fn only_drafts_are_changed_and_deleted(world: World) {
    let draft = world.draft(plain("Черновик")).await;
    let repo = &world.store.broadcasts;
    let other = save(plain("Другой"), None, 5);
    let ChangeBroadcastOutcome::Changed(changed) =
        repo.replace(draft.id, other.clone()).await.unwrap()
    else {
        panic!("not changed");
    };
    assert_eq!(changed.terms.title, "Другой");
    let missing = repo.replace(BroadcastId(99), other.clone()).await.unwrap();
    assert_eq!(missing, ChangeBroadcastOutcome::NotFound);
    let running = world.moved(draft.id, BroadcastMove::Start).await;
    let wrong = ChangeBroadcastOutcome::WrongState(BroadcastStatus::Sending);
    assert_eq!(repo.replace(running.id, other).await.unwrap(), wrong);
    let gone = entry("delete_broadcast");
    assert_eq!(
        repo.delete(running.id, gone.clone(), at(0)).await.unwrap(),
        wrong
    );
    let draft = world.draft(plain("Лишний")).await;
    let deleted = repo.delete(draft.id, gone, at(0)).await.unwrap();
    assert_eq!(
        deleted,
        ChangeBroadcastOutcome::Changed(Box::new(draft.clone()))
    );
    assert_eq!(repo.find(draft.id).await.unwrap(), None);
}

async fn every_move_is_made_once_and_audited(world: World) {
    let draft = world.draft(plain("Один раз")).await;
    let id = draft.id;
    let starts = world
        .race(move |store, _| async move {
            let command = MoveBroadcast {
                excluded: Some(Excluded {
                    blocked: 3,
                    ..Excluded::default()
                }),
                ..movement(id, BroadcastMove::Start)
            };
            store.broadcasts.advance(command).await.unwrap()
        })
        .await;
    let begun = starts
        .iter()
        .filter(|outcome| matches!(outcome, ChangeBroadcastOutcome::Changed(_)));
    assert_eq!(begun.count(), 1);
    let audited = "SELECT COUNT(*) FROM audit_logs WHERE action = 'start_broadcast'";
    assert_eq!(world.number(audited).await, 1);
    let paused = world.moved(id, BroadcastMove::Pause).await;
    assert_eq!(
        (paused.excluded.blocked, paused.started_at),
        (3, Some(at(2000)))
    );
    world.moved(id, BroadcastMove::Resume).await;
    let canceled = world.moved(id, BroadcastMove::Cancel).await;
    assert_eq!(canceled.finished_at, Some(at(2000)));
    let late = world
        .store
        .broadcasts
        .advance(movement(id, BroadcastMove::Resume))
        .await
        .unwrap();
    assert_eq!(
        late,
        ChangeBroadcastOutcome::WrongState(BroadcastStatus::Canceled)
    );
    let payload = world
        .texts("SELECT payload FROM audit_logs WHERE action = 'cancel_broadcast'")
        .await;
    assert!(
        payload[0].contains("sending") && payload[0].contains("canceled"),
        "{payload:?}"
    );
}

async fn a_broadcast_stops_by_itself_once_and_tells_of_it(world: World) {
    world.owner(900).await;
    let draft = world
        .draft(BroadcastTerms {
            scheduled_at: Some(at(0)),
            ..plain("Поздно")
        })
        .await;
    let id = draft.id;
    world.moved(id, BroadcastMove::Schedule).await;
    let stops = world
        .race(move |store, _| async move {
            let command = StopBroadcast {
                id,
                from: BroadcastStatus::Scheduled,
                reason: StopReason {
                    code: StopCode::LateStart,
                    message: "too late".into(),
                },
                now: at(3000),
            };
            store.broadcasts.stop(command).await.unwrap()
        })
        .await;
    let made = stops
        .iter()
        .filter(|outcome| matches!(outcome, ChangeBroadcastOutcome::Changed(_)));
    assert_eq!(made.count(), 1);
    let held = world.store.broadcasts.find(id).await.unwrap().unwrap();
    assert_eq!(held.status, BroadcastStatus::Paused);
    assert_eq!(held.stop.unwrap().code, StopCode::LateStart);
    assert_eq!(
        world
            .number("SELECT COUNT(*) FROM notifications WHERE kind = 'alert'")
            .await,
        1
    );
}

async fn those_due_are_found(world: World) {
    let at_minute = |minute: i64| BroadcastTerms {
        scheduled_at: Some(at(minute * 60_000)),
        ..plain("По расписанию")
    };
    for minute in [1, 2] {
        let draft = world.draft(at_minute(minute)).await;
        world.moved(draft.id, BroadcastMove::Schedule).await;
    }
    world.draft(at_minute(1)).await;
    let due = async |minute: i64| {
        world
            .store
            .broadcasts
            .due(at(minute * 60_000))
            .await
            .unwrap()
            .len()
    };
    assert_eq!((due(0).await, due(1).await, due(2).await), (0, 1, 2));
}

async fn they_are_listed_newest_first(world: World) {
    for title in ["Первая", "Вторая", "Третья"] {
        world.draft(plain(title)).await;
    }
    let running = started(&world).await;
    let list = async |statuses: &[BroadcastStatus], page| {
        let statuses: BTreeSet<_> = statuses.iter().copied().collect();
        let page = PageRequest { page, per_page: 2 };
        let page = world.store.broadcasts.list(statuses, page).await.unwrap();
        let titles: Vec<String> = page
            .items
            .into_iter()
            .map(|item| item.terms.title)
            .collect();
        (titles.join(" "), page.total)
    };
    assert_eq!(list(&[], 1).await, ("Всем Третья".into(), 4));
    assert_eq!(list(&[], 2).await, ("Вторая Первая".into(), 4));
    assert_eq!(
        list(&[BroadcastStatus::Sending], 1).await,
        (running.terms.title, 1)
    );
}

async fn an_audience_is_counted_with_those_left_out(world: World) {
    world.clients(6).await;
    for (column, telegram_id) in [
        ("is_blocked = 1, is_opted_out = 1", 1000),
        ("is_opted_out = 1", 1001),
        (
            "gender = 'female', marketing_consent_at = '2026-01-01 00:00:00'",
            1002,
        ),
        ("gender = 'female'", 1003),
    ] {
        let sql = format!("UPDATE users SET {column} WHERE telegram_id = {telegram_id}");
        world.execute(&sql).await;
    }
    let repo = &world.store.broadcasts;
    let all = repo
        .count_audience(reach(Audience::default(), false))
        .await
        .unwrap();
    let excluded = Excluded {
        blocked: 1,
        opted_out: 1,
        no_consent: 0,
    };
    assert_eq!((all.total, all.excluded), (4, excluded));
    let agreed = repo
        .count_audience(reach(Audience::default(), true))
        .await
        .unwrap();
    assert_eq!((agreed.total, agreed.excluded.no_consent), (1, 3));
    let women = Audience {
        filter: Some(
            SegmentFilter::parse(&json!({"field": "gender", "op": "eq", "value": "female"}))
                .unwrap(),
        ),
        ..Audience::default()
    };
    let count = repo
        .count_audience(reach(women.clone(), false))
        .await
        .unwrap();
    assert_eq!(count.total, 2);
    let sample = repo.sample_audience(reach(women, false), 1).await.unwrap();
    assert_eq!(sample[0].telegram_id, TelegramId(1003));
    let testers = Audience {
        is_test: true,
        ..Audience::default()
    };
    assert_eq!(
        repo.count_audience(reach(testers, false))
            .await
            .unwrap()
            .total,
        0
    );
}

async fn recipients_are_listed_with_their_outcomes(world: World) {
    world.clients(3).await;
    let broadcast = started(&world).await;
    let lay_out = LayOut {
        id: broadcast.id,
        limit: 100,
        needs_consent: false,
        zone: ZONE,
        now: at(0),
    };
    assert!(world.store.ledger.lay_out(lay_out).await.unwrap());
    world
        .execute(
            "UPDATE broadcast_logs SET status = 'failed', error_message = 'нет' \
             WHERE user_id = (SELECT id FROM users WHERE telegram_id = 1001)",
        )
        .await;
    let list = async |statuses: BTreeSet<RecipientStatus>| {
        let page = PageRequest::default();
        world
            .store
            .broadcasts
            .recipients(broadcast.id, statuses, page)
            .await
            .unwrap()
    };
    assert_eq!(list(BTreeSet::new()).await.total, 3);
    let failed = list([RecipientStatus::Failed].into()).await;
    assert_eq!((failed.total, failed.items.len()), (1, 1));
    assert_eq!(failed.items[0].error.as_deref(), Some("нет"));
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
    let issued = world
        .store
        .templates
        .find(template.id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(issued.issued_count, 0, "nothing of the budget");
    assert_eq!(world.number("SELECT COUNT(*) FROM broadcast_logs").await, 0);
}
