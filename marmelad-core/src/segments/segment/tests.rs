use crate::segments::testing;
use proptest::prelude::*;
use rstest::rstest;
use serde_json::{Value, json};

use crate::segments::segment::*;

fn subject() -> SegmentSubject {
    SegmentSubject {
        gender: Gender::Unknown,
        birthday: None,
        is_subscribed: false,
        has_phone: false,
        tags: Vec::new(),
        campaign_id: None,
        created_at: instant("2026-01-01T00:00:00Z"),
        last_seen_at: None,
        discounts_issued: 0,
        discounts_redeemed: 0,
        last_redeemed_at: None,
        orders_count: 0,
        orders_total: Money::ZERO,
    }
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// Noon of 5 March 2026 in Vladivostok.
fn moment() -> Moment {
    Moment { now: instant("2026-03-05T02:00:00Z"), zone: chrono_tz::Asia::Vladivostok }
}

#[expect(clippy::needless_pass_by_value, reason = "reads better with `json!`")]
fn condition(field: &str, op: &str, value: Value) -> SegmentFilter {
    SegmentFilter::parse(&json!({ "field": field, "op": op, "value": value })).unwrap()
}

fn holds(filter: &SegmentFilter, subject: &SegmentSubject) -> bool {
    filter.matches(subject, &moment())
}

#[rstest]
#[case::no_object(json!("все"), &[("", "wrong_type")])]
#[case::nothing(json!({}), &[("", "missing")])]
#[case::list(json!([]), &[("", "wrong_type")])]
#[case::two_groups(json!({"all": [{"not": {"field": "age", "op": "eq", "value": 5}}], "any": []}), &[("/any", "unknown_key")])]
#[case::no_list(json!({"all": {}}), &[("/all", "wrong_type")])]
#[case::empty_any(json!({"any": []}), &[("/any", "empty")])]
#[case::empty_inside(json!({"all": [{"all": []}]}), &[("/all/0/all", "empty")])]
#[case::not_of_list(json!({"not": []}), &[("/not", "wrong_type")])]
#[case::unknown_field(json!({"field": "shoe_size", "op": "eq", "value": 1}), &[("/field", "unknown_field")])]
#[case::field_no_text(json!({"field": 7, "op": "eq", "value": 1}), &[("/field", "wrong_type")])]
#[case::unknown_op(json!({"field": "age", "op": "like", "value": 1}), &[("/op", "unknown_op")])]
#[case::op_of_another_type(json!({"field": "age", "op": "contains", "value": 1}), &[("/op", "unknown_op")])]
#[case::flag_has_no_lt(json!({"field": "has_phone", "op": "lt", "value": true}), &[("/op", "unknown_op")])]
#[case::tags_have_no_eq(json!({"field": "tags", "op": "eq", "value": "vip"}), &[("/op", "unknown_op")])]
#[case::no_op(json!({"field": "age", "value": 1}), &[("", "missing")])]
#[case::no_value(json!({"field": "age", "op": "eq"}), &[("", "missing")])]
#[case::unknown_key(json!({"field": "age", "op": "eq", "value": 1, "a/b~": 2}), &[("/a~1b~0", "unknown_key")])]
#[case::number_text(json!({"field": "age", "op": "eq", "value": "25"}), &[("/value", "wrong_type")])]
#[case::number_float(json!({"field": "age", "op": "eq", "value": 25.5}), &[("/value", "wrong_type")])]
#[case::number_null(json!({"field": "campaign_id", "op": "eq", "value": null}), &[("/value", "wrong_type")])]
#[case::number_big(json!({"field": "age", "op": "eq", "value": 151}), &[("/value", "out_of_range")])]
#[case::number_huge(json!({"field": "campaign_id", "op": "eq", "value": u64::MAX}), &[("/value", "out_of_range")])]
#[case::month(json!({"field": "birthday_month", "op": "in", "value": [0, 12, 13]}), &[("/value/0", "out_of_range"), ("/value/2", "out_of_range")])]
#[case::between_one(json!({"field": "age", "op": "between", "value": [5]}), &[("/value", "wrong_type")])]
#[case::between_both(json!({"field": "age", "op": "between", "value": ["a", -1]}), &[("/value/0", "wrong_type"), ("/value/1", "out_of_range")])]
#[case::backwards(json!({"field": "age", "op": "between", "value": [30, 20]}), &[("/value", "out_of_range")])]
#[case::in_no_list(json!({"field": "age", "op": "in", "value": 5}), &[("/value", "wrong_type")])]
#[case::in_empty(json!({"field": "age", "op": "in", "value": []}), &[("/value", "out_of_range")])]
#[case::in_too_long(json!({"field": "age", "op": "in", "value": vec![1; 101]}), &[("/value", "out_of_range")])]
#[case::gender(json!({"field": "gender", "op": "eq", "value": "fem"}), &[("/value", "unknown_word")])]
#[case::gender_list(json!({"field": "gender", "op": "in", "value": ["male", 1]}), &[("/value/1", "wrong_type")])]
#[case::flag(json!({"field": "is_subscribed", "op": "eq", "value": 1}), &[("/value", "wrong_type")])]
#[case::tag_empty(json!({"field": "tags", "op": "contains", "value": ""}), &[("/value", "out_of_range")])]
#[case::tag_long(json!({"field": "tags", "op": "in", "value": ["я".repeat(65)]}), &[("/value/0", "out_of_range")])]
#[case::time_words(json!({"field": "created_at", "op": "lt", "value": "вчера"}), &[("/value", "wrong_type")])]
#[case::time_without_zone(json!({"field": "created_at", "op": "lt", "value": "2026-03-05T12:00:00"}), &[("/value", "wrong_type")])]
#[case::no_such_day(json!({"field": "created_at", "op": "eq", "value": "2026-02-29"}), &[("/value", "wrong_type")])]
#[case::far_day(json!({"field": "created_at", "op": "eq", "value": "9999-12-31"}), &[("/value", "out_of_range")])]
#[case::days_backwards(json!({"field": "created_at", "op": "between", "value": ["2026-03-05", "2026-03-04"]}), &[("/value", "out_of_range")])]
#[case::days_zero(json!({"field": "created_at", "op": "within_days", "value": 0}), &[("/value", "out_of_range")])]
#[case::days_many(json!({"field": "created_at", "op": "older_than_days", "value": 36_501}), &[("/value", "out_of_range")])]
#[case::money_float(json!({"field": "orders_total", "op": "gte", "value": 150.5}), &[("/value", "wrong_type")])]
#[case::money_precise(json!({"field": "orders_total", "op": "gte", "value": "150.505"}), &[("/value", "wrong_type")])]
#[case::money_below_zero(json!({"field": "orders_total", "op": "gte", "value": -5}), &[("/value", "out_of_range")])]
#[case::money_much(json!({"field": "orders_total", "op": "gte", "value": "10000000000.01"}), &[("/value", "out_of_range")])]
#[case::several(
    json!({"all": [{"field": "agee", "op": "eq", "value": 1}, {"not": {"field": "age", "op": "eq", "value": true}}, 5]}),
    &[("/all/0/field", "unknown_field"), ("/all/1/not/value", "wrong_type"), ("/all/2", "wrong_type")]
)]
fn problems_are_told_with_their_place(#[case] filter: Value, #[case] expected: &[(&str, &str)]) {
    let errors = SegmentFilter::parse(&filter).unwrap_err();
    let found: Vec<_> = errors.iter().map(|error| (error.path.as_str(), error.code)).collect();
    assert_eq!(found, expected, "{errors:?}");
}

