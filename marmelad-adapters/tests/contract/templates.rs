//! Templates.

use marmelad_core::discounts::{
    Recurrence, RemoveTemplate, RemoveTemplateOutcome, SavedTemplate, Template, TemplateChange,
    TemplateEvent, TemplateTerms, UpdateTemplate, UsageType,
};
use marmelad_core::kernel::{DiscountValue, Percent, TemplateId};
use serde_json::json;

use crate::scene::{entry, manual, roubles, terms};
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
    assert_eq!(world.templates.find(added.id).await.unwrap(), Some(added));

    let odd = Percent::from_hundredths(1234).unwrap();
    let odd = TemplateTerms { value: DiscountValue::Percent(odd), ..manual() };
    let added = world.template(odd.clone()).await;
    assert_eq!(world.find_template(added.id).await.terms, odd);
    assert_eq!(world.templates.list().await.unwrap()[0], added);
    assert_eq!(world.templates.find(TemplateId(999)).await.unwrap(), None);
}

fn update(id: TemplateId, change: TemplateChange) -> UpdateTemplate {
    UpdateTemplate { id, change, audit: entry("update_template").about(id.0), now: at(5) }
}

async fn terms_are_changed(world: World) {
    let template = world.template(manual()).await;
    let update = async |id, change| world.templates.update(update(id, change)).await.unwrap();
    let changed = Template { terms: all_terms(), ..template.clone() };
    // The second time nothing changes, and nothing is written.
    for _ in 0..2 {
        let outcome = update(template.id, all_terms().into()).await;
        assert_eq!(outcome, SavedTemplate::Saved(Box::new(changed.clone())));
    }
    let told = world.last_audit().await.row.payload;
    assert_eq!(told["value"], json!({ "old": "10.00", "new": "150.00" }));
    assert_eq!(told["max_uses"], json!({ "old": null, "new": 3 }));
    assert_eq!(told["recurrence"]["new"], json!({ "type": "days", "value": 30 }));

    let broken = TemplateChange { duration_days: Some(0), ..TemplateChange::default() };
    let outcome = update(template.id, broken).await;
    assert!(
        matches!(outcome, SavedTemplate::Invalid(problems) if problems[0].field == "duration_days")
    );
    let missing = update(TemplateId(999), TemplateChange::default()).await;
    assert_eq!(missing, SavedTemplate::NotFound);
    assert_eq!(world.find_template(template.id).await, changed);
    assert_eq!(world.audited("update_template").await, 1);
}

/// Changes of different fields at once all hold.
async fn no_change_is_lost(world: World) {
    let template = world.template(manual()).await;
    let id = template.id;
    world
        .race(move |world, number| async move {
            let change = if number % 2 == 0 {
                TemplateChange { name: Some("Чай".into()), ..TemplateChange::default() }
            } else {
                TemplateChange { duration_days: Some(7), ..TemplateChange::default() }
            };
            world.templates.update(update(id, change)).await.unwrap();
        })
        .await;
    let after = world.find_template(id).await.terms;
    assert_eq!((after.name.as_str(), after.duration_days), ("Чай", 7));
}

async fn a_template_is_deleted_until_something_refers_to_it(world: World) {
    let remove = async |id: TemplateId| {
        let command = RemoveTemplate {
            id,
            deleted: entry("delete_template").about(id.0),
            deactivated: entry("deactivate_template").about(id.0),
            now: at(5),
        };
        world.templates.remove(command).await.unwrap()
    };
    let unused = world.template(manual()).await.id;
    assert_eq!(remove(unused).await, RemoveTemplateOutcome::Deleted);
    assert_eq!(world.templates.find(unused).await.unwrap(), None);
    assert_eq!(remove(unused).await, RemoveTemplateOutcome::NotFound);

    let used = world.held(7, 0).await.template_id.unwrap();
    let off = remove(used).await;
    assert!(
        matches!(&off, RemoveTemplateOutcome::Deactivated(template) if !template.terms.is_active)
    );
    assert_eq!(world.last_audit().await.row.action, "deactivate_template");
    assert_eq!(remove(used).await, off);
    assert_eq!(world.audited("deactivate_template").await, 1);

    let named = world.template(terms(TemplateEvent::Campaign)).await.id;
    world.giving_campaign("leto", named).await;
    assert!(matches!(remove(named).await, RemoveTemplateOutcome::Deactivated(_)));
}

async fn a_new_database_has_two_templates(world: World) {
    let first = world.templates.list().await.unwrap();
    let events: Vec<_> = first.iter().map(|template| template.terms.event).collect();
    assert_eq!(events, [TemplateEvent::Birthday, TemplateEvent::Subscription]);
    let is_usable = |terms: &TemplateTerms| terms.is_active && terms.problems().is_empty();
    assert!(first.iter().all(|template| is_usable(&template.terms)));
    assert_eq!(world.texts("SELECT actor FROM audit_logs").await, ["system", "system"]);
}
