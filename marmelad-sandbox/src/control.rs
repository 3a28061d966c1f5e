//! `/control/…`: everything the handle does, as JSON over HTTP, for the chat
//! page and for test programs in any language. The crate's README lists the
//! paths.

mod answer;
mod calls;
mod channel;
mod chats;
mod events;
mod files;
mod inspector;
mod overview;
mod people;
mod rig;
mod time;

use poem::{Endpoint, EndpointExt, Route, delete, get, post, put};

/// All routes under `/control`; they find the sandbox in the request's data.
pub(crate) fn routes() -> impl Endpoint {
    Route::new()
        .at("/state", get(overview::state))
        .at("/overview", get(overview::overview))
        .at("/view/:person", get(overview::view))
        .at("/events", get(events::events))
        .at("/time", get(time::time))
        .at("/time/jump", post(time::jump))
        .at("/files/:file_id", get(files::file))
        .at("/people", get(people::list).post(people::add))
        .at("/people/:person/deactivated", put(people::set_deactivated))
        .at("/groups", post(people::add_group))
        .at("/groups/:group/text", post(people::group_text))
        .at("/chats/:bot", get(chats::list))
        .at("/chats/:bot/:chat/messages", get(chats::messages))
        .at("/chats/:bot/:person/open", post(chats::open))
        .at("/chats/:bot/:person/read", post(chats::read))
        .at("/chats/:bot/:person/text", post(chats::text))
        .at("/chats/:bot/:person/start", post(chats::start))
        .at("/chats/:bot/:person/contact", post(chats::contact))
        .at("/chats/:bot/:person/sticker", post(chats::sticker))
        .at("/chats/:bot/:person/file", post(chats::file))
        .at("/chats/:bot/:person/raw", post(chats::raw))
        .at("/chats/:bot/:person/press", post(chats::press))
        .at("/chats/:bot/:person/tap", post(chats::tap))
        .at("/chats/:bot/:person/block", post(chats::block))
        .at("/chats/:bot/:person/unblock", post(chats::unblock))
        .at("/presses/expire", post(rig::expire_presses))
        .at("/presses/:id", get(chats::press_answer))
        .at("/channel", get(channel::channel))
        .at("/channel/members/:person", get(channel::member).put(channel::set_member))
        .at("/channel/admins/:bot", put(channel::set_admin))
        .at("/bots/:bot/redeliver", post(rig::redeliver))
        .at("/bots/:bot/updates", post(rig::inject))
        .at("/calls", get(calls::calls))
        .at("/inspector", get(inspector::inspector))
        .at("/counters", get(calls::counters))
        .at("/faults", get(rig::faults).post(rig::arm).delete(rig::clear))
        .at("/faults/:id", delete(rig::disarm))
        .at("/limits", get(rig::limits).put(rig::set_limits))
        .catch_all_error(answer::from_error)
}
