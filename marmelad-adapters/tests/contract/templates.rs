//! Templates.

use marmelad_core::domain::ids::TemplateId;
use marmelad_core::domain::money::{DiscountValue, Percent};
use marmelad_core::domain::recurrence::Recurrence;
use marmelad_core::domain::template::{TemplateEvent, TemplateTerms, UsageType};
use marmelad_core::ports::SaveTemplate;

use crate::scene::{entry, roubles, terms};
use crate::world::{World, at};

contract!(
    every_term_comes_back_as_it_was,
    terms_are_replaced,
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
    assert_eq!(
        world.store.templates.find(added.id).await.unwrap(),
        Some(added)
    );

    let odd = Percent::from_hundredths(1234).unwrap();
    let odd = TemplateTerms {
        value: DiscountValue::Percent(odd),
        ..terms(TemplateEvent::Manual)
    };
    let added = world.template(odd.clone()).await;
    assert_eq!(
        world
            .store
            .templates
            .find(added.id)
            .await
            .unwrap()
            .unwrap()
            .terms,
        odd
    );
    assert_eq!(world.store.templates.list().await.unwrap()[0], added);
    assert_eq!(
        world.store.templates.find(TemplateId(999)).await.unwrap(),
        None
    );
}

async fn terms_are_replaced(world: World) {
    let template = world.template(terms(TemplateEvent::Manual)).await;
    let command = SaveTemplate {
        terms: all_terms(),
        audit: entry("update_template"),
        now: at(5),
    };
    let replaced = world
        .store
        .templates
        .replace(template.id, command.clone())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(replaced.terms, all_terms());
    assert_eq!(replaced.created_at, template.created_at);
    let before = world.store.audit.head().await.unwrap();
    assert_eq!(
        world
            .store
            .templates
            .replace(TemplateId(999), command)
            .await
            .unwrap(),
        None
    );
    assert_eq!(world.store.audit.head().await.unwrap(), before);
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
    assert!(
        first
            .iter()
            .all(|terms| terms.is_active && terms.problems().is_empty())
    );
    assert_eq!(
        world.texts("SELECT actor FROM audit_logs").await,
        ["system", "system"]
    );
}
