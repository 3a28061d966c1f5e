//! Faults, limits and other disturbances of the bots.

use super::Sandbox;
use crate::clock::{Jump, JumpError, Jumped};
use crate::world::faults::Fault;
use crate::world::limits::Limits;

impl Sandbox {
    /// Arms a fault and returns its number for [`disarm`](Self::disarm).
    pub fn fault(&self, fault: Fault) -> u64 {
        self.shared.change(|world| world.faults.arm(fault))
    }

    /// Removes a fault; false when the fault was used up already.
    pub fn disarm(&self, id: u64) -> bool {
        self.shared.change(|world| world.faults.disarm(id))
    }

    /// Faults still armed: number, calls left (none = any), the fault.
    pub fn armed_faults(&self) -> Vec<(u64, Option<u32>, Fault)> {
        self.shared.change(|world| world.faults.list())
    }

    pub fn clear_faults(&self) {
        self.shared.change(|world| world.faults.clear());
    }

    /// Changes the sending limits of both bots.
    pub fn set_limits(&self, limits: Limits) {
        self.shared.change(|world| world.limits = limits);
    }

    /// Moves the clock and marks the jump in the chats; `None` when the sandbox's clock cannot be moved.
    pub async fn jump(&self, jump: Jump) -> Option<Result<Jumped, JumpError>> {
        let control = self.shared.read(|world| world.clock.control().cloned())?;
        let jumped = control.jump(jump).await;
        if let Ok(jumped) = jumped {
            self.shared.change(|world| world.note_jump(jumped));
        }
        Some(jumped)
    }

    /// Makes every press up to now too old to be answered.
    pub fn expire_presses(&self) {
        self.shared.change(|world| world.callbacks.expire());
    }

    /// Sets the time of a message, unix seconds: to make it too old to be
    /// deleted. False when there is no such message.
    pub fn set_message_date(
        &self,
        bot: crate::BotKind,
        chat_id: i64,
        message_id: i32,
        date: i64,
    ) -> bool {
        self.shared.change(|world| {
            world.message_mut(bot, chat_id, message_id).map(|message| message.date = date).is_some()
        })
    }
}
