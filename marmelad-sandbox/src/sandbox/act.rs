//! Acting as a person.

use serde_json::Value;

use super::Sandbox;
use crate::bot::BotKind;
use crate::text::Formatted;
use crate::world::files::{FileSource, MediaKind, mime_of};
use crate::world::keyboard::{Markup, ReplyKeyboard};
use crate::world::members::MemberStatus;
use crate::world::message::Attachment;
use crate::world::people::{Group, Person};
use crate::world::{ActError, Posted, Pressed, World};

/// People added without an id are numbered from here.
const FIRST_FREE_ID: i64 = 900_001;

impl Sandbox {
    /// Adds or replaces a person.
    pub fn add_person(&self, person: Person) {
        self.shared.change(|world| world.people.insert(person.id, person));
    }

    /// An id that nobody has.
    pub fn free_id(&self) -> i64 {
        self.shared.read(|world| {
            let is_taken = |id: &i64| {
                world.people.contains_key(id)
                    || world.bots.iter().any(|bot| bot.id == *id)
                    || BotKind::ALL.iter().any(|bot| world.dialog(*bot, *id).is_some())
            };
            (FIRST_FREE_ID..=i64::MAX).find(|id| !is_taken(id)).unwrap_or(FIRST_FREE_ID)
        })
    }

    /// Adds or replaces a group.
    pub fn add_group(&self, group: Group) {
        self.shared.change(|world| world.groups.insert(group.id, group));
    }

    /// Marks an account deleted or alive again.
    pub fn set_deactivated(&self, person: i64, deactivated: bool) -> Result<(), ActError> {
        self.shared.change(|world| {
            let known = world.people.get_mut(&person).ok_or(ActError::UnknownPerson(person))?;
            known.deactivated = deactivated;
            Ok(())
        })
    }

    /// Opens the chat with a bot without writing anything: from then on the
    /// bot may write to the person.
    pub fn open_chat(&self, bot: BotKind, person: i64) {
        self.shared.change(|world| world.dialog_mut(bot, person).started = true);
    }

    /// Marks everything in the chat as seen on the chat page.
    pub fn mark_read(&self, bot: BotKind, person: i64) {
        self.shared.change(|world| {
            let dialog = world.dialog_mut(bot, person);
            if let Some((last, _)) = dialog.messages.last_key_value() {
                dialog.read_up_to = *last;
            }
        });
    }

    /// Sends a text in the private chat with the bot.
    pub fn send_text(
        &self,
        bot: BotKind,
        person: i64,
        text: impl Into<String>,
    ) -> Result<Posted, ActError> {
        let text = plain(text);
        self.shared.change(|world| world.write(bot, person, text, None))
    }

    /// Shares the person's own phone number by the contact button.
    pub fn send_contact(&self, bot: BotKind, person: i64) -> Result<Posted, ActError> {
        self.shared.change(|world| share_contact(world, bot, person, person))
    }

    /// Forwards somebody else's contact card.
    pub fn send_contact_of(
        &self,
        bot: BotKind,
        person: i64,
        whose: i64,
    ) -> Result<Posted, ActError> {
        self.shared.change(|world| share_contact(world, bot, person, whose))
    }

    /// Sends a contact card with a number that belongs to no Telegram user.
    pub fn send_foreign_contact(
        &self,
        bot: BotKind,
        person: i64,
        phone_number: impl Into<String>,
        first_name: impl Into<String>,
    ) -> Result<Posted, ActError> {
        let card = Attachment::Contact {
            phone_number: phone_number.into(),
            first_name: first_name.into(),
            user_id: None,
        };
        self.shared.change(|world| world.write(bot, person, Formatted::default(), Some(card)))
    }

    pub fn send_sticker(
        &self,
        bot: BotKind,
        person: i64,
        emoji: impl Into<String>,
    ) -> Result<Posted, ActError> {
        let emoji = emoji.into();
        self.shared.change(|world| {
            let source = FileSource::Upload { name: None, content: b"RIFF\0\0\0\0WEBP".to_vec() };
            let file = world.take_file(bot, MediaKind::Sticker, "image/webp", source);
            let sticker = Attachment::Sticker { emoji, file };
            world.write(bot, person, Formatted::default(), Some(sticker))
        })
    }

    /// Sends a photo with a caption (possibly empty).
    pub fn send_photo(
        &self,
        bot: BotKind,
        person: i64,
        content: Vec<u8>,
        caption: impl Into<String>,
    ) -> Result<Posted, ActError> {
        self.send_file(bot, person, (MediaKind::Photo, None), content, caption)
    }

    /// Sends a file of this kind and name with a caption, which may be empty.
    pub fn send_file(
        &self,
        bot: BotKind,
        person: i64,
        (kind, name): (MediaKind, Option<&str>),
        content: Vec<u8>,
        caption: impl Into<String>,
    ) -> Result<Posted, ActError> {
        let caption = plain(caption);
        let mime = mime_of(&content).unwrap_or_else(|| kind.default_mime());
        self.shared.change(|world| {
            let source = FileSource::Upload { name: name.map(str::to_owned), content };
            let file = world.take_file(bot, kind, mime, source);
            world.write(bot, person, caption, Some(Attachment::Media(file)))
        })
    }

