//! Texts of the auth bot's notifications to owners and admins.

use crate::messages::texts::placeholder::{
    BLOCKED, BOT, BUDGETS, CHANNEL, DATE, DISCOUNT, DISPLAY_NAME, FAILED, JOINED, MINUTES, REASON,
    REDEEMED, REVENUE, SCHEDULED_AT, SENDING, SHOP, SKIPPED, STUCK, SUCCESS, TEMPLATE, TITLE,
    TOTAL, UNCERTAIN,
};
use crate::messages::texts::texts;

texts! {
    ALERT_GUESSING Message "alert_guessing" [DISPLAY_NAME.required(), SHOP, MINUTES]
        ru "Тревога: кассир ввёл слишком много неверных кодов" en "Alert: a cashier typed too many wrong codes"
        = "⚠️ Слишком много неверных кодов\n\
        \n\
        Кассир: {display_name}\n\
        Магазин: {shop}\n\
        Приём кодов приостановлен на {minutes}.";
    ALERT_SUBSCRIPTION Message "alert_subscription" [CHANNEL.required(), REASON]
        ru "Тревога: подписку проверить нельзя" en "Alert: subscriptions cannot be checked"
        = "⚠️ Не получается проверить подписку на канал {channel}\n\
        \n\
        Причина: {reason}\n\
        Проверьте, что канал указан верно, а главный бот — его администратор.";
    ALERT_BOT_TOKEN Message "alert_bot_token" [BOT.required()]
        ru "Тревога: Telegram не принимает токен бота" en "Alert: Telegram refuses a bot's token"
        = "⚠️ Telegram не принимает токен: {bot}\n\
        \n\
        Отправка сообщений остановлена. Проверьте токен и перезапустите ботов.";
    ALERT_BROADCAST_ERROR Message "alert_broadcast_error" [TITLE.required(), REASON]
        ru "Тревога: рассылка остановлена из-за ошибки" en "Alert: a broadcast stopped on an error"
        = "⚠️ Рассылка «{title}» остановлена\n\
        \n\
        Причина: {reason}\n\
        Исправьте её и продолжите рассылку в панели.";
    ALERT_BROADCAST_BUDGET Message "alert_broadcast_budget" [TITLE.required(), TEMPLATE]
        ru "Тревога: закончился бюджет кодов рассылки" en "Alert: the budget of a broadcast's codes is gone"
        = "⚠️ Рассылка «{title}» приостановлена: закончился бюджет кодов\n\
        \n\
        Шаблон: {template}";
    ALERT_BROADCAST_LATE Message "alert_broadcast_late" [TITLE.required(), SCHEDULED_AT]
        ru "Тревога: рассылка не началась вовремя" en "Alert: a broadcast missed its start"
        = "⚠️ Рассылка «{title}» не началась вовремя\n\
        Начало было назначено: {scheduled_at}\n\
        \n\
        Начать её сейчас?";
    BROADCAST_REPORT Message "broadcast_report" [TITLE.required(), TOTAL, SUCCESS, FAILED, BLOCKED, SKIPPED, UNCERTAIN]
        ru "Итоги рассылки" en "Result of a broadcast"
        = "Рассылка «{title}» завершена\n\
        \n\
        Получателей: {total}\n\
        Доставлено: {success}\n\
        Не доставлено: {failed}\n\
        Заблокировали бота: {blocked}\n\
        Пропущено: {skipped}\n\
        Без ответа Telegram: {uncertain}";
    DAILY_REPORT Message "daily_report" [DATE.required(), REDEEMED, REVENUE, DISCOUNT, JOINED, BLOCKED, SENDING, STUCK, BUDGETS]
        ru "Утренняя сводка" en "The morning digest"
        = "Доброе утро! Итоги за {date}\n\
        \n\
        Погашено кодов: {redeemed}\n\
        Выручка: {revenue}\n\
        Скидки: {discount}\n\
        Новых клиентов: {joined}\n\
        Заблокировали бота: {blocked}\n\
        \n\
        Идут рассылки: {sending}\n\
        Застряли рассылки: {stuck}\n\
        Бюджеты на исходе: {budgets}";
}
