//! Templates.

use marmelad_core::discounts::{
    Recurrence, RemoveTemplate, RemoveTemplateOutcome, Template, TemplateChange, TemplateEvent,
    TemplateTerms, UpdateTemplate, UpdateTemplateOutcome, UsageType,
};
use marmelad_core::kernel::{DiscountValue, Percent, TemplateId};
use serde_json::json;

use crate::scene::{entry, roubles, terms};
use crate::world::{World, at};

contract!(
    every_term_comes_back_as_it_was,
    terms_are_changed,
    no_change_is_lost,
    a_template_is_deleted_until_something_refers_to_it,
    a_new_database_has_two_templates
);

fn all_terms() -> TemplateTerms {
    TemplateTerms {
        name: "Лето".into(),
        description: Some("Для своих".into()),
        value: DiscountValue::Fixed(roubles(150)),
        event: TemplateEvent::Campaign,
        usage: UsageType::Multi { max_uses: 3 },
        duration_days: 3650,
        recurrence: Recurrence::Days { value: 30 },
        min_order_amount: Some(roubles(500)),
        total_limit: Some(100),
        valid_from: Some(at(1)),
        valid_until: Some(at(999)),
        message_text: Some("<b>Приходите!</b>".into()),
        is_active: false,
    }
}

async fn every_term_comes_back_as_it_was(world: World) {
    let added = world.template(all_terms()).await;
    assert_eq!(added.terms, all_terms());
    assert_eq!((added.issued_count, added.created_at), (0, at(0)));
    assert_eq!(world.store.templates.find(added.id).await.unwrap(), Some(added));

    let odd = Percent::from_hundredths(1234).unwrap();
    let odd = TemplateTerms { value: DiscountValue::Percent(odd), ..terms(TemplateEvent::Manual) };
    let added = world.template(odd.clone()).await;
    assert_eq!(world.store.templates.find(added.id).await.unwrap().unwrap().terms, odd);
    assert_eq!(world.store.templates.list().await.unwrap()[0], added);
    assert_eq!(world.store.templates.find(TemplateId(999)).await.unwrap(), None);
}

fn update(id: TemplateId, change: TemplateChange) -> UpdateTemplate {
    UpdateTemplate { id, change, audit: entry("update_template").about(id.0), now: at(5) }
}

async fn terms_are_changed(world: World) {
    let templates = &world.store.templates;
    let template = world.template(terms(TemplateEvent::Manual)).await;
    let whole = update(template.id, all_terms().into());
    let changed = Template { terms: all_terms(), ..template.clone() };
    let outcome = templates.update(whole.clone()).await.unwrap();
    assert_eq!(outcome, UpdateTemplateOutcome::Updated(changed.clone()));
    assert_eq!(templates.find(template.id).await.unwrap(), Some(changed.clone()));
    let told = world.store.audit.newest(1).await.unwrap().remove(0).row.payload;
    assert_eq!(told["value"], json!({ "old": "10.00", "new": "150.00" }));
    assert_eq!(told["max_uses"], json!({ "old": null, "new": 3 }));
    assert_eq!(told["recurrence"]["new"], json!({ "type": "days", "value": 30 }));

    let head = world.store.audit.head().await.unwrap();
    assert_eq!(
        templates.update(whole).await.unwrap(),
        UpdateTemplateOutcome::Updated(changed.clone())
    );
    let broken = TemplateChange { duration_days: Some(0), ..TemplateChange::default() };
    let outcome = templates.update(update(template.id, broken)).await.unwrap();
    assert!(
        matches!(outcome, UpdateTemplateOutcome::Invalid(problems) if problems[0].field == "duration_days")
    );
    let missing = update(TemplateId(999), TemplateChange::default());
    assert_eq!(templates.update(missing).await.unwrap(), UpdateTemplateOutcome::NotFound);
    assert_eq!(templates.find(template.id).await.unwrap(), Some(changed));
    assert_eq!(world.store.audit.head().await.unwrap(), head);
}

/// Changes of different fields at once all hold.
async fn no_change_is_lost(world: World) {
    let template = world.template(terms(TemplateEvent::Manual)).await;
    let id = template.id;
    world
        .race(move |store, number| async move {
            let change = if number % 2 == 0 {
                TemplateChange { name: Some("Чай".into()), ..TemplateChange::default() }
            } else {
                TemplateChange { duration_days: Some(7), ..TemplateChange::default() }
            };
            store.templates.update(update(id, change)).await.unwrap();
        })
        .await;
    let after = world.store.templates.find(id).await.unwrap().unwrap().terms;
    assert_eq!((after.name.as_str(), after.duration_days), ("Чай", 7));
}

async fn a_template_is_deleted_until_something_refers_to_it(world: World) {
    let templates = &world.store.templates;
    let remove = |id: TemplateId| {
        templates.remove(RemoveTemplate {
            id,
            deleted: entry("delete_template").about(id.0),
            deactivated: entry("deactivate_template").about(id.0),
            now: at(5),
        })
    };
    let unused = world.template(terms(TemplateEvent::Manual)).await.id;
    assert_eq!(remove(unused).await.unwrap(), RemoveTemplateOutcome::Deleted);
    assert_eq!(templates.find(unused).await.unwrap(), None);
    assert_eq!(remove(unused).await.unwrap(), RemoveTemplateOutcome::NotFound);

    let user = world.user(7).await.id;
    let used = world.single(user, 0).await.template_id.unwrap();
    let off = remove(used).await.unwrap();
    assert!(
        matches!(&off, RemoveTemplateOutcome::Deactivated(template) if !template.terms.is_active)
    );
    let head = world.store.audit.head().await.unwrap();
    assert_eq!(remove(used).await.unwrap(), off);
    assert_eq!(world.store.audit.head().await.unwrap(), head);
    let actions = world.store.audit.newest(2).await.unwrap();
    let actions: Vec<_> = actions.iter().map(|record| record.row.action.as_str()).collect();
    assert_eq!(actions[0], "deactivate_template");

    let named = world.template(terms(TemplateEvent::Campaign)).await.id;
    world
        .execute(&format!(
            "INSERT INTO campaigns (slug, name, template_id, is_active, created_at, updated_at) \
             SELECT 'leto', 'Лето', {named}, 1, created_at, created_at FROM users LIMIT 1"
        ))
        .await;
    assert!(matches!(remove(named).await.unwrap(), RemoveTemplateOutcome::Deactivated(_)));
}

async fn a_new_database_has_two_templates(world: World) {
    let first: Vec<_> = world
        .store
        .templates
        .list()
        .await
        .unwrap()
        .into_iter()
        .map(|template| template.terms)
        .collect();
    assert_eq!(
        first.iter().map(|terms| terms.event).collect::<Vec<_>>(),
        [TemplateEvent::Birthday, TemplateEvent::Subscription]
    );
    assert!(first.iter().all(|terms| terms.is_active && terms.problems().is_empty()));
    assert_eq!(world.texts("SELECT actor FROM audit_logs").await, ["system", "system"]);
}
