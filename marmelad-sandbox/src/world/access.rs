//! Which chat a bot means and whether it may write there.

use crate::bot::BotKind;
use crate::refusal::Refusal;

use super::World;

/// A chat that a `chat_id` names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Peer {
    Person(i64),
    Group(i64),
    Channel(i64),
}

impl Peer {
    pub(crate) fn chat_id(self) -> i64 {
        match self {
            Self::Person(id) | Self::Group(id) | Self::Channel(id) => id,
        }
    }
}

impl World {
    /// The chat behind a `chat_id` parameter.
    pub(crate) fn peer(&self, chat_id: &str) -> Result<Peer, Refusal> {
        let found = if let Some(name) = chat_id.strip_prefix('@') {
            name.eq_ignore_ascii_case(&self.channel.username)
                .then_some(Peer::Channel(self.channel.id))
        } else {
            chat_id.parse().ok().and_then(|id| self.peer_by_id(id))
        };
        found.ok_or_else(|| Refusal::bad_request("chat not found"))
    }

    pub(crate) fn peer_by_id(&self, id: i64) -> Option<Peer> {
        if id == self.channel.id {
            Some(Peer::Channel(id))
        } else if self.groups.contains_key(&id) {
            Some(Peer::Group(id))
        } else if self.person(id).is_some() || self.bots.iter().any(|bot| bot.id == id) {
            Some(Peer::Person(id))
        } else {
            None
        }
    }

    /// Whether the bot may write to the chat.
    pub(crate) fn check_access(&self, bot: BotKind, peer: Peer) -> Result<(), Refusal> {
        match peer {
            Peer::Group(_) => Ok(()),
            Peer::Channel(_) if self.channel.admin_bots.contains(&bot) => Ok(()),
            Peer::Channel(_) => Err(Refusal::forbidden("bot is not a member of the channel chat")),
            Peer::Person(id) => {
                let Some(person) = self.person(id) else {
                    return Err(Refusal::forbidden("bot can't send messages to bots"));
                };
                let dialog = self.dialog(bot, id);
                if person.deactivated {
                    Err(Refusal::forbidden("user is deactivated"))
                } else if dialog.is_some_and(|dialog| dialog.blocked) {
                    Err(Refusal::forbidden("bot was blocked by the user"))
                } else if self.open || dialog.is_some_and(|dialog| dialog.started) {
                    Ok(())
                } else {
                    Err(Refusal::forbidden("bot can't initiate conversation with a user"))
                }
            }
        }
    }
}
