//! The bot's own account.
#![expect(clippy::unnecessary_wraps, reason = "all methods have one signature")]

use serde_json::json;

use super::methods::Outcome;
use super::params::Params;
use crate::bot::BotKind;
use crate::refusal::Refusal;
use crate::text::utf16_len;
use crate::world::World;

pub(crate) fn get_me(world: &mut World, bot: BotKind, _: &mut Params) -> Outcome {
    let mut me = world.bot(bot).user_json();
    me["can_join_groups"] = true.into();
    me["can_read_all_group_messages"] = false.into();
    me["supports_inline_queries"] = false.into();
    me["can_connect_to_business"] = false.into();
    me["has_main_web_app"] = false.into();
    Ok(me.into())
}

pub(crate) fn get_my_name(world: &mut World, bot: BotKind, _: &mut Params) -> Outcome {
    Ok(json!({"name": world.bot(bot).profile.name}).into())
}

pub(crate) fn set_my_name(world: &mut World, bot: BotKind, params: &mut Params) -> Outcome {
    let name = limited(params, "name", 64)?;
    if !name.is_empty() {
        world.bot_mut(bot).profile.name = name;
    }
    Ok(true.into())
}

pub(crate) fn get_my_description(world: &mut World, bot: BotKind, _: &mut Params) -> Outcome {
    Ok(json!({"description": world.bot(bot).profile.description}).into())
}

pub(crate) fn set_my_description(world: &mut World, bot: BotKind, params: &mut Params) -> Outcome {
    world.bot_mut(bot).profile.description = limited(params, "description", 512)?;
    Ok(true.into())
}

pub(crate) fn get_my_short_description(world: &mut World, bot: BotKind, _: &mut Params) -> Outcome {
    Ok(json!({"short_description": world.bot(bot).profile.short_description}).into())
}

pub(crate) fn set_my_short_description(
    world: &mut World,
    bot: BotKind,
    params: &mut Params,
) -> Outcome {
    world.bot_mut(bot).profile.short_description = limited(params, "short_description", 120)?;
    Ok(true.into())
}

fn limited(params: &Params, key: &str, longest: usize) -> Result<String, Refusal> {
    let text = params.text(key).unwrap_or_default();
    if utf16_len(text) > longest {
        return Err(Refusal::bad_request(format!("{key} is too long")));
    }
    Ok(text.to_owned())
}
