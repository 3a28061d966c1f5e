//! What a broadcast says goes out to one recipient.

use crate::App;
use crate::domain::bot::BotKind;
use crate::domain::broadcast::{BroadcastContent, PreparedContent, Recipient};
use crate::domain::delivery::{Delivered, SentFile};
use crate::ports::{PortError, SendError};

impl App {
    /// Looks up the uploaded file of a content, once for many recipients. `None`: there is no such file.
    pub async fn prepare_content(
        &self,
        content: BroadcastContent,
    ) -> Result<Option<PreparedContent>, PortError> {
        let upload = match content.upload() {
            Some(id) => self.ports.media.find(id).await?,
            None => None,
        };
        Ok(PreparedContent::new(content, upload))
    }

    /// Sends it to one recipient, by the main bot. A file that Telegram got is remembered and goes to everybody else by
    /// its id; one whose id Telegram does not take (another token, a file long gone) is sent anew.
    pub async fn deliver_content(
        &self,
        content: &PreparedContent,
        recipient: &Recipient,
    ) -> Result<Delivered, SendError> {
        let had_bytes = content.sends_bytes();
        let mut answer = self.deliver(content, recipient).await;
        let may_be_the_id = content.has_bytes() && !had_bytes;
        if matches!(answer, Err(SendError::BodyRejected(_))) && may_be_the_id {
            content.forget();
            answer = self.deliver(content, recipient).await;
        }
        if let Ok(Delivered {
            file: Some(sent), ..
        }) = &answer
            && content.sends_bytes()
        {
            self.remember(content, sent).await;
        }
        answer
    }

    async fn deliver(
        &self,
        content: &PreparedContent,
        recipient: &Recipient,
    ) -> Result<Delivered, SendError> {
        let message = content.render(recipient);
        self.ports.messenger.deliver(BotKind::Main, &message).await
    }

    /// For this broadcast at once; for later ones and other processes only if it stayed what it was uploaded as. That
    /// the database does not take it costs another upload, and is no reason to call a sent message failed.
    async fn remember(&self, content: &PreparedContent, sent: &SentFile) {
        content.remember(sent.clone());
        let as_uploaded = content
            .content()
            .media()
            .is_some_and(|media| media.kind == sent.kind);
        if let Some(id) = content.content().upload().filter(|_| as_uploaded) {
            let _ = self
                .ports
                .media
                .remember_file_id(id, &sent.file_id, self.now())
                .await;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use mockall::Sequence;

    use super::*;
    use crate::domain::broadcast::{BroadcastMedia, MediaSource};
    use crate::domain::delivery::{DeliveryContent, OutgoingDelivery, OutgoingFile};
    use crate::domain::ids::{MediaId, MessageId, TelegramId};
    use crate::domain::media::{Media, MediaKind, StoredFile};
    use crate::ports::{MockMediaRepo, MockMessenger, Ports};
    use crate::usecases::testing::{NOW, app_at};

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

    fn stored(telegram_file_id: Option<&str>) -> Media {
        Media {
            id: MediaId(3),
            kind: MediaKind::Video,
            file: StoredFile {
                path: "ab/abc".into(),
                file_name: "клип.mp4".into(),
                content_type: "video/mp4".into(),
                size_bytes: 10,
            },
            sha256: "abc".into(),
            telegram_file_id: telegram_file_id.map(str::to_owned),
            created_at: chrono::DateTime::UNIX_EPOCH,
        }
    }

    fn anna() -> Recipient {
        Recipient {
            chat: TelegramId(100),
            first_name: None,
            display_name: "Анна".into(),
            discount: None,
        }
    }

    fn sent(kind: MediaKind, file_id: &str) -> Delivered {
        Delivered {
            message: MessageId(7),
            file: Some(SentFile {
                kind,
                file_id: file_id.into(),
            }),
        }
    }

    /// Whether a delivery sends the file by this id; `None` = by its bytes.
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
        repo.expect_find()
            .once()
            .returning(move |_| Ok(Some(stored(telegram_file_id))));
        repo.expect_remember_file_id()
            .times(usize::from(remembers.is_some()))
            .withf(move |id, file_id, _| *id == MediaId(3) && Some(file_id) == remembers)
            .returning(|_, _, _| Ok(()));
        repo
    }

    async fn deliver_twice(repo: MockMediaRepo, messenger: MockMessenger) {
        let ports = Ports {
            media: Arc::new(repo),
            messenger: Arc::new(messenger),
            ..Ports::mocked()
        };
        let app = app_at(NOW, ports);
        let content = app.prepare_content(video()).await.unwrap().unwrap();
        for _ in 0..2 {
            assert!(app.deliver_content(&content, &anna()).await.is_ok());
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

    #[tokio::test]
    async fn bytes_are_sent_once_and_the_id_is_kept() {
        let steps = vec![
            (None, Ok(sent(MediaKind::Video, "BAAC"))),
            (Some("BAAC"), Ok(sent(MediaKind::Video, "BAAC"))),
        ];
        deliver_twice(repo(None, Some("BAAC")), script(steps)).await;
    }

    #[tokio::test]
    async fn what_became_something_else_is_sent_as_that_but_not_kept() {
        let steps = vec![
            (None, Ok(sent(MediaKind::Animation, "CgAC"))),
            (Some("CgAC"), Ok(sent(MediaKind::Animation, "CgAC"))),
        ];
        deliver_twice(repo(None, None), script(steps)).await;
    }

    #[tokio::test]
    async fn an_id_that_telegram_does_not_take_is_replaced() {
        let refused = SendError::BodyRejected("wrong file identifier".into());
        let steps = vec![
            (Some("old"), Err(refused)),
            (None, Ok(sent(MediaKind::Video, "new"))),
            (Some("new"), Ok(sent(MediaKind::Video, "new"))),
        ];
        deliver_twice(repo(Some("old"), Some("new")), script(steps)).await;
    }

    #[tokio::test]
    async fn a_refusal_of_the_bytes_is_told_as_it_is() {
        let refused = || SendError::BodyRejected("caption is too long".into());
        let steps = vec![(Some("old"), Err(refused())), (None, Err(refused()))];
        let ports = Ports {
            media: Arc::new(repo(Some("old"), None)),
            messenger: Arc::new(script(steps)),
            ..Ports::mocked()
        };
        let app = app_at(NOW, ports);
        let content = app.prepare_content(video()).await.unwrap().unwrap();
        assert_eq!(app.deliver_content(&content, &anna()).await, Err(refused()));
    }

    #[tokio::test]
    async fn a_file_that_is_not_there_is_told_before_sending() {
        let mut repo = MockMediaRepo::new();
        repo.expect_find().once().returning(|_| Ok(None));
        let ports = Ports {
            media: Arc::new(repo),
            ..Ports::mocked()
        };
        let content = app_at(NOW, ports).prepare_content(video()).await.unwrap();
        assert!(content.is_none());
    }
}
