//! Command lists by scope and language.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::methods::Outcome;
use super::params::Params;
use crate::bot::BotKind;
use crate::refusal::Refusal;
use crate::world::World;

#[derive(Deserialize, Serialize)]
struct Command {
    command: String,
    description: String,
}

pub(crate) fn set_my_commands(world: &mut World, bot: BotKind, params: &mut Params) -> Outcome {
    let mut commands = params
        .json::<Vec<Command>>("commands", "commands: expected an Array of BotCommand")?
        .unwrap_or_default();
    if commands.len() > 100 {
        return Err(Refusal::bad_request("BOT_COMMANDS_TOO_MUCH"));
    }
    for command in &mut commands {
        let name = command.command.trim_start_matches('/').to_owned();
        let fits = (1..=32).contains(&name.len())
            && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if !fits {
            return Err(Refusal::bad_request("BOT_COMMAND_INVALID"));
        }
        if !(1..=256).contains(&command.description.chars().count()) {
            return Err(Refusal::bad_request("BOT_COMMAND_DESCRIPTION_INVALID"));
        }
        command.command = name;
    }
    let key = key(params)?;
    world.bot_mut(bot).profile.commands.insert(key, json!(commands));
    Ok(true.into())
}

pub(crate) fn get_my_commands(world: &mut World, bot: BotKind, params: &mut Params) -> Outcome {
    let key = key(params)?;
    let known = world.bot(bot).profile.commands.get(&key);
    Ok(known.cloned().unwrap_or_else(|| json!([])).into())
}

pub(crate) fn delete_my_commands(world: &mut World, bot: BotKind, params: &mut Params) -> Outcome {
    let key = key(params)?;
    world.bot_mut(bot).profile.commands.remove(&key);
    Ok(true.into())
}

fn key(params: &Params) -> Result<String, Refusal> {
    let scope = params
        .json::<Value>("scope", "BotCommandScope")?
        .unwrap_or_else(|| json!({"type": "default"}));
    let language = params.text("language_code").unwrap_or_default();
    Ok(format!("{scope}|{language}"))
}
