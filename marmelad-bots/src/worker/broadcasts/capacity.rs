//! How many messages of a broadcast may be marked and sent now.

use std::time::Duration;

use marmelad_core::broadcasts::{PreparedContent, Rates};
use marmelad_core::delivery::Reservation;
use marmelad_core::kernel::PortError;

use super::run::{LOOK, Next, PAUSE, Run};
use super::sending;

/// What a broadcast may do now.
#[derive(Debug, Clone, Copy)]
pub(super) enum Capacity {
    /// Mark and send up to this many messages.
    Messages(usize),
    /// Mark no message now; the run continues with this step.
    None(Next),
}

const fn nobody_for(wait: Duration) -> Capacity {
    Capacity::None(Next::Wait(wait))
}

impl Run {
    /// How many messages may be marked now. Claims rows for them.
    pub(super) async fn capacity(
        &mut self,
        content: &PreparedContent,
    ) -> Result<Capacity, PortError> {
        let app = self.shared.app.clone();
        self.broadcast.waiting_until = app.broadcasts.pause_of(&self.broadcast).await?;
        let is_quiet = self.broadcast.waiting_until.is_some();
        self.hold_until = self.hold_until.filter(|until| *until > app.now());
        if is_quiet || self.hold_until.is_some() {
            self.slots.want(false);
            let wait = self
                .hold_until
                .map_or(LOOK, |until| (until - app.now()).to_std().unwrap_or_default().min(LOOK));
            return Ok(nobody_for(wait));
        }
        // Neither a slot nor a send time is asked for when nobody is left.
        if self.claimed.is_empty() {
            self.claim().await?;
        }
        if self.claimed.is_empty() {
            self.slots.want(false);
            return Ok(Capacity::Messages(0));
        }
        let rates = app.broadcasts.rates(&self.broadcast).await?;
        self.is_limited = rates.per_second > 0;
        let free = self.slots.free() + self.done.len();
        // A broadcast with a rate of its own needs a slot now and then, not an equal share.
        self.slots.want(rates.per_minute == 0 || free == 0);
        if free == 0 {
            return Ok(Capacity::None(Next::WaitForSlot));
        }
        if content.sends_bytes() {
            return Ok(self.capacity_for_bytes(content).await);
        }
        let mine = self.slots.limit().saturating_sub(self.sends.len());
        Ok(self.capacity_at_rate(rates, free.min(mine)).await)
    }

    async fn capacity_at_rate(&mut self, rates: Rates, free: usize) -> Capacity {
        let count = if self.is_limited { free.min(self.ahead.available_permits()) } else { free };
        if count == 0 {
            return nobody_for(LOOK);
        }
        if rates.per_minute == 0 {
            return Capacity::Messages(count);
        }
        let app = &self.shared.app;
        let reserved = app.delivery.reserve_broadcast_time(self.broadcast.id, rates.per_minute);
        match reserved.await {
            // A tenth of a second early does not matter to a rate per minute.
            Reservation::SendAt(_) => Capacity::Messages(1),
            Reservation::RetryAt(at) => {
                let wait = (at - app.now()).to_std().unwrap_or_default();
                nobody_for(wait.clamp(Duration::from_millis(1), LOOK))
            }
        }
    }

    /// Lets one process upload the file, one message at a time, until Telegram's `file_id` is known to all.
    async fn capacity_for_bytes(&self, content: &PreparedContent) -> Capacity {
        if !self.sends.is_empty() || !self.done.is_empty() {
            return nobody_for(LOOK);
        }
        let app = &self.shared.app;
        let name = match content.upload() {
            Some(media) => format!("upload:{media}"),
            None => format!("upload:broadcast:{}", self.broadcast.id),
        };
        let owner = &self.shared.options.owner;
        match app.system.acquire_lease(&name, owner, sending::UPLOAD_PATIENCE).await {
            Ok(Some(_)) => Capacity::Messages(1),
            Ok(None) => {
                // Another process uploads it; Telegram may know it by now.
                if let Ok(Some(other)) =
                    app.broadcasts.prepare_content(content.content().clone()).await
                    && let Some(known) = other.known_file()
                {
                    content.remember(known);
                    if !content.sends_bytes() {
                        return Capacity::Messages(1);
                    }
                }
                nobody_for(LOOK)
            }
            Err(_) => nobody_for(PAUSE),
        }
    }

    /// Claims rows, not more than can be sent within half of their lease.
    pub(super) async fn claim(&mut self) -> Result<(), PortError> {
        let app = &self.shared.app;
        let rates = app.broadcasts.rates(&self.broadcast).await?;
        let within = u64::try_from(self.shared.options.lease.as_millis() / 2).unwrap_or(u64::MAX);
        let goes_out = rates.effective_per_minute().saturating_mul(within) / 60_000;
        let limit = u32::try_from(goes_out).unwrap_or(u32::MAX).clamp(1, self.shared.options.batch);
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
