use std::collections::HashSet;

use marmelad_adapters::sql::seed::SeedEnding;
use marmelad_core::discounts::{DiscountSource, Recurrence, TemplateEvent, TemplateTerms};
use marmelad_core::kernel::TemplateId;
use marmelad_testkit::template_terms;

use super::*;

fn plan(rng_seed: u64) -> Plan {
    Plan {
        users: 400,
        rng_seed,
        zone: chrono_tz::Asia::Vladivostok,
        now: "2026-03-05T02:00:00Z".parse().unwrap(),
    }
}

fn templates() -> Vec<Template> {
    let template = |id, event, recurrence| Template {
        id: TemplateId(id),
        terms: TemplateTerms { recurrence, ..template_terms(event) },
        issued_count: 0,
        created_at: DateTime::UNIX_EPOCH,
    };
    vec![
        template(1, TemplateEvent::Subscription, Recurrence::Days { value: 30 }),
        template(2, TemplateEvent::Birthday, Recurrence::Yearly),
    ]
}

fn clients(rng_seed: u64) -> Vec<SeedClient> {
    let (plan, mut made) = (plan(rng_seed), 0);
    let mut world = world(plan, &templates());
    std::iter::from_fn(|| next_lot(&mut world, plan.users, &mut made)).flatten().collect()
}

#[test]
fn the_same_seed_tells_the_same_story() {
    assert_eq!(clients(1), clients(1));
    assert_ne!(clients(1), clients(2));
}

#[test]
fn codes_are_unique_and_everything_has_happened() {
    let clients = clients(1);
    assert_eq!(clients.len(), 400);
    let today = zone::start_of_day("2026-03-05".parse().unwrap(), plan(1).zone);
    let mut codes = HashSet::new();
    for client in &clients {
        assert!(client.last_seen_at < today && client.created_at <= client.last_seen_at);
        for discount in &client.discounts {
            assert!(codes.insert(discount.code.clone()), "{} twice", discount.code);
            assert!(client.created_at <= discount.issued_at && discount.issued_at < today);
            for attempt in &discount.attempts {
                assert!(discount.issued_at < attempt.at && attempt.at < today);
                let success = matches!(attempt.ending, SeedEnding::Success { .. });
                assert!(!success || attempt.at <= discount.expires_at);
            }
        }
    }
}

#[test]
fn the_rules_of_the_shop_were_kept() {
    let clients = clients(1);
    for client in &clients {
        let of = |source| client.discounts.iter().filter(move |one| one.source == source);
        let claims: Vec<_> = of(DiscountSource::Subscription).map(|one| one.issued_at).collect();
        assert!(claims.windows(2).all(|pair| pair[1] - pair[0] >= Duration::days(30)));
        assert!(of(DiscountSource::Campaign).count() <= 1);
        for discount in &client.discounts {
            let stands =
                |ending: &SeedEnding| matches!(ending, SeedEnding::Success { undone: None, .. });
            let uses = discount.attempts.iter().filter(|one| stands(&one.ending)).count();
            assert!(uses <= discount.terms.usage.max_uses() as usize);
            assert!(discount.revoked.is_none() || uses == 0);
        }
    }
}

#[test]
fn there_is_something_of_everything() {
    let clients = clients(1);
    let discounts: Vec<_> = clients.iter().flat_map(|client| &client.discounts).collect();
    let endings: Vec<_> = discounts
        .iter()
        .flat_map(|discount| &discount.attempts)
        .map(|attempt| &attempt.ending)
        .collect();
    for source in [
        DiscountSource::Subscription,
        DiscountSource::Birthday,
        DiscountSource::Campaign,
        DiscountSource::Manual,
    ] {
        assert!(discounts.iter().any(|one| one.source == source), "{source}");
    }
    assert!(endings.iter().any(|one| matches!(one, SeedEnding::Refused(_))));
    assert!(endings.iter().any(|one| matches!(one, SeedEnding::Success { order: Some(_), .. })));
    assert!(endings.iter().any(|one| matches!(one, SeedEnding::Success { undone: Some(_), .. })));
    assert!(clients.iter().any(|client| client.blocked_at.is_some()));
    assert!(clients.iter().any(|client| client.phone.is_some() && !client.tags.is_empty()));
}
