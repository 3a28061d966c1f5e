//! A cashier: code after code is typed and redeemed.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use marmelad_sandbox::Message;
use tokio::sync::mpsc::UnboundedSender;

use super::chat::Chat;
use super::{Redemption, Surroundings};
use crate::stage::Held;

/// One in this many codes is redeemed by several cashiers at once.
const CONTESTED: usize = 4;
/// So many tills try it, and the operator.
const RIVALS: usize = 3;

/// Each code makes the next come so much later.
const SLOWING: Duration = Duration::from_millis(4);

/// Codes in the order in which people bring them to the tills.
pub(super) struct Till {
    queue: Mutex<Queue>,
    operator: UnboundedSender<String>,
    around: Surroundings,
}

struct Queue {
    codes: VecDeque<Held>,
    contested: VecDeque<Held>,
    handed_out: usize,
}

/// A code at one till.
struct Turn {
    code: String,
    is_contested: bool,
}

impl Till {
    /// The operator hears of each contested code right before a cashier presses.
    pub(super) fn new(
        codes: VecDeque<Held>,
        operator: UnboundedSender<String>,
        around: &Surroundings,
    ) -> Self {
        let queue = Queue { codes, contested: VecDeque::new(), handed_out: 0 };
        Self { queue: Mutex::new(queue), operator, around: around.clone() }
    }

    fn next(&self) -> Option<Turn> {
        if self.around.closing.is_cancelled() {
            return None;
        }
        let mut queue = self.queue.lock().unwrap();
        if let Some(Held { code, .. }) = queue.contested.pop_front() {
            let is_contested = true;
            return Some(Turn { code, is_contested });
        }
        let held = queue.codes.pop_front()?;
        self.around.journal.began(&held);
        queue.handed_out += 1;
        let is_contested = queue.handed_out.is_multiple_of(CONTESTED);
        if is_contested {
            queue.contested.extend(vec![held.clone(); RIVALS - 1]);
        }
        let code = held.code;
        Some(Turn { code, is_contested })
    }

    /// How long until the next customer: the longer the day, the fewer come, so that a test which is held up
    /// does not run out of codes.
    fn rest(&self) -> Duration {
        let handed_out = self.queue.lock().unwrap().handed_out;
        SLOWING * u32::try_from(handed_out).unwrap_or(u32::MAX)
    }
}

/// What typing a code leads to.
enum Typed {
    Valid { card: i32, press: String },
    Used,
}

/// Somebody at a till.
pub(super) struct Cashier {
    chat: Chat,
    till: Arc<Till>,
}

impl Cashier {
    pub(super) fn new(chat: Chat, till: Arc<Till>) -> Self {
        Self { chat, till }
    }

    /// Until nobody comes any more.
    pub(super) async fn serve(self) {
        while let Some(turn) = self.till.next() {
            tokio::time::sleep(self.till.rest()).await;
            let is_redeemed = self.redeem(&turn).await;
            assert!(
                is_redeemed || turn.is_contested,
                "{} is nobody else's, and yet used:\n{}",
                turn.code,
                self.chat.history()
            );
        }
    }

    /// Whether this cashier was told that they did it, and not that somebody else had.
    async fn redeem(&self, Turn { code, is_contested }: &Turn) -> bool {
        let typed = self.chat.asks(code, |message| shown(message, code)).await;
        let Typed::Valid { card, press } = typed else {
            return false;
        };
        if *is_contested {
            // Gone only with the test.
            let _ = self.till.operator.send(code.clone());
        }
        let pressed = self.chat.presses(card, &press, |message| ended(message, code));
        let is_redeemed = pressed.await;
        if is_redeemed {
            self.chat
                .around()
                .journal
                .redeemed(Redemption { code: code.clone(), cashier: Some(self.chat.id) });
        }
        is_redeemed
    }
}

/// The card of a code that was typed.
fn shown(message: &Message, code: &str) -> Option<Typed> {
    if message.text.contains(&format!("Код уже погашен: {code}")) {
        return Some(Typed::Used);
    }
    let is_card = message.text.contains(&format!("Код валиден: {code}"));
    let press = is_card.then(|| message.button("Погасить")?.callback_data.clone())??;
    let card = message.message_id;
    Some(Typed::Valid { card, press })
}

/// How a press ended: whether it redeemed the code.
fn ended(message: &Message, code: &str) -> Option<bool> {
    if message.text.contains("Погашено ✅") && message.text.contains(code) {
        return Some(true);
    }
    message.text.contains(&format!("Код уже погашен: {code}")).then_some(false)
}
