//! Whether a run may send, and to how many.

use std::time::Duration;

use marmelad_core::broadcasts::{PreparedContent, Rates};
use marmelad_core::delivery::DeliveryTurn;
use marmelad_core::kernel::PortError;

use super::run::{LOOK, PAUSE, Run};
use super::sending;

/// With a pace of the bot so many are marked ahead: their turns come within a few hundredths of a second. However many
/// have had their turn and wait for Telegram's answer: its answers take longer than from one turn to the next.
const PACED_AHEAD: usize = 2;

/// Whether something may go out.
#[derive(Debug, Clone, Copy)]
pub(super) enum Room {
    /// So many messages.
    For(usize),
    /// Nothing; look again after that.
    None(Duration),
    /// Nothing, as other broadcasts have all places.
    NoPlace,
}

impl Run {
    /// How many messages may be marked now. Rows are claimed for them.
    pub(super) async fn room(&mut self, content: &PreparedContent) -> Result<Room, PortError> {
        let app = self.shared.app.clone();
        if let Some(until) = app.broadcasts.pause_of(&self.broadcast).await? {
            self.broadcast.waiting_until = Some(until);
            self.share.want(false);
            return Ok(Room::None(LOOK));
        }
        self.broadcast.waiting_until = None;
        if let Some(until) = self.hold_until {
            let wait = (until - app.now()).to_std().unwrap_or_default();
            if !wait.is_zero() {
                self.share.want(false);
                return Ok(Room::None(wait.min(LOOK)));
            }
            self.hold_until = None;
        }
        // Neither a place nor a turn is asked for when there is nobody to get it.
        if self.claimed.is_empty() {
            self.claim().await?;
        }
        if self.claimed.is_empty() {
            self.share.want(false);
            return Ok(Room::For(0));
        }
        let rates = app.broadcasts.rates(&self.broadcast).await?;
        self.is_paced = rates.per_second > 0;
        let free = self.share.free() + self.done.len();
        // One with a pace of its own needs a place now and then, and no part of all of them.
        self.share.want(rates.per_minute == 0 || free == 0);
        if free == 0 {
            return Ok(Room::NoPlace);
        }
        if content.sends_bytes() {
            // Bytes go once; everybody else gets the file by its id.
            return Ok(self.room_for_bytes(content).await);
        }
        let mine = self.share.limit().saturating_sub(self.sends.len());
        self.room_at_pace(rates, free.min(mine)).await
    }

    async fn room_at_pace(&mut self, rates: Rates, free: usize) -> Result<Room, PortError> {
        let ahead = PACED_AHEAD.saturating_sub(self.ahead.count());
        if free == 0 || (self.is_paced && ahead == 0) {
            return Ok(Room::None(LOOK));
        }
        if rates.per_minute > 0 {
            let app = &self.shared.app;
            let turn = app
                .delivery
                .broadcast_turn(self.broadcast.id, rates.per_minute);
            return Ok(match turn.await {
                DeliveryTurn::Now => Room::For(1),
                DeliveryTurn::At(at) => {
                    let wait = (at - app.now()).to_std().unwrap_or_default();
                    Room::None(wait.clamp(Duration::from_millis(1), LOOK))
                }
            });
        }
        Ok(Room::For(if self.is_paced {
            ahead.min(free)
        } else {
            free
        }))
    }

    /// One process gives the bytes, one message at a time, until Telegram knows the file.
    async fn room_for_bytes(&self, content: &PreparedContent) -> Room {
        if !self.sends.is_empty() || !self.done.is_empty() {
            return Room::None(LOOK);
        }
        let (app, now) = (&self.shared.app, self.shared.app.now());
        let name = match content.upload() {
            Some(media) => format!("upload:{media}"),
            None => format!("upload:broadcast:{}", self.broadcast.id),
        };
        let until = now
            + chrono::Duration::from_std(sending::UPLOAD_PATIENCE)
                .unwrap_or(chrono::Duration::seconds(130));
        let leases = &app.ports.leases;
        match leases
            .acquire(&name, &self.shared.options.owner, now, until)
            .await
        {
            Ok(true) => Room::For(1),
            Ok(false) => {
                // Another process gives them; by the next look Telegram may know the file.
                if let Ok(Some(other)) = app
                    .broadcasts
                    .prepare_content(content.content().clone())
                    .await
                    && let Some(known) = other.known_file()
                {
                    content.remember(known);
                    if !content.sends_bytes() {
                        return Room::For(1);
                    }
                }
                Room::None(LOOK)
            }
            Err(_) => Room::None(PAUSE),
        }
    }

    /// Takes rows, not more than go out while they are held.
    pub(super) async fn claim(&mut self) -> Result<(), PortError> {
        let app = &self.shared.app;
        let rates = app.broadcasts.rates(&self.broadcast).await?;
        let within = u64::try_from(self.shared.options.lease.as_millis() / 2).unwrap_or(u64::MAX);
        let goes_out = rates.effective_per_minute().saturating_mul(within) / 60_000;
        let limit = u32::try_from(goes_out)
            .unwrap_or(u32::MAX)
            .clamp(1, self.shared.options.batch);
        let lease = chrono::Duration::from_std(self.shared.options.lease)
            .unwrap_or(chrono::Duration::seconds(30));
        let claimed = app
            .broadcasts
            .claim_recipients(self.broadcast.id, &self.claim_id, limit, lease)
            .await?;
        self.claimed.extend(claimed);
        Ok(())
    }
}
