//! Chats and their members.

use serde_json::{Value, json};

use super::methods::Outcome;
use super::params::Params;
use crate::bot::BotKind;
use crate::refusal::Refusal;
use crate::world::members::{MemberStatus, administrator_json};
use crate::world::{Peer, World};

pub(crate) fn get_chat(world: &mut World, bot: BotKind, params: &mut Params) -> Outcome {
    let peer = world.peer(params.chat("chat_id")?)?;
    if let Peer::Person(id) = peer {
        let started = world.dialog(bot, id).is_some_and(|dialog| dialog.started);
        if !started && !world.open {
            return Err(Refusal::bad_request("chat not found"));
        }
    }
    let mut chat = world.chat_json(peer.chat_id());
    chat["accent_color_id"] = 0.into();
    chat["max_reaction_count"] = 11.into();
    chat["accepted_gift_types"] = json!({
        "unlimited_gifts": false,
        "limited_gifts": false,
        "unique_gifts": false,
        "premium_subscription": false,
        "gifts_from_channels": false,
    });
    Ok(chat.into())
}

pub(crate) fn get_chat_member(world: &mut World, bot: BotKind, params: &mut Params) -> Outcome {
    let peer = world.peer(params.chat("chat_id")?)?;
    let user_id: i64 = params
        .integer("user_id")
        .ok_or_else(|| Refusal::bad_request("invalid user_id specified"))?;
    let own = user_id == world.bot(bot).id;
    if matches!(peer, Peer::Channel(_)) && !own {
        members_visible(world, bot)?;
    }
    let user = world.user_json(user_id).ok_or_else(|| Refusal::bad_request("user not found"))?;
    Ok(member_json(world, peer, user_id, &user).into())
}

pub(crate) fn get_chat_administrators(
    world: &mut World,
    bot: BotKind,
    params: &mut Params,
) -> Outcome {
    let Peer::Channel(_) = world.peer(params.chat("chat_id")?)? else {
        return Err(Refusal::bad_request("there are no administrators in the private chat"));
    };
    members_visible(world, bot)?;
    let people = world
        .channel
        .members
        .iter()
        .filter(|(_, status)| matches!(status, MemberStatus::Creator | MemberStatus::Administrator))
        .filter_map(|(id, status)| Some(status.member_json(&world.user_json(*id)?)));
    let bots =
        world.channel.admin_bots.iter().map(|bot| administrator_json(&world.bot(*bot).user_json()));
    Ok(Value::Array(people.chain(bots).collect()).into())
}

pub(crate) fn get_chat_member_count(
    world: &mut World,
    bot: BotKind,
    params: &mut Params,
) -> Outcome {
    let count = match world.peer(params.chat("chat_id")?)? {
        Peer::Person(_) => 2,
        Peer::Group(id) => 1 + world.groups.get(&id).map_or(0, |group| group.members.len()),
        Peer::Channel(_) => {
            members_visible(world, bot)?;
            let people = world.channel.members.values();
            people.filter(|status| status.is_inside()).count() + world.channel.admin_bots.len()
        }
    };
    Ok(json!(count).into())
}

fn members_visible(world: &World, bot: BotKind) -> Result<(), Refusal> {
    if world.channel.admin_bots.contains(&bot) {
        Ok(())
    } else {
        Err(Refusal::bad_request("member list is inaccessible"))
    }
}

fn member_json(world: &World, peer: Peer, user_id: i64, user: &Value) -> Value {
    let the_bot = world.bots.iter().find(|bot| bot.id == user_id);
    match (peer, the_bot) {
        (Peer::Channel(_), Some(bot)) if world.channel.admin_bots.contains(&bot.kind) => {
            administrator_json(user)
        }
        (Peer::Channel(_), Some(_)) => MemberStatus::Left.member_json(user),
        (Peer::Channel(_), None) => world.channel.status_of(user_id).member_json(user),
        (Peer::Group(id), None) => {
            let inside =
                world.groups.get(&id).is_some_and(|group| group.members.contains(&user_id));
            if inside {
                MemberStatus::Member.member_json(user)
            } else {
                MemberStatus::Left.member_json(user)
            }
        }
        (Peer::Group(_), Some(_)) | (Peer::Person(_), _) => MemberStatus::Member.member_json(user),
    }
}
