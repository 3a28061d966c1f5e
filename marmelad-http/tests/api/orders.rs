//! Purchases.

use marmelad_core::staff::Role;
use poem::http::Method;
use serde_json::{Value, json};

use crate::house::{House, on_each_database, problem};
use crate::shop::{from_500, terms};

on_each_database!(
    a_till_enters_a_purchase_and_is_not_sure,
    a_discount_is_redeemed_with_its_purchase,
    what_does_not_fit_is_pointed_at,
    purchases_are_listed_by_what_is_given,
);

const ORDERS: (Method, &str) = (Method::POST, "/orders");

async fn refused(house: &House, token: &str, body: Value, status: u16, slug: &str) -> Value {
    let request = house.ask(Method::POST, "/orders", token).body_json(&body);
    problem(request.send().await, status, slug).await
}

async fn a_till_enters_a_purchase_and_is_not_sure(house: House) {
    let token = house.token(Role::Marketing).await;
    let user = house.client(1).await;
    let body = json!({ "user_id": user, "amount": "1500.5", "external_id": "чек-1" });
    let request = house.ask(Method::POST, "/orders", &token).body_json(&body);
    let answer = request.send().await;
    answer.assert_status(poem::http::StatusCode::CREATED);
    let place = answer.0.header("location").unwrap().to_owned();
    let order: Value = answer.json().await.value().deserialize();
    assert_eq!(place, format!("/api/v1/orders/{}", order["id"]));
    assert_eq!(
        order,
        json!({
            "id": order["id"],
            "user_id": user,
            "user": { "id": user, "display_name": "Анна" },
            "amount": "1500.50",
            "discount_amount": "0.00",
            "external_id": "чек-1",
            "source": "api",
            "status": "completed",
            "is_test": false,
            "created_at": "2026-03-05T10:00:00.000Z",
        })
    );
    let path = format!("/orders/{}", order["id"]);
    assert_eq!(house.get(&path, &token).await, order);
    // The same again is the same purchase; another under its id is not.
    let again = house.call(ORDERS, &token, Some(body), 200).await;
    assert_eq!(again, order);
    let other = json!({ "user_id": user, "amount": "1500.51", "external_id": "чек-1" });
    refused(&house, &token, other, 409, "external-id-taken").await;
    let audit = house.app().ports().audit.newest(1).await.unwrap();
    assert_eq!(audit[0].row.action, "create_order");
    assert_eq!(audit[0].row.entity_id, order["id"].as_i64());
}

async fn a_discount_is_redeemed_with_its_purchase(house: House) {
    let token = house.token(Role::Marketing).await;
    let discount = house.code(1, from_500()).await;
    let (user, id) = (discount.user_id.0, discount.id.0);
    let below = json!({ "user_id": user, "amount": "499.99", "discount_id": id });
    let told = refused(&house, &token, below, 422, "below-minimum").await;
    assert_eq!(told["errors"][0]["path"], "/amount");
    let body = json!({ "user_id": user, "amount": "500.00", "discount_id": id });
    let order = house.call(ORDERS, &token, Some(body.clone()), 201).await;
    assert_eq!(order["discount_amount"], "50.00");
    assert_eq!(order["discount_id"], id);
    let found = house.get(&format!("/discounts/{id}"), &token).await;
    assert_eq!(found["state"], "used");
    assert_eq!(found["usage_logs"][0]["order_id"], order["id"]);
    refused(&house, &token, body, 409, "already-used").await;
    let orders = house.get("/orders", &token).await;
    assert_eq!(orders["total"], 1);

    let revoked = house.code(2, terms()).await;
    let path = format!("/discounts/{}/revoke", revoked.id);
    let why = Some(json!({ "reason": "подделка" }));
    house.call((Method::POST, &path), &token, why, 200).await;
    let body = json!({ "user_id": revoked.user_id.0, "amount": "1", "discount_id": revoked.id.0 });
    refused(&house, &token, body, 409, "revoked").await;
}

async fn what_does_not_fit_is_pointed_at(house: House) {
    let token = house.token(Role::Marketing).await;
    let discount = house.code(1, terms()).await;
    let (user, other) = (discount.user_id.0, house.client(2).await);
    let long = "я".repeat(129);
    for (body, status, path) in [
        (json!({ "user_id": 999, "amount": "1" }), 422, "/user_id"),
        (json!({ "user_id": user, "amount": "0" }), 422, "/amount"),
        (json!({ "user_id": user, "amount": "x" }), 400, "/amount"),
        (json!({ "user_id": user, "amount": 1 }), 400, "/amount"),
        (json!({ "user_id": user }), 400, ""),
        (json!({ "user_id": user, "amount": "1", "external_id": "" }), 422, "/external_id"),
        (json!({ "user_id": user, "amount": "1", "external_id": "a " }), 422, "/external_id"),
        (json!({ "user_id": user, "amount": "1", "external_id": long }), 422, "/external_id"),
        (json!({ "user_id": user, "amount": "1", "discount_id": 999 }), 422, "/discount_id"),
        (
            json!({ "user_id": other, "amount": "1", "discount_id": discount.id.0 }),
            422,
            "/discount_id",
        ),
        (json!({ "user_id": user, "amount": "1", "shop": "x" }), 400, "/shop"),
    ] {
        let slug = if status == 400 { "bad-request" } else { "invalid-value" };
        let told = refused(&house, &token, body, status, slug).await;
        assert_eq!(told["errors"][0]["path"], path, "{told}");
    }
    assert_eq!(house.get("/orders?is_test=any", &token).await["total"], 0);
}

async fn purchases_are_listed_by_what_is_given(house: House) {
    let token = house.token(Role::Marketing).await;
    let discount = house.code(1, terms()).await;
    let (user, other) = (discount.user_id.0, house.client(2).await);
    let mut ids = Vec::new();
    for body in [
        json!({ "user_id": user, "amount": "300", "discount_id": discount.id.0 }),
        json!({ "user_id": other, "amount": "100", "external_id": "чек" }),
        json!({ "user_id": other, "amount": "200" }),
    ] {
        let order = house.call(ORDERS, &token, Some(body), 201).await;
        ids.push(order["id"].clone());
    }
    let found = async |query: &str| {
        let found = house.get(&format!("/orders?{query}"), &token).await;
        let items = found["items"].as_array().unwrap().iter();
        items.map(|it| it["id"].clone()).collect::<Vec<_>>()
    };
    let [first, second, third] = &ids[..] else { panic!("three purchases") };
    assert_eq!(found("").await, [third, second, first].map(Clone::clone));
    assert_eq!(found("sort=amount").await, [second, third, first].map(Clone::clone));
    assert_eq!(found("sort=-amount&per_page=1").await, std::slice::from_ref(first));
    let of_other = format!("user_id={other}&sort=created_at");
    assert_eq!(found(&of_other).await, [second, third].map(Clone::clone));
    let with = format!("discount_id={}", discount.id);
    assert_eq!(found(&with).await, std::slice::from_ref(first));
    let code: String = url::form_urlencoded::byte_serialize("чек".as_bytes()).collect();
    assert_eq!(found(&format!("external_id={code}")).await, std::slice::from_ref(second));
    assert_eq!(found("source=api&status=completed").await.len(), 3);
    for nothing in [
        "source=bot",
        "status=undone",
        "cashier_id=1",
        "shop=x",
        "is_test=true",
        "created_from=2026-03-06T00:00:00Z",
        "created_to=2026-03-04T00:00:00Z",
    ] {
        assert_eq!(found(nothing).await, Vec::<Value>::new(), "{nothing}");
    }
}
