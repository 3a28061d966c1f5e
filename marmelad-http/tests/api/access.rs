//! Who may do what, for every operation of the document.

use chrono::TimeDelta;
use marmelad_core::staff::Role;
use poem::http::Method;
use serde_json::Value;

use crate::house::{House, OWNER, problem};

struct Operation {
    id: String,
    method: Method,
    path: String,
    /// The least role that may; `None` = anybody.
    least: Option<Role>,
}

/// Every operation, with a path that leads to nothing.
fn operations() -> Vec<Operation> {
    let document: Value = serde_json::from_str(marmelad_http::spec::document()).unwrap();
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        let mut path = path.clone();
        while let (Some(start), Some(end)) = (path.find('{'), path.find('}')) {
            path.replace_range(start..=end, "999999999");
        }
        for (method, operation) in methods.as_object().unwrap() {
            let schemes: Vec<&str> = operation["security"]
                .as_array()
                .into_iter()
                .flatten()
                .flat_map(|scheme| scheme.as_object().unwrap().keys())
                .map(String::as_str)
                .collect();
            operations.push(Operation {
                id: operation["operationId"].as_str().unwrap().to_owned(),
                method: method.to_uppercase().parse().unwrap(),
                path: path.clone(),
                least: match schemes[..] {
                    [] => None,
                    ["reader"] => Some(Role::Readonly),
                    ["marketing"] => Some(Role::Marketing),
                    ["owner"] => Some(Role::Owner),
                    _ => panic!("{schemes:?}"),
                },
            });
        }
    }
    operations
}

/// What docs/API.md says of the roles, beside the document, which is made from the code.
#[test]
fn roles_are_those_that_were_decided() {
    let of = |least: Role, wanted: fn(&Method) -> bool| -> Vec<String> {
        let mut ids: Vec<String> = operations()
            .into_iter()
            .filter(|it| it.least == Some(least) && wanted(&it.method))
            .map(|it| it.id)
            .collect();
        ids.sort();
        ids
    };
    let owners = [
        "activateCashier",
        "addAdmin",
        "anonymizeUser",
        "changeAdmin",
        "changeCashier",
        "deactivateCashier",
        "listAdmins",
        "listAuditLogs",
        "rejectCashier",
        "undoRedemption",
        "updateSettings",
    ];
    assert_eq!(of(Role::Owner, |_| true), owners);
    let exports = ["exportBroadcastLogs", "exportDiscounts", "exportReport", "exportUsers"];
    assert_eq!(of(Role::Marketing, |method| method == Method::GET), exports);
    let harmless = ["logOut", "preflightBroadcast", "previewSegment"];
    assert_eq!(of(Role::Readonly, |method| method != Method::GET), harmless);
}

impl Operation {
    /// Answers the status, and the slug of a failure.
    async fn ask(&self, house: &House, token: Option<&str>) -> (u16, String) {
        let path = format!("/api/v1{}", self.path);
        let mut request = house.client.request(self.method.clone(), path);
        if let Some(token) = token {
            request = request.header("Authorization", format!("Bearer {token}"));
        }
        if matches!(self.method, Method::POST | Method::PATCH | Method::PUT) {
            request = request.content_type("application/json").body("[]");
        }
        let answer = request.send().await;
        let status = answer.0.status().as_u16();
        let kind = answer.0.content_type().unwrap_or_default().to_owned();
        if kind != "application/problem+json" {
            return (status, String::new());
        }
        let body = answer.0.into_body().into_string().await.unwrap();
        let body: Value = serde_json::from_str(&body).unwrap();
        let slug = body["type"].as_str().unwrap().replace("/problems/", "");
        (status, slug)
    }
}

