//! Texts of the auth bot's replies to cashiers and admins.

use crate::messages::texts::placeholder::{
    ADMIN, AMOUNT, CODE, DISCOUNT_AMOUNT, DISPLAY_NAME, LAST_DAY, MIN_ORDER, MINUTES, NEW_CLIENTS,
    REDEEMED, RETRY_AT, SHOP, TELEGRAM_ID, TO_PAY, URL, USED_AT, USERNAME, USES_LEFT, VALUE, WHY,
};
use crate::messages::texts::texts;

texts! {
    REQUEST_SENT Message "request_sent" []
        ru "Запрос доступа кассира принят" en "The cashier's request is taken"
        = "Запрос отправлен. Напишем вам, как только администратор его рассмотрит.";
    REQUEST_PENDING Message "request_pending" []
        ru "Запрос доступа ещё не рассмотрен" en "The cashier's request is still pending"
        = "Ваш запрос на рассмотрении. Напишем вам, как только администратор ответит.";
    REQUEST_REJECTED Message "request_rejected" [RETRY_AT]
        ru "Запрос доступа отклонён" en "The cashier's request is rejected"
        = "Запрос отклонён.\n\
        Отправить новый можно {retry_at}.";
    ACCESS_APPROVED Message "access_approved" [SHOP]
        ru "Запрос доступа одобрен" en "The cashier's request is approved"
        = "Запрос одобрен, добро пожаловать! 🍬\n\
        Ваш магазин: {shop}.\n\
        \n\
        Присылайте код покупателя, например ДЯА4589.";
    ACCESS_DISABLED Message "access_disabled" []
        ru "Доступ кассира отключён" en "The cashier's access is withdrawn"
        = "Доступ отключён. Если это ошибка, обратитесь к администратору.";
    CASHIER_WELCOME Message "cashier_welcome" [DISPLAY_NAME, SHOP]
        ru "Ответ на /start кассиру" en "Answer to a cashier's /start"
        = "Здравствуйте, {display_name}!\n\
        \n\
        Пришлите код покупателя, например ДЯА4589.";
    ADMIN_WELCOME Message "admin_welcome" [DISPLAY_NAME]
        ru "Ответ на /start администратору" en "Answer to an admin's /start"
        = "Здравствуйте, {display_name}!\n\
        \n\
        /login — вход в панель\n\
        /help — помощь\n\
        \n\
        Чтобы гасить коды, нажмите «Я кассир».";
    CASHIER_HELP Message "cashier_help" []
        ru "Ответ на /help кассиру" en "Answer to a cashier's /help"
        = "Как погасить код:\n\
        \n\
        1. Пришлите код покупателя, например ДЯА4589. Строчные буквы и пробелы не мешают.\n\
        2. Проверьте имя и скидку и нажмите «Погасить» или «Погасить с суммой».\n\
        3. Ошиблись? В течение 5 минут нажмите «Отменить погашение».\n\
        \n\
        /cancel — отменить начатое";
    CASHIER_UNKNOWN Message "cashier_unknown" []
        ru "Бот кассиров не понял кассира" en "The auth bot did not understand a cashier"
        = "Пришлите код покупателя текстом, например ДЯА4589. Как всё устроено: /help";
    ADMIN_HELP Message "admin_help" []
        ru "Ответ на /help администратору" en "Answer to an admin's /help"
        = "Команды:\n\
        \n\
        /login — одноразовая ссылка для входа в панель\n\
        /stats — как идёт день (для владельцев)\n\
        /broadcast в боте клиентов — разослать сообщение, если вам это разрешено\n\
        /cancel — отменить начатое\n\
        \n\
        Чтобы гасить коды, нажмите «Я кассир».";
    ADMIN_UNKNOWN Message "admin_unknown" []
        ru "Бот кассиров не понял администратора" en "The auth bot did not understand an admin"
        = "Не получилось понять сообщение. Список команд: /help";
    NOT_ALLOWED Message "not_allowed" []
        ru "Команда недоступна" en "The command is not allowed"
        = "Эта команда вам недоступна.";

    CODE_NOT_FOUND Message "code_not_found" []
        ru "Код не найден" en "The code is not found"
        = "Код не найден. Проверьте буквы и цифры. Пример кода: ДЯА4589";
    CODE_USED Message "code_used" [CODE.required(), USED_AT, SHOP]
        ru "Код уже погашен" en "The code is used up"
        = "Код уже погашен: {code}\n\
        \n\
        Когда: {used_at}\n\
        Где: {shop}";
    CODE_EXPIRED Message "code_expired" [CODE.required(), LAST_DAY]
        ru "Срок кода прошёл" en "The code has expired"
        = "Код истек: {code}\n\
        \n\
        Он действовал до {last_day} включительно.";
    CODE_REVOKED Message "code_revoked" [CODE.required()]
        ru "Код отозван" en "The code is revoked"
        = "Код отозван: {code}\n\
        \n\
        Погасить его нельзя.";
    CODE_VALID Message "code_valid" [CODE.required(), DISPLAY_NAME, VALUE.required(), LAST_DAY, MIN_ORDER, USES_LEFT]
        ru "Код действует: просим подтвердить погашение" en "The code is valid: asks to confirm"
        = "Код валиден: {code}. Клиент: {display_name}. Скидка: {value}. До {last_day} включительно. Погасить?\n\
        \n\
        Нужна покупка от {min_order}.\n\
        Осталось использований: {uses_left}.";
    REDEEM_DONE Message "redeem_done" [CODE, DISPLAY_NAME, VALUE, AMOUNT, DISCOUNT_AMOUNT, TO_PAY, USES_LEFT]
        ru "Код погашен, с суммой или без" en "The code is redeemed, with or without an amount"
        = "Погашено ✅\n\
        \n\
        Код: {code}\n\
        Клиент: {display_name}\n\
        Скидка: {value}\n\
        \n\
        Сумма покупки: {amount}\n\
        Скидка с этой покупки: {discount_amount}\n\
        <b>К оплате: {to_pay}</b>\n\
        \n\
        Осталось использований: {uses_left}";
    REDEEM_CANCELLED Message "redeem_cancelled" [CODE]
        ru "Кассир нажал «Отмена»" en "The cashier pressed «Отмена»"
        = "Отменено. Код не погашен.";
    AMOUNT_ASK Message "amount_ask" [CODE, MIN_ORDER]
        ru "Просим сумму покупки" en "Asks for the purchase amount"
        = "Сумма? Напишите её в рублях, например 1500 или 1 500,50.\n\
        Скидка действует при покупке от {min_order}.";
    AMOUNT_BAD Message "amount_bad" [WHY]
        ru "Сумму не удалось прочитать" en "The amount cannot be read"
        = "Не получилось прочитать сумму.\n\
        {why}\n\
        \n\
        Напишите её в рублях, например 1500 или 1 500,50.";
    AMOUNT_NEEDED Message "amount_needed" [MIN_ORDER]
        ru "Без суммы этот код не погасить" en "The code needs an amount"
        = "Нужна сумма покупки. Нажмите «Погасить с суммой».\n\
        Скидка действует при покупке от {min_order}.";
    AMOUNT_EXPIRED Message "amount_expired" []
        ru "Сумму ждали пять минут и не дождались" en "No amount came within five minutes"
        = "Время на ввод суммы вышло. Пришлите код ещё раз.";
    BELOW_MINIMUM Message "below_minimum" [MIN_ORDER.required()]
        ru "Сумма меньше минимальной" en "The amount is below the minimum"
        = "Сумма меньше минимальной: {min_order}. Код не погашен.";
    PAUSED Message "paused" [MINUTES.required()]
        ru "Слишком много неверных кодов" en "Too many wrong codes"
        = "Слишком много неверных кодов. Попробуйте через {minutes}.";

    UNDO_ASK_REASON Message "undo_ask_reason" [CODE]
        ru "Просим причину отмены погашения" en "Asks why the redemption is undone"
        = "Укажите причину отмены одним сообщением. Если отменять не нужно, отправьте /cancel";
    UNDO_DONE Message "undo_done" [CODE]
        ru "Погашение отменено" en "The redemption is undone"
        = "Погашение отменено. Код снова действует.";
    UNDO_TOO_LATE Message "undo_too_late" []
        ru "Кассиру отменять уже поздно" en "Too late for a cashier to undo"
        = "Отменить уже нельзя: прошло больше 5 минут. Обратитесь к владельцу.";
    UNDO_NOT_YOURS Message "undo_not_yours" []
        ru "Кассир отменяет чужое погашение" en "Another cashier's redemption"
        = "Отменить погашение может только тот, кто погасил код.";
    UNDO_ALREADY Message "undo_already" []
        ru "Погашение уже отменено раньше" en "The redemption was undone before"
        = "Это погашение уже отменено.";

    LOGIN_LINK Message "login_link" [URL.required()]
        ru "Ссылка для входа в панель" en "The link into the panel"
        = "Ссылка для входа в панель. Действует 5 минут и только один раз:\n\
        \n\
        {url}";
    STATS Message "stats" [REDEEMED.required(), AMOUNT.required(), NEW_CLIENTS.required()]
        ru "Ответ на /stats" en "Answer to /stats"
        = "Сегодня: погашено {redeemed} на сумму {amount}, новых клиентов {new_clients}";

    REQUEST_NOTICE Message "request_notice" [DISPLAY_NAME.required(), USERNAME, TELEGRAM_ID]
        ru "Администраторам: кто-то хочет стать кассиром" en "To admins: somebody wants to be a cashier"
        = "Запрос на доступ кассира\n\
        \n\
        {display_name}\n\
        @{username}\n\
        Telegram ID: {telegram_id}";
    REQUEST_APPROVED_BY Message "request_approved_by" [DISPLAY_NAME, ADMIN]
        ru "Администраторам: запрос одобрен" en "To admins: the request is approved"
        = "Запрос на доступ кассира\n\
        \n\
        {display_name}\n\
        ✅ Одобрено: {admin}";
    REQUEST_REJECTED_BY Message "request_rejected_by" [DISPLAY_NAME, ADMIN]
        ru "Администраторам: запрос отклонён" en "To admins: the request is rejected"
        = "Запрос на доступ кассира\n\
        \n\
        {display_name}\n\
        ❌ Отклонено: {admin}";
    REQUEST_ALREADY_DECIDED Toast "request_already_decided" [ADMIN.required()]
        ru "Администратору: запрос уже рассмотрен" en "To an admin: the request is already decided"
        = "Решение уже принято: {admin}";
}
