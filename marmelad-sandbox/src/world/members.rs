//! The channel and who is in it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::bot::BotKind;

/// Status of a person in the channel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberStatus {
    /// Owner of the channel.
    Creator,
    Administrator,
    Member,
    /// Restricted, still a member.
    Restricted,
    /// Restricted and not a member.
    RestrictedOutside,
    #[default]
    Left,
    Kicked,
}

impl MemberStatus {
    /// Whether the person counts as subscribed.
    pub fn is_inside(self) -> bool {
        matches!(self, Self::Creator | Self::Administrator | Self::Member | Self::Restricted)
    }

    /// The Bot API's `ChatMember` object.
    pub(crate) fn member_json(self, user: &Value) -> Value {
        match self {
            Self::Creator => json!({"user": user, "status": "creator", "is_anonymous": false}),
            Self::Administrator => administrator_json(user),
            Self::Member => json!({"user": user, "status": "member"}),
            Self::Restricted | Self::RestrictedOutside => {
                restricted_json(user, self == Self::Restricted)
            }
            Self::Left => json!({"user": user, "status": "left"}),
            Self::Kicked => json!({"user": user, "status": "kicked", "until_date": 0}),
        }
    }
}

/// The channel whose subscribers get discounts.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Channel {
    pub(crate) id: i64,
    pub(crate) username: String,
    pub(crate) title: String,
    pub(crate) members: BTreeMap<i64, MemberStatus>,
    /// Status of people who are not listed.
    #[serde(default)]
    pub(crate) everyone_else: MemberStatus,
    /// Bots that are administrators of the channel.
    pub(crate) admin_bots: BTreeSet<BotKind>,
}

impl Channel {
    pub(crate) fn status_of(&self, person: i64) -> MemberStatus {
        self.members.get(&person).copied().unwrap_or(self.everyone_else)
    }

    /// The Bot API's `Chat` object.
    pub(crate) fn chat_json(&self) -> Value {
        json!({
            "id": self.id,
            "type": "channel",
            "title": self.title,
            "username": self.username,
        })
    }
}

/// Administrator with the rights a channel's bot usually has.
pub(crate) fn administrator_json(user: &Value) -> Value {
    json!({
        "user": user,
        "status": "administrator",
        "can_be_edited": false,
        "is_anonymous": false,
        "can_manage_chat": true,
        "can_delete_messages": true,
        "can_manage_video_chats": true,
        "can_restrict_members": true,
        "can_promote_members": false,
        "can_change_info": true,
        "can_invite_users": true,
        "can_post_messages": true,
        "can_edit_messages": true,
        "can_post_stories": true,
        "can_edit_stories": true,
        "can_delete_stories": true,
    })
}

/// The rights that a restricted person lacks.
const RIGHTS: &str = "can_send_messages can_send_audios can_send_documents can_send_photos \
    can_send_videos can_send_video_notes can_send_voice_notes can_send_polls \
    can_send_other_messages can_add_web_page_previews can_change_info can_invite_users \
    can_pin_messages can_manage_topics";

fn restricted_json(user: &Value, is_member: bool) -> Value {
    let mut member =
        json!({"user": user, "status": "restricted", "until_date": 0, "is_member": is_member});
    for right in RIGHTS.split(' ') {
        member[right] = false.into();
    }
    member
}
