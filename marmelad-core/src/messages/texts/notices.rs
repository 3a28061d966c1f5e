//! Texts of the main bot's notifications to clients.

use crate::messages::texts::placeholder::{
    CODE, DISCOUNT_AMOUNT, FIRST_NAME, LAST_DAY, MIN_ORDER, NOTE, SHOP, TO_PAY, USES_LEFT, VALUE,
};
use crate::messages::texts::texts;

texts! {
    REDEEMED_NOTICE Message "redeemed_notice" [CODE.required(), SHOP, DISCOUNT_AMOUNT, TO_PAY, USES_LEFT]
        ru "Клиенту: код погашен" en "To the client: the code was redeemed"
        = "Ваш код {code} использован.\n\
        Вы сэкономили {discount_amount}.\n\
        Осталось использований: {uses_left}.\n\
        \n\
        Спасибо за покупку! 🍬";
    UNDONE_NOTICE Message "undone_notice" [CODE.required()]
        ru "Клиенту: погашение отменено" en "To the client: the redemption was undone"
        = "Погашение кода {code} отменено. Код снова действует.";
    BIRTHDAY_GIFT Message "birthday_gift" [CODE.required(), VALUE, LAST_DAY, MIN_ORDER, USES_LEFT, NOTE, FIRST_NAME]
        ru "Поздравление с днём рождения, с кодом" en "Birthday greeting with a code"
        = "С Днем Рождения! 🎂\n\
        {first_name}, пусть этот год будет самым сладким!\n\
        \n\
        Ваш подарок — код {code}: скидка {value}, до {last_day} включительно.\n\
        Действует при покупке от {min_order}.\n\
        Осталось использований: {uses_left}.\n\
        \n\
        {note}";
    BIRTHDAY_GREETING Message "birthday_greeting" [FIRST_NAME]
        ru "Поздравление с днём рождения, без кода" en "Birthday greeting without a code"
        = "С Днем Рождения! 🎂\n\
        {first_name}, пусть этот год будет самым сладким!\n\
        \n\
        Ваш «Мармеладный дворик»";
    REMINDER Message "reminder" [CODE.required(), VALUE, LAST_DAY.required(), MIN_ORDER, USES_LEFT, FIRST_NAME]
        ru "Напоминание о скидке, срок которой кончается" en "Reminder of a discount about to end"
        = "Ваша скидка скоро сгорит: {code}, до {last_day} включительно\n\
        \n\
        Это скидка {value}.\n\
        Действует при покупке от {min_order}.\n\
        Осталось использований: {uses_left}.\n\
        \n\
        Успейте побаловать себя сладким 🍬";
}
