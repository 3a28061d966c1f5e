use crate::App;
use std::sync::Arc;

use rstest::rstest;

use crate::Ports;
use crate::broadcasts::from_chat::*;
use crate::broadcasts::{BroadcastMove, BroadcastTerms, MockBroadcastRepo, MockProgressHints};
use crate::delivery::DeliveryContent;
use crate::kernel::{AdminId, BroadcastId, MessageId};
use crate::staff::{MockAdminRepo, Role};
use crate::testing::{NOW, admin, app_at, broadcast};

const OLGA: TelegramId = TelegramId(9);
const DRAFT: ChatDraft = ChatDraft { id: BroadcastId(1), message: MessageId(7) };

fn app(repo: MockBroadcastRepo, change: impl FnOnce(&mut Admin)) -> App {
    let mut olga = Admin { can_broadcast_from_chat: true, ..admin() };
    change(&mut olga);
    let mut admins = MockAdminRepo::new();
    admins
        .expect_find_by_telegram_id()
        .returning(move |id| Ok(Some(olga.clone()).filter(|olga| olga.telegram_id == id)));
    let mut progress = MockProgressHints::new();
    progress.expect_announce().returning(|_| Ok(()));
    let ports = Ports {
        admins: Arc::new(admins),
        broadcasts: Arc::new(repo),
        progress: Arc::new(progress),
        ..Ports::mocked()
    };
    app_at(NOW, ports)
}

async fn start(repo: MockBroadcastRepo) -> ChatDraftOutcome {
    app(repo, |_| {}).broadcasts.start_from_chat(OLGA, DRAFT).await.unwrap()
}

async fn discard(repo: MockBroadcastRepo) -> ChatDraftOutcome {
    app(repo, |_| {}).broadcasts.discard_from_chat(OLGA, DRAFT).await.unwrap()
}

fn stored(found: Option<Broadcast>) -> MockBroadcastRepo {
    let mut repo = MockBroadcastRepo::new();
    repo.expect_find().returning(move |_| Ok(found.clone()));
    repo
}

fn saying(content: BroadcastContent) -> Broadcast {
    Broadcast { terms: BroadcastTerms { content, ..broadcast().terms }, ..broadcast() }
}

fn counting(repo: &mut MockBroadcastRepo, total: u64) {
    repo.expect_count_audience()
        .returning(move |_| Ok(AudienceCount { total, ..AudienceCount::default() }));
}

fn message(words: Option<&str>) -> ChatMessage {
    ChatMessage {
        source: CopySource { chat: OLGA, message: MessageId(7) },
        words: words.map(str::to_owned),
    }
}

#[rstest]
#[case::allowed(|_: &mut Admin| {}, true)]
#[case::not_allowed(|olga: &mut Admin| olga.can_broadcast_from_chat = false, false)]
#[case::inactive(|olga: &mut Admin| olga.is_active = false, false)]
#[case::only_looks(|olga: &mut Admin| olga.role = Role::Readonly, false)]
#[tokio::test]
async fn only_admins_with_the_right_may_broadcast(
    #[case] change: impl FnOnce(&mut Admin),
    #[case] may: bool,
) {
    let app = app(MockBroadcastRepo::new(), change);
    assert_eq!(app.broadcasts.chat_broadcaster(OLGA).await.unwrap().is_some(), may);
    assert_eq!(app.broadcasts.chat_broadcaster(TelegramId(8)).await.unwrap(), None);
}

#[rstest]
#[case::words(Some("  Весенняя\n коллекция"), "Весенняя")]
#[case::nothing(None, "Из чата, 5 марта в 12:00")]
#[case::blank(Some(" \n "), "Из чата, 5 марта в 12:00")]
fn the_title_is_made_of_the_first_words(#[case] words: Option<&str>, #[case] title: &str) {
    let app = app(MockBroadcastRepo::new(), |_| {});
    assert_eq!(app.broadcasts.chat_input(&message(words)).title, title);
}

#[test]
fn long_titles_are_cut_between_words() {
    let title = first_words(&"мармелад ".repeat(20)).unwrap();
    assert!(title.chars().count() <= TITLE_LENGTH && title.ends_with("мармелад…"));
    let title = first_words(&"м".repeat(100)).unwrap();
    assert_eq!(title.chars().count(), TITLE_LENGTH);
}