#[test]
fn messages_say_what_would_be_right() {
    let told = |filter: Value| SegmentFilter::parse(&filter).unwrap_err()[0].to_string();
    let field = told(json!({"any": [{"field": "name", "op": "eq", "value": 1}]}));
    assert!(field.starts_with("/any/0/field: `name` is not one of gender, age, birthday_month, "));
    let op = told(json!({"field": "tags", "op": "eq", "value": "vip"}));
    assert_eq!(op, "/op: `eq` is not one of contains, in");
    let value = told(json!({"field": "age", "op": "eq", "value": -1}));
    assert_eq!(value, "/value: a whole number from 0 to 150 is needed");
    let inside = FilterError::new("/all/0", "empty", "x").below("/filter");
    assert_eq!(inside.path, "/filter/all/0");
}

fn nested(groups: usize) -> Value {
    let condition = json!({"field": "age", "op": "gte", "value": 18});
    (0..groups).fold(condition, |part, level| match level % 3 {
        0 => json!({ "all": [part] }),
        1 => json!({ "any": [part] }),
        _ => json!({ "not": part }),
    })
}

#[test]
fn eight_groups_deep_and_sixty_four_conditions_are_the_most() {
    assert!(SegmentFilter::parse(&nested(8)).is_ok());
    let errors = SegmentFilter::parse(&nested(9)).unwrap_err();
    assert_eq!((errors.len(), errors[0].code), (1, "too_deep"));
    assert_eq!(errors[0].path.matches('/').count(), 13, "{}", errors[0].path);

    let wide = |count: usize| json!({ "any": vec![nested(0); count] });
    assert!(SegmentFilter::parse(&wide(64)).is_ok());
    let errors = SegmentFilter::parse(&wide(70)).unwrap_err();
    assert_eq!(errors.len(), 1);
    assert_eq!((errors[0].path.as_str(), errors[0].code), ("/any/64", "too_many"));
    let broken = json!({ "any": vec![json!(5); 1000] });
    assert_eq!(SegmentFilter::parse(&broken).unwrap_err().len(), 20);
}

