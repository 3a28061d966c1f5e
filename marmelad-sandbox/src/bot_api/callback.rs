//! `answerCallbackQuery`.

use super::methods::Outcome;
use super::params::Params;
use crate::bot::BotKind;
use crate::refusal::Refusal;
use crate::text::utf16_len;
use crate::world::World;
use crate::world::callbacks::CallbackAnswer;

pub(crate) fn answer_callback_query(
    world: &mut World,
    bot: BotKind,
    params: &mut Params,
) -> Outcome {
    let text = params.text("text").unwrap_or_default();
    if utf16_len(text) > 200 {
        return Err(Refusal::bad_request("MESSAGE_TOO_LONG"));
    }
    let answer = CallbackAnswer {
        text: text.to_owned(),
        show_alert: params.flag("show_alert"),
        url: params.text("url").map(str::to_owned),
    };
    let id = params.text("callback_query_id").unwrap_or_default();
    let now_ms = world.clock.now_ms();
    if world.callbacks.answer(id, bot, answer, now_ms) {
        Ok(true.into())
    } else {
        Err(Refusal::bad_request(
            "query is too old and response timeout expired or query ID is invalid",
        ))
    }
}
