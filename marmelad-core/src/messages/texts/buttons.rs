//! Button labels and command lists of the bots. They are constants because the bots recognise a pressed keyboard
//! button by its label.

/// Main keyboard: shows the active codes.
pub const MY_DISCOUNTS: &str = "Мои скидки";
/// Main keyboard: checks the channel subscription and issues a code.
pub const CHECK_SUBSCRIPTION: &str = "Проверить подписку";
/// Main keyboard: asks for the birthday.
pub const SET_BIRTHDAY: &str = "Указать ДР";
/// Main keyboard: shows the client's profile.
pub const PROFILE: &str = "Профиль";
/// The main bot's keyboard by rows.
pub const MAIN_KEYBOARD: [[&str; 2]; 2] =
    [[MY_DISCOUNTS, CHECK_SUBSCRIPTION], [SET_BIRTHDAY, PROFILE]];

/// Opens the channel that clients must subscribe to.
pub const OPEN_CHANNEL: &str = "Открыть канал";
/// Profile: asks for the phone number.
pub const SET_PHONE: &str = "Указать телефон";
/// Shares the client's own contact.
pub const SHARE_PHONE: &str = "Отправить номер";
/// Leaves a dialogue, on reply keyboards.
pub const BACK: &str = "Назад";
/// Profile: asks for the gender.
pub const SET_GENDER: &str = "Указать пол";
pub const FEMALE: &str = "Женский";
pub const MALE: &str = "Мужской";
/// Gender: the client does not want to say.
pub const GENDER_UNKNOWN: &str = "Не указывать";
/// Under marketing messages and in the profile: opts out of marketing.
pub const STOP_MARKETING: &str = "Не присылать рассылки";
/// Under the reply to `/stop` and in the profile: opts in to marketing again.
pub const RESUME_MARKETING: &str = "Снова получать рассылки";
pub const ERASE: &str = "Удалить мои данные";
pub const ERASE_CONFIRM: &str = "Да, удалить";
/// Consent to the processing of personal data.
pub const CONSENT: &str = "Согласен на обработку данных";
pub const MARKETING_CONSENT: &str = "Хочу получать предложения";
/// Sends a broadcast prepared in the chat.
pub const SEND_BROADCAST: &str = "Отправить";

/// Leaves a dialogue.
pub const CANCEL: &str = "Отмена";

/// Auth bot: redeems the code shown.
pub const REDEEM: &str = "Погасить";
/// Auth bot: asks for the purchase amount, then redeems.
pub const REDEEM_WITH_AMOUNT: &str = "Погасить с суммой";
/// Auth bot: undoes the cashier's own redemption, within five minutes.
pub const UNDO: &str = "Отменить погашение";
/// Auth bot, for admins: approves an access request.
pub const APPROVE: &str = "Одобрить";
/// Auth bot, for admins: rejects an access request.
pub const REJECT: &str = "Отклонить";
/// Auth bot, for admins: requests cashier access for themselves.
pub const I_AM_CASHIER: &str = "Я кассир";
/// Auth bot, for owners: starts a late broadcast.
pub const START_NOW: &str = "Начать сейчас";
/// Auth bot, for owners: cancels a late broadcast.
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
    /// Description of the command, in Russian.
    pub description: &'static str,
}