#[test]
fn an_empty_all_is_everybody() {
    let everybody = SegmentFilter::parse(&json!({ "all": [] })).unwrap();
    assert_eq!(everybody, SegmentFilter::EVERYBODY);
    assert!(holds(&everybody, &subject()));
}

#[rstest]
#[case("age", json!(18))]
#[case("birthday_month", json!(3))]
#[case("campaign_id", json!(1))]
#[case("last_seen_at", json!("2026-03-05"))]
#[case("last_redeemed_at", json!("2026-03-05T00:00:00Z"))]
fn what_is_missing_makes_every_condition_false_and_not_makes_it_true(
    #[case] field: &str,
    #[case] value: Value,
) {
    for op in ["eq", "ne", "lt", "lte", "gt", "gte"] {
        let filter = condition(field, op, value.clone());
        assert!(!holds(&filter, &subject()), "{field} {op}");
        assert!(holds(&SegmentFilter::Not(Box::new(filter)), &subject()));
    }
    let between = condition(field, "between", json!([value, value]));
    assert!(!holds(&between, &subject()));
}

#[test]
fn nobody_redeemed_within_or_longer_ago_than_never() {
    for op in ["within_days", "older_than_days"] {
        assert!(!holds(&condition("last_redeemed_at", op, json!(30)), &subject()));
    }
}

#[test]
fn no_purchases_are_zero_and_not_missing() {
    for (field, zero) in [
        ("orders_count", json!(0)),
        ("orders_total", json!("0.00")),
        ("discounts_issued", json!(0)),
        ("discounts_redeemed", json!(0)),
    ] {
        assert!(holds(&condition(field, "eq", zero.clone()), &subject()), "{field}");
        assert!(!holds(&condition(field, "ne", zero.clone()), &subject()));
        assert!(!holds(&condition(field, "lt", zero), &subject()));
    }
}

#[rstest]
#[case::on_the_day_before("2008-03-06", 17)]
#[case::on_the_day("2008-03-05", 18)]
#[case::leap_day("2008-02-29", 18)]
fn an_age_is_of_the_local_day(#[case] birthday: &str, #[case] age: i64) {
    // 23:30 on 4 March in UTC is 5 March in Vladivostok.
    let late = Moment { now: instant("2026-03-04T23:30:00Z"), ..moment() };
    let subject = SegmentSubject { birthday: Some(birthday.parse().unwrap()), ..subject() };
    assert!(condition("age", "eq", json!(age)).matches(&subject, &late));
    assert!(condition("age", "between", json!([age, age])).matches(&subject, &late));
    assert!(!condition("age", "ne", json!(age)).matches(&subject, &late));
}

