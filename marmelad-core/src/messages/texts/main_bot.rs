//! Texts of the main bot's replies to clients.

use crate::messages::texts::placeholder::{
    BIRTHDAY, CHANNEL, CODE, COUNT, EXCLUDED, FINISH_AT, FIRST_NAME, GENDER, LAST_DAY, LINES,
    MARKETING, MIN_ORDER, NEXT_AT, NOTE, NUMBER, PERIOD, PHONE, POLICY_URL, USES_LEFT, VALUE, WHY,
};
use crate::messages::texts::texts;

texts! {
    WELCOME Message "welcome" [FIRST_NAME]
        ru "Ответ на /start" en "Answer to /start"
        = "Здравствуйте, {first_name}! 🍬\n\
        \n\
        Это «Мармеладный дворик». Подпишитесь на наш канал и нажмите «Проверить подписку» — подарим скидку.\n\
        А ещё укажите день рождения — и в праздник вас будет ждать подарок.";
    CAMPAIGN_GIFT Message "campaign_gift" [CODE.required(), VALUE, LAST_DAY, MIN_ORDER, USES_LEFT, NOTE, FIRST_NAME]
        ru "Код за переход по ссылке кампании, вместо приветствия" en "Code for joining by a campaign link, in place of the welcome"
        = "Рады, что вы к нам заглянули! 🎁\n\
        \n\
        Ваша скидка: {code}\n\
        Это скидка {value}, до {last_day} включительно.\n\
        Действует при покупке от {min_order}.\n\
        Осталось использований: {uses_left}.\n\
        \n\
        {note}\n\
        \n\
        Назовите код на кассе — и всё.";
    HELP Message "help" []
        ru "Ответ на /help в главном боте" en "Answer to /help in the main bot"
        = "Вот что я умею:\n\
        \n\
        • «Проверить подписку» — скидка за подписку на наш канал\n\
        • «Мои скидки» — ваши действующие коды\n\
        • «Указать ДР» — чтобы мы поздравили вас с днём рождения\n\
        • «Профиль» — ваши данные и рассылки\n\
        \n\
        /cancel — отменить начатое\n\
        /stop — не получать рассылки";
    UNKNOWN_INPUT Message "unknown_input" []
        ru "Главный бот не понял сообщение" en "The main bot did not understand"
        = "Выберите действие на клавиатуре 👇";

    CODE_ISSUED Message "code_issued" [CODE.required(), VALUE, LAST_DAY, MIN_ORDER, USES_LEFT, NOTE, FIRST_NAME]
        ru "Выдан код за подписку" en "A code is issued for the subscription"
        = "Ваша скидка: {code}\n\
        \n\
        Это скидка {value}, до {last_day} включительно.\n\
        Действует при покупке от {min_order}.\n\
        Осталось использований: {uses_left}.\n\
        \n\
        {note}\n\
        \n\
        Назовите код на кассе 🍬";
    CODE_STILL_ACTIVE Message "code_still_active" [CODE.required(), VALUE, LAST_DAY, MIN_ORDER, USES_LEFT]
        ru "Код за подписку уже выдан и ещё действует" en "The code for the subscription is already out and still valid"
        = "Вы уже получали скидку, и она ждёт вас: {code}\n\
        \n\
        Это скидка {value}, до {last_day} включительно.\n\
        Действует при покупке от {min_order}.\n\
        Осталось использований: {uses_left}.";
    NEXT_CODE_AT Message "next_code_at" [NEXT_AT]
        ru "Скидка уже была, известно, когда будет следующая" en "There was a code; the next is possible later"
        = "Вы уже получали скидку.\n\
        Следующую можно будет получить {next_at}. Ждём вас!";
    NEXT_CODE_NEVER Message "next_code_never" []
        ru "Скидка уже была, следующей не будет" en "There was a code and there will be no other"
        = "Вы уже получали скидку — такую мы дарим один раз. Следите за нашим каналом: впереди ещё много вкусного.";
    NOT_SUBSCRIBED Message "not_subscribed" [CHANNEL]
        ru "Клиент не подписан на канал" en "The client is not subscribed to the channel"
        = "Вы не подписаны на наш канал. Подпишитесь, вернитесь сюда и нажмите «Проверить подписку» — скидка уже ждёт вас.";
    NO_DISCOUNT_NOW Message "no_discount_now" []
        ru "Нет действующего шаблона скидки" en "No usable template"
        = "Сейчас скидок нет, загляните позже";
    CHECK_UNAVAILABLE Message "check_unavailable" []
        ru "Проверить подписку не удалось" en "The subscription cannot be checked"
        = "Проверка подписки временно недоступна. Попробуйте, пожалуйста, через несколько минут.";

    MY_DISCOUNTS Message "my_discounts" [LINES.required()]
        ru "Список действующих кодов" en "The list of active codes"
        = "Ваши активные скидки:\n\
        \n\
        {lines}\n\
        \n\
        Назовите код на кассе 🍬";
    MY_DISCOUNTS_LINE Message "my_discounts_line" [CODE.required(), VALUE, LAST_DAY, MIN_ORDER, USES_LEFT]
        ru "Один код в списке" en "One code of the list"
        = "{code} — скидка {value}, до {last_day} включительно\n\
        при покупке от {min_order}\n\
        осталось использований: {uses_left}";
    MY_DISCOUNTS_MORE Message "my_discounts_more" [COUNT.required()]
        ru "Конец списка, когда кодов очень много" en "End of the list when there are very many codes"
        = "…и ещё {count}";
    MY_DISCOUNTS_EMPTY Message "my_discounts_empty" []
        ru "Действующих кодов нет" en "There are no active codes"
        = "У вас нет активных скидок. Нажмите «Проверить подписку» — возможно, новая уже ждёт вас.";

    BIRTHDAY_ASK Message "birthday_ask" [BIRTHDAY]
        ru "Просим дату рождения" en "Asks for the birthday"
        = "Введите дату рождения, например 03.02.2002 или 3 февраля 2002.\n\
        Сейчас записано: {birthday}.\n\
        \n\
        Передумали? Отправьте /cancel";
    BIRTHDAY_SAVED Message "birthday_saved" [BIRTHDAY.required()]
        ru "Дата рождения сохранена" en "The birthday is saved"
        = "Спасибо, записали: {birthday} 🎂";
    BIRTHDAY_BAD Message "birthday_bad" [WHY]
        ru "Дату рождения не удалось прочитать" en "The birthday cannot be read"
        = "Неверный формат.\n\
        {why}\n\
        \n\
        Напишите дату так: 03.02.2002 или 3 февраля 2002.";
    BIRTHDAY_TOO_OFTEN Message "birthday_too_often" [BIRTHDAY, PERIOD, NEXT_AT]
        ru "Дату рождения менять ещё рано" en "The birthday may not be changed yet"
        = "Изменить дату рождения пока нельзя.\n\
        У нас записано: {birthday}.\n\
        Менять дату можно раз в {period}, снова получится {next_at}.";

    PROFILE Message "profile" [BIRTHDAY, PHONE, GENDER, MARKETING, FIRST_NAME]
        ru "Профиль" en "The profile"
        = "<b>Ваш профиль</b>\n\
        \n\
        День рождения: {birthday}\n\
        Телефон: {phone}\n\
        Пол: {gender}\n\
        Рассылки: {marketing}";
    PHONE_ASK Message "phone_ask" []
        ru "Просим номер телефона" en "Asks for the phone number"
        = "Нажмите «Отправить номер» внизу экрана, и мы запишем ваш телефон.";
    PHONE_NOT_OWN Message "phone_not_own" []
        ru "Прислан чужой контакт или номер текстом" en "Another's contact, or a typed number"
        = "Отправьте свой номер кнопкой «Отправить номер» внизу экрана: записать можно только ваш собственный.";
    PHONE_SAVED Message "phone_saved" [PHONE]
        ru "Номер телефона сохранён" en "The phone number is saved"
        = "Спасибо, номер записали!";
    GENDER_ASK Message "gender_ask" []
        ru "Просим указать пол" en "Asks for the gender"
        = "Выберите, пожалуйста, ваш пол. Так нам проще подбирать для вас подарки.";
    GENDER_SAVED Message "gender_saved" [GENDER]
        ru "Пол сохранён" en "The gender is saved"
        = "Спасибо, записали!";
    MARKETING_OFF Message "marketing_off" []
        ru "Клиент отказался от рассылок" en "The client wants no marketing"
        = "Больше не будем присылать рассылки, поздравления и напоминания. О ваших кодах сообщать продолжим.\n\
        \n\
        Передумаете — нажмите «Снова получать рассылки».";
    MARKETING_ON Message "marketing_on" []
        ru "Клиент снова получает рассылки" en "The client wants marketing again"
        = "Отлично! Будем присылать вам новости, поздравления и напоминания 🍬";
    MARKETING_OFF_TOAST Toast "marketing_off_toast" []
        ru "Короткий ответ на «Не присылать рассылки»" en "Short answer to the button that stops marketing"
        = "Рассылки отключены";
    MARKETING_ON_TOAST Toast "marketing_on_toast" []
        ru "Короткий ответ на «Снова получать рассылки»" en "Short answer to the button that resumes marketing"
        = "Рассылки включены";
    ERASE_ASK Message "erase_ask" []
        ru "Просим подтвердить удаление данных" en "Asks to confirm erasing"
        = "Удалить ваши данные?\n\
        \n\
        Мы сотрём имя, телефон и день рождения, а неиспользованные коды перестанут действовать. Отменить это будет нельзя.";
    ERASE_DONE Message "erase_done" []
        ru "Данные клиента удалены" en "The client's data are erased"
        = "Готово, ваши данные удалены. Захотите вернуться — отправьте /start. Спасибо, что были с нами!";

    CONSENT_ASK Message "consent_ask" [POLICY_URL.required(), FIRST_NAME]
        ru "Первое /start, когда задана политика конфиденциальности" en "First /start when a privacy policy is set"
        = "Здравствуйте, {first_name}! 🍬\n\
        \n\
        Это «Мармеладный дворик». Чтобы дарить вам скидки, нам нужно ваше согласие на обработку данных. \
        Что мы храним и зачем, рассказано в <a href=\"{policy_url}\">политике конфиденциальности</a>.\n\
        \n\
        Предложения, поздравления и напоминания — по желанию, для них вторая кнопка.";
    CONSENT_SAVED Message "consent_saved" []
        ru "Согласие на обработку данных получено" en "Consent to the processing of data is given"
        = "Спасибо за доверие! Согласие записали.";
    MARKETING_CONSENT_SAVED Message "marketing_consent_saved" []
        ru "Согласие получать предложения получено" en "Consent to marketing is given"
        = "Спасибо! Будем присылать вам самое вкусное.";
    CONSENT_NEEDED Message "consent_needed" [POLICY_URL.required()]
        ru "Действию нужно согласие на обработку данных" en "The action needs consent to the processing of data"
        = "Сначала нужно ваше согласие на обработку данных. \
        Что мы храним и зачем, рассказано в <a href=\"{policy_url}\">политике конфиденциальности</a>.";

    CHAT_BROADCAST_ASK Message "chat_broadcast_ask" []
        ru "/broadcast: просим сообщение" en "/broadcast: asks for the message"
        = "Пришлите одно сообщение — текст, фото, видео или файл, — и мы его разошлём. Отменить: /cancel";
    CHAT_BROADCAST_UNSUPPORTED Message "chat_broadcast_unsupported" [WHY]
        ru "/broadcast: такое сообщение не разослать" en "/broadcast: such a message cannot be sent"
        = "Такое сообщение разослать не получится.\n\
        {why}";
    CHAT_BROADCAST_CONFIRM Message "chat_broadcast_confirm" [COUNT.required(), EXCLUDED, FINISH_AT]
        ru "/broadcast: просим подтвердить" en "/broadcast: asks to confirm"
        = "Так выглядит рассылка 👆\n\
        \n\
        Получателей: {count}.\n\
        Не получат: {excluded}.\n\
        Закончим примерно {finish_at}.\n\
        \n\
        Отправить?";
    CHAT_BROADCAST_STARTED Message "chat_broadcast_started" [NUMBER, COUNT]
        ru "/broadcast: рассылка поставлена в очередь" en "/broadcast: the broadcast is queued"
        = "Рассылка началась.\n\
        Номер: {number}\n\
        Получателей: {count}";
    CHAT_BROADCAST_NOBODY Message "chat_broadcast_nobody" []
        ru "/broadcast: получателей нет" en "/broadcast: nobody to send to"
        = "Сейчас рассылку некому отправить.";

    CANCELLED Message "cancelled" []
        ru "Начатое отменено (оба бота)" en "What was begun is cancelled (both bots)"
        = "Отменено";
    TEMPORARY_FAILURE Message "temporary_failure" []
        ru "Внутренняя ошибка (оба бота)" en "Something failed inside (both bots)"
        = "Что-то пошло не так, и мы уже об этом знаем. Попробуйте, пожалуйста, ещё раз чуть позже.";
    BUTTON_STALE Toast "button_stale" []
        ru "Нажата старая кнопка (оба бота)" en "A stale button is pressed (both bots)"
        = "Эта кнопка больше не действует";
}
