//! Injected faults of the Bot API.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use crate::bot::BotKind;

/// A kind of injected misbehaviour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FaultKind {
    /// An HTTP error; with a Bot API body, or with a proxy's HTML page.
    Http {
        /// HTTP status of the error, 500–599.
        status: u16,
        /// Whether the body is the Bot API's JSON.
        json: bool,
    },
    /// The connection is reset without an answer.
    Cut,
    /// The answer is delayed; the client may give up first.
    Hang {
        /// Delay of the answer in milliseconds.
        millis: u64,
    },
    /// HTTP 200 with a body that is no JSON.
    Garbage,
    /// 429 with this `retry_after`.
    RetryAfter { seconds: u32 },
    /// A Bot API refusal with a given description.
    Refuse {
        /// The answer's `error_code`, 400–499.
        code: u16,
        description: String,
    },
}

/// Misbehaviour for the calls it matches. Made by the constructors, narrowed
/// by the methods: `Fault::cut_after().on(BotKind::Main).method("sendMessage")`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    #[serde(flatten)]
    pub what: FaultKind,
    /// Whether the call takes its effect before it goes wrong.
    #[serde(default)]
    pub after_effect: bool,
    /// Only calls of this bot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bot: Option<BotKind>,
    /// Only this method (any case); every method when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Only calls with this `chat_id`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chat_id: Option<i64>,
    /// How many calls go wrong; 1 unless a time is given, then any number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// For how long from now, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub for_millis: Option<u64>,
}

impl Fault {
    fn new(what: FaultKind, after_effect: bool) -> Self {
        Self {
            what,
            after_effect,
            bot: None,
            method: None,
            chat_id: None,
            times: None,
            for_millis: None,
        }
    }

    /// An HTTP error with the Bot API's JSON body; the call has no effect.
    pub fn http(status: u16) -> Self {
        Self::new(FaultKind::Http { status, json: true }, false)
    }

    /// An HTTP error with a proxy's HTML page.
    pub fn http_html(status: u16) -> Self {
        Self::new(FaultKind::Http { status, json: false }, false)
    }

    /// The connection is reset; the call has no effect.
    pub fn cut_before() -> Self {
        Self::new(FaultKind::Cut, false)
    }

    /// The call took effect, then the connection is reset.
    pub fn cut_after() -> Self {
        Self::new(FaultKind::Cut, true)
    }

    /// The call waits, then is handled as usual if the client is still there.
    pub fn hang(delay: Duration) -> Self {
        let millis = u64::try_from(delay.as_millis()).unwrap_or(u64::MAX);
        Self::new(FaultKind::Hang { millis }, false)
    }

    /// The call takes effect at once, its answer comes late.
    pub fn hang_after(delay: Duration) -> Self {
        Self::hang(delay).after_effect()
    }

    /// The call takes effect, the answer is unreadable.
    pub fn garbage() -> Self {
        Self::new(FaultKind::Garbage, true)
    }

    /// 429 with `retry_after` in seconds.
    pub fn retry_after(seconds: u32) -> Self {
        Self::new(FaultKind::RetryAfter { seconds }, false)
    }

    /// 400 with this description, which begins with «Bad Request: ».
    pub fn bad_request(description: impl Into<String>) -> Self {
        Self::refuse(400, description)
    }

    /// 403 with this description, which begins with «Forbidden: ».
    pub fn forbidden(description: impl Into<String>) -> Self {
        Self::refuse(403, description)
    }

    pub fn refuse(code: u16, description: impl Into<String>) -> Self {
        let description = description.into();
        Self::new(FaultKind::Refuse { code, description }, false)
    }

    /// The call takes effect before it goes wrong.
    #[must_use]
    pub fn after_effect(mut self) -> Self {
        self.after_effect = true;
        self
    }

    /// Only calls of this bot.
    #[must_use]
    pub fn on(mut self, bot: BotKind) -> Self {
        self.bot = Some(bot);
        self
    }

