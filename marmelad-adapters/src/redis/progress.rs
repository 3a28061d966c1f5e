//! `marmelad:progress:{broadcast}`: hints over Redis's channels.
//!
//! One connection of a process listens to all of them and hands the hints on within the process, however
//! many watch.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use async_trait::async_trait;
use deadpool_redis::redis::Cmd;
use futures::StreamExt;
use marmelad_core::broadcasts::{ProgressHints, ProgressWatch};
use marmelad_core::kernel::{BroadcastId, PortError};

use super::link::Link;
use crate::system::HintBoard;

const PREFIX: &str = "marmelad:progress:";
/// How long to wait before listening again after the line broke.
const PAUSE: Duration = Duration::from_secs(1);

pub(super) struct Channels {
    link: Arc<Link>,
    board: HintBoard,
    listening: OnceLock<()>,
}

impl Channels {
    pub(super) fn new(link: Arc<Link>) -> Self {
        Self { link, board: HintBoard::default(), listening: OnceLock::new() }
    }

    /// Begins to listen with the first who watches; it goes on until the process ends.
    fn listen(&self) {
        self.listening.get_or_init(|| {
            let (link, board) = (self.link.clone(), self.board.clone());
            tokio::spawn(async move {
                loop {
                    if let Err(error) = hand_on(&link, &board).await {
                        tracing::debug!(%error, "no hints from Redis for a moment");
                    }
                    tokio::time::sleep(PAUSE).await;
                }
            });
        });
    }
}

/// Hands hints on until the line breaks. What was missed before may be anything.
async fn hand_on(link: &Link, board: &HintBoard) -> Result<(), PortError> {
    let mut channels = link.listen().await?;
    channels
        .psubscribe(format!("{PREFIX}*"))
        .await
        .map_err(|error| PortError::Unavailable { what: "Redis", source: Box::new(error) })?;
    board.post_all();
    let mut hints = channels.on_message();
    while let Some(hint) = hints.next().await {
        let id = hint.get_channel_name().strip_prefix(PREFIX);
        if let Some(id) = id.and_then(|id| id.parse().ok()) {
            board.post(BroadcastId(id));
        }
    }
    Ok(())
}

#[async_trait]
impl ProgressHints for Channels {
    async fn announce(&self, broadcast: BroadcastId) -> Result<(), PortError> {
        let hint = Cmd::publish(format!("{PREFIX}{broadcast}"), "");
        self.link.query(&hint).await
    }

    async fn watch(&self, broadcast: BroadcastId) -> Result<Box<dyn ProgressWatch>, PortError> {
        self.listen();
        Ok(Box::new(self.board.watch(broadcast)))
    }
}
