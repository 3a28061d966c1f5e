//! Sends a content with a file to one recipient.

use crate::broadcasts::{
    BroadcastContent, BroadcastService, PreparedContent, Recipient, RefusedId,
};
use crate::delivery::{
    Delivered, DeliveryContent, OutgoingDelivery, OutgoingFile, SendError, SentFile,
};
use crate::kernel::{BotKind, PortError};

impl BroadcastService {
    /// Loads the uploaded file of a content, once for many recipients. `None`: the file does not exist.
    pub async fn prepare_content(
        &self,
        content: BroadcastContent,
    ) -> Result<Option<PreparedContent>, PortError> {
        let upload = match content.upload() {
            Some(id) => self.media.find(id).await?,
            None => None,
        };
        Ok(PreparedContent::new(content, upload))
    }

    /// Sends the content to one recipient through the main bot. If Telegram refuses the file's id
    /// (the token changed, or the file expired), the file is uploaded again at once.
    pub async fn deliver_content(
        &self,
        content: &PreparedContent,
        recipient: &Recipient,
    ) -> Result<Delivered, SendError> {
        for _ in 0..2 {
            if let Attempt::Answered(answer) = self.try_content(content, recipient, true).await {
                return answer;
            }
        }
        Err(SendError::FileRejected("Telegram takes no id of the file".to_owned()))
    }

    /// Like [`Self::deliver_content`], but reports a refused file id instead of uploading again: of
    /// several messages in flight only one may carry the bytes. Stores the id of an uploaded file
    /// for all further messages.
    pub(crate) async fn try_content(
        &self,
        content: &PreparedContent,
        recipient: &Recipient,
        may_carry_bytes: bool,
    ) -> Attempt {
        let message = content.render(recipient);
        let is_by_id = remembered_id(content, &message).is_some();
        if content.has_bytes() && !is_by_id && !may_carry_bytes {
            return Attempt::OldId;
        }
        let answer = self.messenger.deliver(BotKind::Main, &message).await;
        let by_id = remembered_id(content, &message);
        match (&answer, by_id) {
            (Err(SendError::FileRejected(_)), Some(id)) => match content.refuse(id) {
                RefusedId::Again => {}
                RefusedId::Outdated => return Attempt::OldId,
                RefusedId::Forgotten => {
                    self.forget_file(content, id).await;
                    return Attempt::OldId;
                }
            },
            (Ok(Delivered { file: Some(sent), .. }), None) if content.sends_bytes() => {
                self.remember(content, sent).await;
            }
            _ => {}
        }
        Attempt::Answered(answer)
    }

    /// Removes the file id for other processes and later broadcasts. Ignores failures: another
    /// process will find the id refused too.
    async fn forget_file(&self, content: &PreparedContent, file_id: &str) {
        if let Some(id) = content.upload() {
            let forgotten = self.media.forget_file_id(id, file_id, self.context.now());
            let _ = forgotten.await;
        }
    }

    /// Keeps the file id for this broadcast; also stores it for other processes if Telegram kept the
    /// file's kind. A failed store costs one more upload and must not turn a sent message into a failure.
    async fn remember(&self, content: &PreparedContent, sent: &SentFile) {
        content.remember(sent.clone());
        let as_uploaded = content.content().media().is_some_and(|media| media.kind == sent.kind);
        if let Some(id) = content.content().upload().filter(|_| as_uploaded) {
            let _ = self.media.remember_file_id(id, &sent.file_id, self.context.now()).await;
        }
    }
}

/// Result of an attempt to send a content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Attempt {
    Answered(Result<Delivered, SendError>),
    /// Telegram refused the stored file id: the message did not arrive and must be sent again.
    OldId,
}

