//! Labels of buttons and the bots' command lists. Fixed: the bots know a pressed keyboard button by its label.

/// Main bot's keyboard: the active codes.
pub const MY_DISCOUNTS: &str = "Мои скидки";
/// Main bot's keyboard: proves the channel subscription and gets a code.
pub const CHECK_SUBSCRIPTION: &str = "Проверить подписку";
/// Main bot's keyboard: gives the birthday.
pub const SET_BIRTHDAY: &str = "Указать ДР";
/// Main bot's keyboard: what is known about the client.
pub const PROFILE: &str = "Профиль";
/// The main bot's keyboard by rows.
pub const MAIN_KEYBOARD: [[&str; 2]; 2] =
    [[MY_DISCOUNTS, CHECK_SUBSCRIPTION], [SET_BIRTHDAY, PROFILE]];

/// Opens the channel that has to be subscribed to.
pub const OPEN_CHANNEL: &str = "Открыть канал";
/// Profile: begins giving the phone number.
pub const SET_PHONE: &str = "Указать телефон";
/// Shares the client's own contact.
pub const SHARE_PHONE: &str = "Отправить номер";
/// Leaves what was begun, on reply keyboards.
pub const BACK: &str = "Назад";
/// Profile: begins giving the gender.
pub const SET_GENDER: &str = "Указать пол";
pub const FEMALE: &str = "Женский";
pub const MALE: &str = "Мужской";
/// Gender: rather not say.
pub const GENDER_UNKNOWN: &str = "Не указывать";
/// Under marketing and in the profile: no more of it.
pub const STOP_MARKETING: &str = "Не присылать рассылки";
/// Under the answer to `/stop` and in the profile: marketing again.
pub const RESUME_MARKETING: &str = "Снова получать рассылки";
pub const ERASE: &str = "Удалить мои данные";
pub const ERASE_CONFIRM: &str = "Да, удалить";
/// Consent to the processing of personal data.
pub const CONSENT: &str = "Согласен на обработку данных";
pub const MARKETING_CONSENT: &str = "Хочу получать предложения";
/// Sends a broadcast prepared in the chat.
pub const SEND_BROADCAST: &str = "Отправить";

/// Leaves what was begun.
pub const CANCEL: &str = "Отмена";

/// Auth bot: redeems the code shown.
pub const REDEEM: &str = "Погасить";
/// Auth bot: asks for the purchase amount, then redeems.
pub const REDEEM_WITH_AMOUNT: &str = "Погасить с суммой";
/// Auth bot: takes one's own redemption back, five minutes long.
pub const UNDO: &str = "Отменить погашение";
/// Auth bot, to admins: lets somebody be a cashier.
pub const APPROVE: &str = "Одобрить";
/// Auth bot, to admins: refuses a request.
pub const REJECT: &str = "Отклонить";
/// Auth bot, to admins: asks to be a cashier too.
pub const I_AM_CASHIER: &str = "Я кассир";
/// Auth bot, to owners: starts a broadcast that is late.
pub const START_NOW: &str = "Начать сейчас";
/// Auth bot, to owners: cancels a broadcast that is late.
pub const CANCEL_BROADCAST: &str = "Отменить рассылку";

/// The main bot's command list.
pub const MAIN_COMMANDS: &[BotCommand] = &[
    BotCommand {
        command: "start",
        description: "Начать",
    },
    BotCommand {
        command: "help",
        description: "Как это работает",
    },
    BotCommand {
        command: "cancel",
        description: "Отменить начатое",
    },
    BotCommand {
        command: "stop",
        description: "Не получать рассылки",
    },
];
/// The auth bot's command list.
pub const AUTH_COMMANDS: &[BotCommand] = &[
    BotCommand {
        command: "start",
        description: "Начать",
    },
    BotCommand {
        command: "help",
        description: "Как погасить код",
    },
    BotCommand {
        command: "cancel",
        description: "Отменить начатое",
    },
    BotCommand {
        command: "login",
        description: "Вход в панель (для администраторов)",
    },
    BotCommand {
        command: "stats",
        description: "Как идёт день (для владельцев)",
    },
];

/// A command in the bot's menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BotCommand {
    pub command: &'static str,
    /// What it does, in Russian.
    pub description: &'static str,
}