#[rstest]
#[case("eq", "2026-03-05", true)]
#[case("lt", "2026-03-05", false)]
#[case("lte", "2026-03-05", true)]
#[case("gt", "2026-03-05", false)]
#[case("gte", "2026-03-05", true)]
#[case("gt", "2026-03-04", true)]
#[case("lt", "2026-03-06", true)]
#[case("eq", "2026-03-05T13:59:59.999Z", true)]
#[case("eq", "2026-03-05T23:59:59.9994+10:00", true)]
#[case("eq", "2026-03-05T13:59:59Z", false)]
#[case("gt", "2026-03-05T13:59:59.998Z", true)]
fn a_plain_date_is_a_whole_local_day(#[case] op: &str, #[case] value: &str, #[case] held: bool) {
    // The last millisecond of 5 March in Vladivostok.
    let subject = SegmentSubject { created_at: instant("2026-03-05T13:59:59.999Z"), ..subject() };
    assert_eq!(holds(&condition("created_at", op, json!(value)), &subject), held);
}

#[rstest]
#[case("2026-03-03T02:00:00.000Z", true)]
#[case("2026-03-03T01:59:59.999Z", false)]
fn so_many_days_ago_are_times_twenty_four_hours(#[case] at: &str, #[case] within: bool) {
    let subject = SegmentSubject { last_seen_at: Some(instant(at)), ..subject() };
    let test = |op| holds(&condition("last_seen_at", op, json!(2)), &subject);
    assert_eq!((test("within_days"), test("older_than_days")), (within, !within));
}

#[test]
fn tags_are_compared_letter_by_letter() {
    let subject = SegmentSubject { tags: vec!["vip".into(), "Ёж".into()], ..subject() };
    assert!(holds(&condition("tags", "contains", json!("vip")), &subject));
    assert!(!holds(&condition("tags", "contains", json!("VIP")), &subject));
    assert!(holds(&condition("tags", "in", json!(["x", "Ёж"])), &subject));
    assert!(!holds(&condition("tags", "in", json!(["Еж"])), &subject));
}

#[test]
fn groups_mean_what_they_say() {
    let filter = json!({"all": [
        {"field": "is_subscribed", "op": "ne", "value": false},
        {"any": [
            {"field": "gender", "op": "in", "value": ["female", "unknown"]},
            {"field": "has_phone", "op": "eq", "value": true},
        ]},
        {"not": {"field": "orders_total", "op": "gte", "value": 1500}},
    ]});
    let filter = SegmentFilter::parse(&filter).unwrap();
    let good = SegmentSubject {
        is_subscribed: true,
        orders_total: "1499.99".parse().unwrap(),
        ..subject()
    };
    assert!(holds(&filter, &good));
    let man = SegmentSubject { gender: Gender::Male, ..good.clone() };
    assert!(!holds(&filter, &man));
    let rich = SegmentSubject { orders_total: "1500.00".parse().unwrap(), ..good };
    assert!(!holds(&filter, &rich));
}

#[test]
fn the_canonical_json_is_the_stored_form() {
    let filter = condition("orders_total", "between", json!([100, "150.5"]));
    let json = json!({"field": "orders_total", "op": "between", "value": ["100.00", "150.50"]});
    assert_eq!(serde_json::to_value(&filter).unwrap(), json);
    assert_eq!(serde_json::from_value::<SegmentFilter>(json).unwrap(), filter);
    let error = serde_json::from_value::<SegmentFilter>(json!({"any": []})).unwrap_err();
    assert!(error.to_string().contains("/any: at least one part"));
}

proptest! {
    #[test]
    fn a_filter_comes_back_from_its_json(filter in testing::filters()) {
        prop_assert_eq!(SegmentFilter::parse(&filter.to_json()), Ok(filter));
    }

    #[test]
    fn not_is_always_the_opposite(
        filter in testing::filters(),
        subject in testing::subjects(),
        moment in testing::moments(),
    ) {
        let opposite = SegmentFilter::Not(Box::new(filter.clone()));
        prop_assert_ne!(filter.matches(&subject, &moment), opposite.matches(&subject, &moment));
    }

    #[test]
    fn any_json_is_read_or_refused(text in "\\{\"(all|any|not|field)\":[\\[\\]{}\",:a-z0-9]{0,40}\\}") {
        if let Ok(value) = serde_json::from_str::<Value>(&text) {
            let _ = SegmentFilter::parse(&value);
        }
    }
}