/// The stored file id that the message uses, if any.
fn remembered_id<'a>(content: &PreparedContent, message: &'a OutgoingDelivery) -> Option<&'a str> {
    match &message.content {
        DeliveryContent::Media { media, .. } => match &media.file {
            OutgoingFile::FileId(id) if content.has_bytes() => Some(id),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::App;
    use std::sync::Arc;

    use mockall::Sequence;
    use rstest::rstest;

    use super::*;
    use crate::Ports;
    use crate::broadcasts::{BroadcastMedia, MediaSource};
    use crate::delivery::MockMessenger;
    use crate::kernel::{MediaId, MessageId};
    use crate::media::{MediaKind, MockMediaRepo};
    use crate::testing::{NOW, app_at, recipient, uploaded_video};

    fn video() -> BroadcastContent {
        BroadcastContent::Html {
            body: "Новинка".into(),
            media: Some(BroadcastMedia {
                kind: MediaKind::Video,
                source: MediaSource::Upload(MediaId(3)),
            }),
            buttons: Vec::new(),
            unsubscribe_button: true,
        }
    }

    fn sent(kind: MediaKind, file_id: &str) -> Delivered {
        Delivered { message: MessageId(7), file: Some(SentFile { kind, file_id: file_id.into() }) }
    }

    /// Whether the delivery refers to the file by this id; `None` = by its bytes.
    fn is_by(delivery: &OutgoingDelivery, id: Option<&str>) -> bool {
        let DeliveryContent::Media { media, .. } = &delivery.content else {
            return false;
        };
        match &media.file {
            OutgoingFile::Upload(_) => id.is_none(),
            OutgoingFile::FileId(found) => id == Some(found),
            OutgoingFile::Url(_) => false,
        }
    }

    fn repo(
        telegram_file_id: Option<&'static str>,
        remembers: Option<&'static str>,
    ) -> MockMediaRepo {
        let mut repo = MockMediaRepo::new();
        repo.expect_find().once().returning(move |_| Ok(Some(uploaded_video(telegram_file_id))));
        repo.expect_remember_file_id()
            .times(usize::from(remembers.is_some()))
            .withf(move |id, file_id, _| *id == MediaId(3) && Some(file_id) == remembers)
            .returning(|_, _, _| Ok(()));
        repo
    }

    async fn prepared(repo: MockMediaRepo, messenger: MockMessenger) -> (App, PreparedContent) {
        let ports =
            Ports { media: Arc::new(repo), messenger: Arc::new(messenger), ..Ports::mocked() };
        let app = app_at(NOW, ports);
        let content = app.broadcasts.prepare_content(video()).await.unwrap().unwrap();
        (app, content)
    }

    async fn deliver_twice(repo: MockMediaRepo, messenger: MockMessenger) {
        let (app, content) = prepared(repo, messenger).await;
        for _ in 0..2 {
            assert!(app.broadcasts.deliver_content(&content, &recipient()).await.is_ok());
        }
    }

    type Answer = Result<Delivered, SendError>;

    fn script(steps: Vec<(Option<&'static str>, Answer)>) -> MockMessenger {
        let (mut messenger, mut order) = (MockMessenger::new(), Sequence::new());
        for (by, answer) in steps {
            messenger
                .expect_deliver()
                .once()
                .in_sequence(&mut order)
                .withf(move |bot, delivery| *bot == BotKind::Main && is_by(delivery, by))
                .return_once(move |_, _| answer);
        }
        messenger
    }

    #[rstest]
    #[case::stored(MediaKind::Video, Some("BAAC"))]
    #[case::of_another_kind_is_not_stored(MediaKind::Animation, None)]
    #[tokio::test]
    async fn bytes_are_sent_once_and_the_file_id_is_kept(
        #[case] kind: MediaKind,
        #[case] stored: Option<&'static str>,
    ) {
        let steps = vec![(None, Ok(sent(kind, "BAAC"))), (Some("BAAC"), Ok(sent(kind, "BAAC")))];
        deliver_twice(repo(None, stored), script(steps)).await;
    }

    #[tokio::test]
    async fn a_refused_file_id_is_replaced() {
        let refused = SendError::FileRejected("wrong file identifier".into());
        let steps = vec![
            (Some("old"), Err(refused)),
            (None, Ok(sent(MediaKind::Video, "new"))),
            (Some("new"), Ok(sent(MediaKind::Video, "new"))),
        ];
        let mut repo = repo(Some("old"), Some("new"));
        repo.expect_forget_file_id()
            .once()
            .withf(|id, file_id, _| *id == MediaId(3) && file_id == "old")
            .returning(|_, _, _| Ok(()));
        deliver_twice(repo, script(steps)).await;
    }

    /// The content of [`video`] whose file Telegram knows as `old`; expects `forgotten` removals of the id.
    async fn known(messenger: MockMessenger, forgotten: usize) -> (App, PreparedContent) {
        let mut repo = repo(Some("old"), None);
        repo.expect_forget_file_id().times(forgotten).returning(|_, _, _| Ok(()));
        prepared(repo, messenger).await
    }

    #[tokio::test]
    async fn a_refusal_unrelated_to_the_file_is_returned_unchanged() {
        let refused = || SendError::BodyRejected("caption is too long".into());
        let steps =
            vec![(Some("old"), Err(refused())), (Some("old"), Ok(sent(MediaKind::Video, "old")))];
        let (app, content) = known(script(steps), 0).await;
        assert_eq!(app.broadcasts.deliver_content(&content, &recipient()).await, Err(refused()));
        assert!(
            app.broadcasts.deliver_content(&content, &recipient()).await.is_ok(),
            "by the same id"
        );
    }

    #[tokio::test]
    async fn of_messages_in_flight_only_the_next_carries_the_bytes() {
        let refused = || SendError::FileRejected("wrong file identifier".into());
        let (app, content) = known(script(vec![(Some("old"), Err(refused()))]), 1).await;
        let late = content.render(&recipient());
        assert_eq!(app.broadcasts.try_content(&content, &recipient(), false).await, Attempt::OldId);
        assert!(content.sends_bytes(), "now the worker sends one alone");
        // Messages marked earlier do not carry the bytes as well.
        assert_eq!(app.broadcasts.try_content(&content, &recipient(), false).await, Attempt::OldId);
        // A message sent by the old id is refused after the new id is known.
        let new = SentFile { kind: MediaKind::Video, file_id: "new".into() };
        content.remember(new.clone());
        assert_eq!(content.refuse(remembered_id(&content, &late).unwrap()), RefusedId::Outdated);
        assert_eq!(content.known_file(), Some(new));
        // Another process cannot restore the old id.
        content.remember(SentFile { kind: MediaKind::Video, file_id: "old".into() });
        assert!(content.known_file().is_some_and(|file| file.file_id == "new"));
    }

    #[tokio::test]
    async fn bytes_are_uploaded_again_only_once() {
        let refused = || SendError::FileRejected("wrong file identifier".into());
        let steps = vec![
            (Some("old"), Err(refused())),
            (Some("new"), Err(refused())),
            (Some("new"), Err(refused())),
        ];
        let (app, content) = known(script(steps), 1).await;
        assert_eq!(app.broadcasts.try_content(&content, &recipient(), false).await, Attempt::OldId);
        content.remember(SentFile { kind: MediaKind::Video, file_id: "new".into() });
        for _ in 0..2 {
            let attempt = app.broadcasts.try_content(&content, &recipient(), false).await;
            assert_eq!(attempt, Attempt::Answered(Err(refused())));
        }
        assert!(!content.sends_bytes());
    }

    #[tokio::test]
    async fn a_missing_file_is_reported_before_sending() {
        let mut repo = MockMediaRepo::new();
        repo.expect_find().once().returning(|_| Ok(None));
        let ports = Ports { media: Arc::new(repo), ..Ports::mocked() };
        let content = app_at(NOW, ports).broadcasts.prepare_content(video()).await.unwrap();
        assert!(content.is_none());
    }
}