#[tokio::test]
async fn no_operation_works_without_a_token_that_holds() {
    let open = operations().into_iter().filter(|it| it.least.is_none());
    let open: Vec<String> = open.map(|operation| operation.id).collect();
    assert_eq!(open, ["logIn"]);
    let house = House::open().await;
    let token = house.token(Role::Owner).await;
    let revoked = house.token(Role::Owner).await;
    house.call((Method::POST, "/auth/logout"), &revoked, None, 204).await;
    let mut forged = token.clone();
    forged.pop();
    for operation in operations() {
        let Some(_) = operation.least else { continue };
        for token in [None, Some("x"), Some(forged.as_str()), Some(revoked.as_str())] {
            let answer = operation.ask(&house, token).await;
            let expected = (401, "unauthorized".to_owned());
            assert_eq!(answer, expected, "{} with {token:?}", operation.id);
        }
    }
    house.clock.advance(TimeDelta::minutes(720));
    for operation in operations().iter().filter(|it| it.least.is_some()) {
        let answer = operation.ask(&house, Some(&token)).await;
        assert_eq!(answer.0, 401, "{} with a token that ended", operation.id);
    }
}

#[tokio::test]
async fn no_operation_works_for_the_deactivated() {
    let house = House::open().await;
    let token = house.token(Role::Owner).await;
    house.deactivate_owner().await;
    for operation in operations().iter().filter(|it| it.least.is_some()) {
        let answer = operation.ask(&house, Some(&token)).await;
        let expected = (403, "admin-inactive".to_owned());
        assert_eq!(answer, expected, "{}", operation.id);
    }
    // Access that comes back does not bring the old session back.
    house.save_admin(OWNER.0, Role::Owner, true).await;
    let answer = house.ask(Method::GET, "/auth/me", &token).send().await;
    problem(answer, 401, "unauthorized").await;
}

#[tokio::test]
async fn every_operation_works_from_its_role_on() {
    for role in [Role::Readonly, Role::Marketing, Role::Owner] {
        let house = House::open().await;
        for operation in operations().iter().filter(|it| it.id != "logOut") {
            let token = house.token(role).await;
            let (status, slug) = operation.ask(&house, Some(&token)).await;
            let of = format!("{} as {role}: {status} {slug}", operation.id);
            if operation.least.is_none_or(|least| role >= least) {
                assert!(status != 403 && slug != "unauthorized", "{of}");
                assert!(status < 500, "{of}");
            } else {
                assert_eq!((status, slug.as_str()), (403, "forbidden"), "{of}");
            }
        }
        if role == Role::Readonly {
            let log = house.app().ports().audit.newest(100).await.unwrap();
            assert!(log.iter().all(|it| !it.row.action.starts_with("export")), "{log:?}");
        }
    }
}

#[tokio::test]
async fn a_new_role_counts_at_once() {
    let house = House::open().await;
    let owner = house.token(Role::Owner).await;
    let token = house.token(Role::Marketing).await;
    let me = house.get("/auth/me", &token).await;
    let answer = house.ask(Method::GET, "/admins", &token).send().await;
    problem(answer, 403, "forbidden").await;
    let path = format!("/admins/{}", me["id"]);
    let body = serde_json::json!({ "role": "owner" });
    house.call((Method::PATCH, &path), &owner, Some(body), 200).await;
    let admins = house.get("/admins", &token).await;
    assert_eq!(admins["total"], 2);
}

#[tokio::test]
async fn what_an_address_does_not_know_is_refused() {
    let house = House::open().await;
    let token = house.token(Role::Owner).await;
    for (query, path) in [
        ("colour=red", "/colour"),
        ("page=0", "/page"),
        ("page=x", "/page"),
        ("per_page=201", "/per_page"),
        ("page=1&page=2", "/page"),
        ("is_active=perhaps", "/is_active"),
    ] {
        let answer = house.ask(Method::GET, &format!("/admins?{query}"), &token);
        let problem = problem(answer.send().await, 400, "bad-request").await;
        assert_eq!(problem["errors"][0]["path"], path, "{problem}");
    }
    let answer = house.ask(Method::PATCH, "/admins/x", &token);
    let answer = answer.body_json(&serde_json::json!({})).send().await;
    let problem = problem(answer, 400, "bad-request").await;
    assert_eq!(problem["errors"][0]["path"], "/id", "{problem}");
}