#[test]
fn the_preview_is_the_message_recipients_get() {
    let app = app(MockBroadcastRepo::new(), |_| {});
    let preview = app.broadcasts.chat_preview(&message(None)).unwrap();
    assert_eq!(preview.chat, OLGA.into());
    assert!(matches!(preview.content, DeliveryContent::Copy { message, .. } if message.0 == 7));
    assert_eq!(preview.buttons.len(), 1, "«Не присылать рассылки»");
}

#[tokio::test]
async fn a_callback_query_starts_the_draft() {
    let mut repo = stored(Some(broadcast()));
    counting(&mut repo, 40);
    repo.expect_advance().once().returning(|command| {
        assert_eq!(command.wanted, BroadcastMove::Start);
        Ok(ChangeBroadcastOutcome::Changed(Box::new(Broadcast {
            status: BroadcastStatus::Sending,
            ..broadcast()
        })))
    });
    assert_eq!(start(repo).await, ChatDraftOutcome::Started { count: Some(40) });
}

#[rstest]
#[case::going_out(BroadcastStatus::Sending, ChatDraftOutcome::Started { count: Some(40) })]
#[case::over(BroadcastStatus::Sent, ChatDraftOutcome::Started { count: Some(40) })]
#[case::given_up(BroadcastStatus::Canceled, ChatDraftOutcome::Stale)]
#[tokio::test]
async fn a_second_callback_query_starts_nothing(
    #[case] status: BroadcastStatus,
    #[case] expected: ChatDraftOutcome,
) {
    let found = Broadcast { status, is_fanned_out: true, audience_total: 40, ..broadcast() };
    assert_eq!(start(stored(Some(found))).await, expected);
}

#[rstest]
#[case::gone(None, |_: &mut Admin| {})]
#[case::of_another_admin(Some(broadcast()), |olga: &mut Admin| olga.id = AdminId(2))]
#[case::no_right_any_more(Some(broadcast()), |olga: &mut Admin| olga.can_broadcast_from_chat = false)]
#[case::id_given_anew(
    Some(saying(BroadcastContent::Copy {
        source_chat: OLGA,
        source_message: MessageId(8),
        buttons: Vec::new(),
        unsubscribe_button: true,
    })),
    |_: &mut Admin| {},
)]
#[case::written_elsewhere(
    Some(saying(BroadcastContent::Html {
        body: "Привет".into(),
        media: None,
        buttons: Vec::new(),
        unsubscribe_button: true,
    })),
    |_: &mut Admin| {},
)]
#[tokio::test]
async fn drafts_of_other_admins_or_chats_are_not_started(
    #[case] found: Option<Broadcast>,
    #[case] change: impl FnOnce(&mut Admin),
) {
    let app = app(stored(found), change);
    let outcome = app.broadcasts.start_from_chat(OLGA, DRAFT).await;
    assert_eq!(outcome.unwrap(), ChatDraftOutcome::Stale);
}

fn deleting(repo: &mut MockBroadcastRepo) {
    repo.expect_delete()
        .once()
        .returning(|_, _, _| Ok(ChangeBroadcastOutcome::Changed(Box::new(broadcast()))));
}

#[tokio::test]
async fn an_expired_draft_is_not_started() {
    let mut repo = stored(Some(Broadcast {
        created_at: "2026-03-04T02:00:00Z".parse().unwrap(),
        ..broadcast()
    }));
    deleting(&mut repo);
    assert_eq!(start(repo).await, ChatDraftOutcome::Stale);
}

#[tokio::test]
async fn a_message_without_audience_is_not_kept() {
    let mut repo = stored(Some(broadcast()));
    counting(&mut repo, 0);
    deleting(&mut repo);
    assert_eq!(start(repo).await, ChatDraftOutcome::Nobody);
}

#[tokio::test]
async fn cancelling_deletes_a_draft_but_stops_no_running_broadcast() {
    let mut repo = stored(Some(broadcast()));
    deleting(&mut repo);
    assert_eq!(discard(repo).await, ChatDraftOutcome::Discarded);
    assert_eq!(discard(stored(None)).await, ChatDraftOutcome::Discarded);

    let mut repo = stored(Some(broadcast()));
    repo.expect_delete()
        .returning(|_, _, _| Ok(ChangeBroadcastOutcome::WrongState(BroadcastStatus::Sending)));
    assert_eq!(discard(repo).await, ChatDraftOutcome::Started { count: None });
}