    /// Sends a message with any fields of the Bot API's `Message`, such as `{"poll":{…}}` or
    /// `{"media_group_id":"1"}`.
    pub fn send_raw(
        &self,
        bot: BotKind,
        person: i64,
        text: impl Into<String>,
        fields: serde_json::Map<String, Value>,
    ) -> Result<Posted, ActError> {
        let text = plain(text);
        let raw = Attachment::Raw { fields };
        self.shared.change(|world| world.write(bot, person, text, Some(raw)))
    }

    /// Writes in a group where the bot is.
    pub fn send_group_text(
        &self,
        bot: BotKind,
        group: i64,
        person: i64,
        text: impl Into<String>,
    ) -> Result<Posted, ActError> {
        let text = plain(text);
        self.shared.change(|world| world.write_to_group(bot, group, person, text))
    }

    /// Presses a button with this data under a message, even one that was
    /// edited or deleted meanwhile.
    pub fn press(
        &self,
        bot: BotKind,
        person: i64,
        message_id: i32,
        data: &str,
    ) -> Result<Pressed, ActError> {
        self.shared.change(|world| world.press(bot, person, person, message_id, data))
    }

    /// Presses the newest inline button with this label.
    pub fn press_label(&self, bot: BotKind, person: i64, label: &str) -> Result<Pressed, ActError> {
        self.shared.change(|world| {
            let (message_id, data) = world.find_button(bot, person, label)?;
            world.press(bot, person, person, message_id, &data)
        })
    }

    /// Taps a button of the reply keyboard: types its label or shares the
    /// contact. The button must be on the keyboard now shown.
    pub fn tap(&self, bot: BotKind, person: i64, label: &str) -> Result<Posted, ActError> {
        self.shared.change(|world| {
            let button = shown_keyboard(world, bot, person)
                .into_iter()
                .flat_map(|shown| shown.keyboard.into_iter().flatten())
                .find(|button| button.text == label)
                .ok_or_else(|| ActError::NoButton(label.to_owned()))?;
            if button.request_contact {
                share_contact(world, bot, person, person)
            } else {
                world.write(bot, person, plain(label), None)
            }
        })
    }

    /// Subscribes to the channel.
    pub fn join_channel(&self, person: i64) -> Result<(), ActError> {
        self.set_member(person, MemberStatus::Member)
    }

    /// Gives a person any place in the channel.
    pub fn set_member(&self, person: i64, status: MemberStatus) -> Result<(), ActError> {
        self.shared.change(|world| world.set_member(person, status))
    }

    /// Makes a bot an administrator of the channel, or takes it out.
    pub fn set_channel_admin(&self, bot: BotKind, is_admin: bool) {
        self.shared.change(|world| {
            if is_admin {
                world.channel.admin_bots.insert(bot);
            } else {
                world.channel.admin_bots.remove(&bot);
            }
        });
    }

    /// Blocks the bot; returns the id of the update, `None` when the bot was blocked before.
    pub fn block(&self, bot: BotKind, person: i64) -> Result<Option<u32>, ActError> {
        self.shared.change(|world| world.set_blocked(bot, person, true))
    }

    /// Unblocks the bot; returns the id of the update, `None` when the bot was not blocked.
    pub fn unblock(&self, bot: BotKind, person: i64) -> Result<Option<u32>, ActError> {
        self.shared.change(|world| world.set_blocked(bot, person, false))
    }

    /// Delivers a known update once more under its old id, as Telegram does
    /// when a confirmation was lost.
    pub fn redeliver(&self, bot: BotKind, update_id: u32) -> Result<(), ActError> {
        self.shared.change(|world| world.redeliver(bot, update_id))
    }

    /// Queues a raw update (without `update_id` it gets the next one) and
    /// returns its id. `allowed_updates` does not filter it.
    pub fn inject_update(&self, bot: BotKind, update: Value) -> Result<u32, ActError> {
        self.shared.change(|world| world.inject(bot, update))
    }
}

fn plain(text: impl Into<String>) -> Formatted {
    Formatted { text: text.into(), entities: Vec::new() }.finish()
}

fn share_contact(
    world: &mut World,
    bot: BotKind,
    person: i64,
    whose: i64,
) -> Result<Posted, ActError> {
    let owner = world.person(whose).ok_or(ActError::UnknownPerson(whose))?.into_owned();
    let card = Attachment::Contact {
        phone_number: owner.phone_number(),
        first_name: owner.first_name,
        user_id: Some(whose),
    };
    world.write(bot, person, Formatted::default(), Some(card))
}

/// The reply keyboard that a person sees now.
pub(crate) fn shown_keyboard(world: &World, bot: BotKind, person: i64) -> Option<ReplyKeyboard> {
    let messages = &world.dialog(bot, person)?.messages;
    messages
        .values()
        .rev()
        .filter(|message| message.is_from_bot() && !message.deleted)
        .find_map(|message| match &message.markup {
            Some(Markup::Keyboard(keyboard)) => Some(Some(keyboard.clone())),
            Some(Markup::Remove { .. }) => Some(None),
            _ => None,
        })
        .flatten()
}