    #[must_use]
    pub fn method(mut self, method: impl Into<String>) -> Self {
        self.method = Some(method.into());
        self
    }

    /// Only calls with this `chat_id`.
    #[must_use]
    pub fn chat(mut self, chat_id: i64) -> Self {
        self.chat_id = Some(chat_id);
        self
    }

    /// For the next `times` calls instead of one.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    /// Applies to every call from now on for this duration.
    #[must_use]
    pub fn during(mut self, time: Duration) -> Self {
        self.for_millis = Some(u64::try_from(time.as_millis()).unwrap_or(u64::MAX));
        self
    }

    fn matches(&self, bot: BotKind, method: &str, chat_id: Option<i64>) -> bool {
        self.bot.is_none_or(|wanted| wanted == bot)
            && self.method.as_ref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(method))
            && self.chat_id.is_none_or(|wanted| chat_id == Some(wanted))
    }
}

#[derive(Debug)]
struct Armed {
    id: u64,
    fault: Fault,
    left: Option<u32>,
    until: Option<Instant>,
}

/// All armed faults, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    armed: Vec<Armed>,
    last_id: u64,
}

impl Faults {
    pub(crate) fn arm(&mut self, fault: Fault) -> u64 {
        self.last_id += 1;
        let until = fault
            .for_millis
            .and_then(|millis| Instant::now().checked_add(Duration::from_millis(millis)));
        let left = fault.times.or(fault.for_millis.is_none().then_some(1));
        self.armed.push(Armed { id: self.last_id, fault, left, until });
        self.last_id
    }

    /// The fault that this call runs into, counted as used.
    pub(crate) fn take(
        &mut self,
        bot: BotKind,
        method: &str,
        chat_id: Option<i64>,
    ) -> Option<Fault> {
        self.drop_spent();
        let armed =
            self.armed.iter_mut().find(|armed| armed.fault.matches(bot, method, chat_id))?;
        if let Some(left) = &mut armed.left {
            *left -= 1;
        }
        Some(armed.fault.clone())
    }

    /// What is still armed: id, calls left, the fault.
    pub(crate) fn list(&mut self) -> Vec<(u64, Option<u32>, Fault)> {
        self.drop_spent();
        self.armed.iter().map(|armed| (armed.id, armed.left, armed.fault.clone())).collect()
    }

    pub(crate) fn disarm(&mut self, id: u64) -> bool {
        let before = self.armed.len();
        self.armed.retain(|armed| armed.id != id);
        self.armed.len() < before
    }

    pub(crate) fn clear(&mut self) {
        self.armed.clear();
    }

    fn drop_spent(&mut self) {
        let now = Instant::now();
        self.armed
            .retain(|armed| armed.left != Some(0) && armed.until.is_none_or(|until| now < until));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_used_up_by_matching_calls_only() {
        let mut faults = Faults::default();
        faults.arm(Fault::cut_after().on(BotKind::Main).method("sendmessage").times(2));
        assert!(faults.take(BotKind::Auth, "sendMessage", None).is_none());
        assert!(faults.take(BotKind::Main, "getMe", None).is_none());
        assert!(faults.take(BotKind::Main, "sendMessage", None).is_some());
        assert!(faults.take(BotKind::Main, "sendMessage", None).is_some());
        assert!(faults.take(BotKind::Main, "sendMessage", None).is_none());
        assert!(faults.list().is_empty());
    }

    #[test]
    fn without_a_count_a_timed_fault_hits_every_call() {
        let mut faults = Faults::default();
        let id = faults.arm(Fault::http(502).during(Duration::from_hours(1)));
        for _ in 0..5 {
            assert!(faults.take(BotKind::Main, "sendMessage", Some(1)).is_some());
        }
        assert!(faults.disarm(id));
        assert!(faults.take(BotKind::Main, "sendMessage", Some(1)).is_none());
    }
}
