//! Placeholders of texts. Each is described once and shared by the texts that use it.

/// A part of a text that is replaced by a value when the message is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placeholder {
    /// The name between the braces.
    pub name: &'static str,
    /// Whether every version of the text must contain the placeholder.
    pub is_required: bool,
    /// Whether the value is HTML made from other texts; all other values are escaped.
    pub is_html: bool,
    /// The longest possible value, in UTF-16 units.
    pub max_len: usize,
    /// Example value for previews and checks.
    pub sample: &'static str,
}

impl Placeholder {
    const fn text(name: &'static str, max_len: usize, sample: &'static str) -> Self {
        Self { name, is_required: false, is_html: false, max_len, sample }
    }

    const fn html(name: &'static str, max_len: usize, sample: &'static str) -> Self {
        Self { name, is_required: false, is_html: true, max_len, sample }
    }

    /// The same placeholder, marked as required.
    pub(super) const fn required(self) -> Self {
        Self { is_required: true, ..self }
    }
}

/// Declares placeholders with name, longest value and sample.
macro_rules! placeholders {
    ($($constant:ident $kind:ident $name:literal $max_len:literal $sample:literal;)+) => {
        $(pub(crate) const $constant: Placeholder = Placeholder::$kind($name, $max_len, $sample);)+
    };
}

placeholders! {
    ADMIN text "admin" 128 "Ольга";
    AMOUNT text "amount" 20 "1 500,50 ₽";
    BIRTHDAY text "birthday" 24 "3 февраля 2002";
    BLOCKED text "blocked" 12 "3";
    BOT text "bot" 40 "главный бот";
    BUDGETS text "budgets" 1000 "«Подарок к Пасхе» — осталось 12";
    CHANNEL text "channel" 64 "@marmelad";
    CODE text "code" 7 "ДЯА4589";
    COUNT text "count" 12 "1 240";
    DATE text "date" 24 "4 марта";
    DISCOUNT text "discount" 20 "4 200 ₽";
    DISCOUNT_AMOUNT text "discount_amount" 20 "150,05 ₽";
    DISPLAY_NAME text "display_name" 128 "Анна Иванова";
    EXCLUDED text "excluded" 200 "отписались 12, заблокировали бота 3";
    FAILED text "failed" 12 "2";
    FINISH_AT text "finish_at" 40 "5 марта в 14:05";
    FIRST_NAME text "first_name" 64 "Анна";
    GENDER text "gender" 20 "женский";
    JOINED text "joined" 12 "7";
    LAST_DAY text "last_day" 24 "5 марта";
    LINES html "lines" 3500 "ДЯА4589 — скидка 10 %, до 5 марта включительно";
    MARKETING text "marketing" 20 "приходят";
    MIN_ORDER text "min_order" 20 "500 ₽";
    MINUTES text "minutes" 20 "5 минут";
    NEW_CLIENTS text "new_clients" 12 "7";
    NEXT_AT text "next_at" 40 "5 марта в 14:05";
    NOTE html "note" 1000 "Попробуйте <b>мармелад с облепихой</b>!";
    NUMBER text "number" 12 "17";
    PERIOD text "period" 20 "365 дней";
    PHONE text "phone" 32 "+7 914 123-45-67";
    POLICY_URL text "policy_url" 2048 "https://example.com/policy";
    REASON text "reason" 300 "чат не найден";
    REDEEMED text "redeemed" 12 "42";
    RETRY_AT text "retry_at" 40 "5 марта в 14:05";
    REVENUE text "revenue" 20 "63 500 ₽";
    SCHEDULED_AT text "scheduled_at" 40 "5 марта в 10:00";
    SENDING text "sending" 1000 "«Весенняя коллекция» — 40 %";
    SHOP text "shop" 120 "Светланская, 10";
    SKIPPED text "skipped" 12 "1";
    STUCK text "stuck" 1000 "«Осенняя распродажа»";
    SUCCESS text "success" 12 "1 200";
    TELEGRAM_ID text "telegram_id" 20 "100200300";
    TEMPLATE text "template" 120 "Подарок к Пасхе";
    TITLE text "title" 120 "Весенняя коллекция";
    TO_PAY text "to_pay" 20 "1 350,45 ₽";
    TOTAL text "total" 12 "1 240";
    UNCERTAIN text "uncertain" 12 "1";
    URL text "url" 300 "https://panel.example.com/login?token=abc";
    USED_AT text "used_at" 40 "5 марта в 14:05";
    USERNAME text "username" 64 "anna";
    USES_LEFT text "uses_left" 12 "2";
    VALUE text "value" 20 "10 %";
    WHY text "why" 200 "Проверьте, пожалуйста, цифры.";
}
