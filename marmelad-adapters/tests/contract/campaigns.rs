//! Campaigns.

use marmelad_core::domain::campaign::Slug;
use marmelad_core::domain::discount::DiscountSource;
use marmelad_core::domain::ids::{TemplateId, UserId};
use marmelad_core::domain::recurrence::Recurrence;
use marmelad_core::domain::template::{TemplateEvent, TemplateTerms};
use marmelad_core::ports::{IssueOwed, JoinCampaign, JoinOutcome, NewCampaign};

use crate::scene::{codes, terms};
use crate::world::{RACERS, World, ZONE, at};

contract!(
    a_campaign_is_added_once,
    one_client_joins_once_by_any_number_at_once,
    no_more_join_than_the_limit,
    the_first_campaign_is_remembered_for_ever,
    a_closed_campaign_takes_nobody,
    what_was_held_back_is_issued_once,
    a_campaign_gives_what_the_template_allows,
);

fn slug(text: &str) -> Slug {
    text.parse().unwrap()
}

fn campaign(text: &str, template_id: Option<TemplateId>) -> NewCampaign {
    NewCampaign {
        slug: slug(text),
        name: "Лето".into(),
        template_id,
        starts_at: None,
        ends_at: None,
        total_limit: None,
        now: at(0),
    }
}

fn join(user_id: UserId, text: &str, number: usize) -> JoinCampaign {
    JoinCampaign {
        user_id,
        slug: slug(text),
        is_new_user: true,
        may_issue: true,
        codes: codes(number),
        now: at(10),
        zone: ZONE,
    }
}

async fn a_campaign_is_added_once(world: World) {
    let template = world.template(terms(TemplateEvent::Campaign)).await.id;
    let wanted = NewCampaign {
        starts_at: Some(at(1)),
        ends_at: Some(at(2)),
        total_limit: Some(3),
        ..campaign("leto", Some(template))
    };
    let added = world
        .store
        .campaigns
        .add(wanted.clone())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (added.joined_count, added.is_active, added.total_limit),
        (0, true, Some(3))
    );
    assert_eq!(
        world
            .store
            .campaigns
            .find_by_slug(&slug("leto"))
            .await
            .unwrap(),
        Some(added)
    );
    assert_eq!(world.store.campaigns.add(wanted).await.unwrap(), None);
    assert_eq!(
        world
            .store
            .campaigns
            .find_by_slug(&slug("zima"))
            .await
            .unwrap(),
        None
    );
}

async fn one_client_joins_once_by_any_number_at_once(world: World) {
    let template = world.template(terms(TemplateEvent::Campaign)).await.id;
    world
        .store
        .campaigns
        .add(campaign("leto", Some(template)))
        .await
        .unwrap();
    let user = world.user(7).await.id;
    let answers = world
        .race(move |store, number| async move {
            store
                .campaigns
                .join(join(user, "leto", number))
                .await
                .unwrap()
        })
        .await;
    let joined: Vec<_> = answers
        .iter()
        .filter_map(|answer| {
            if let JoinOutcome::Joined { discount, .. } = answer {
                Some(discount)
            } else {
                None
            }
        })
        .collect();
    assert_eq!(joined.len(), 1);
    let discount = joined[0].as_ref().unwrap();
    assert_eq!(discount.source, DiscountSource::Campaign);
    assert_eq!(
        answers
            .iter()
            .filter(|answer| matches!(answer, JoinOutcome::AlreadyJoined(_)))
            .count(),
        19
    );
    let campaign = world
        .store
        .campaigns
        .find_by_slug(&slug("leto"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(campaign.joined_count, 1);
    assert_eq!(discount.campaign_id, Some(campaign.id));
    assert_eq!(
        world.number("SELECT discount_id FROM campaign_users").await,
        discount.id.0
    );
    assert_eq!(world.number("SELECT COUNT(*) FROM discounts").await, 1);
}

async fn no_more_join_than_the_limit(world: World) {
    let template = world.template(terms(TemplateEvent::Campaign)).await.id;
    let limited = NewCampaign {
        total_limit: Some(7),
        ..campaign("leto", Some(template))
    };
    world.store.campaigns.add(limited).await.unwrap();
    let mut users = Vec::new();
    for telegram_id in 1..=i64::try_from(RACERS).unwrap() {
        users.push(world.user(telegram_id).await.id);
    }
    let answers = world
        .race(move |store, number| {
            let command = join(users[number], "leto", number);
            async move { store.campaigns.join(command).await.unwrap() }
        })
        .await;
    assert_eq!(
        answers
            .iter()
            .filter(|answer| matches!(answer, JoinOutcome::Joined { .. }))
            .count(),
        7
    );
    assert_eq!(
        answers
            .iter()
            .filter(|answer| **answer == JoinOutcome::NotOpen)
            .count(),
        13
    );
    assert_eq!(world.number("SELECT joined_count FROM campaigns").await, 7);
    assert_eq!(world.number("SELECT COUNT(*) FROM campaign_users").await, 7);
    assert_eq!(world.number("SELECT COUNT(*) FROM discounts").await, 7);
}

async fn the_first_campaign_is_remembered_for_ever(world: World) {
    let user = world.user(7).await.id;
    let first = world
        .store
        .campaigns
        .add(campaign("leto", None))
        .await
        .unwrap()
        .unwrap();
    world
        .store
        .campaigns
        .add(campaign("zima", None))
        .await
        .unwrap();
    for text in ["leto", "zima"] {
        let outcome = world
            .store
            .campaigns
            .join(join(user, text, 0))
            .await
            .unwrap();
        assert!(matches!(
            outcome,
            JoinOutcome::Joined { discount: None, .. }
        ));
    }
    let user = world.store.users.find(user).await.unwrap().unwrap();
    assert_eq!(user.campaign_id, Some(first.id));
}

async fn a_closed_campaign_takes_nobody(world: World) {
    let user = world.user(7).await.id;
    let over = NewCampaign {
        ends_at: Some(at(9)),
        ..campaign("over", None)
    };
    let ahead = NewCampaign {
        starts_at: Some(at(11)),
        ..campaign("ahead", None)
    };
    let now = NewCampaign {
        starts_at: Some(at(10)),
        ends_at: Some(at(10)),
        ..campaign("now", None)
    };
    for wanted in [over, ahead, now] {
        world.store.campaigns.add(wanted).await.unwrap();
    }
    for text in ["over", "ahead", "unknown"] {
        assert_eq!(
            world
                .store
                .campaigns
                .join(join(user, text, 0))
                .await
                .unwrap(),
            JoinOutcome::NotOpen,
            "{text}"
        );
    }
    assert_eq!(
        world
            .store
            .campaigns
            .join(join(UserId(999), "now", 0))
            .await
            .unwrap(),
        JoinOutcome::NotOpen
    );
    assert!(matches!(
        world
            .store
            .campaigns
            .join(join(user, "now", 0))
            .await
            .unwrap(),
        JoinOutcome::Joined { .. }
    ));
}

async fn what_was_held_back_is_issued_once(world: World) {
    let user = world.user(7).await.id;
    for (text, gives) in [("leto", true), ("zima", true), ("osen", false)] {
        let template = world.template(terms(TemplateEvent::Campaign)).await.id;
        world
            .store
            .campaigns
            .add(campaign(text, gives.then_some(template)))
            .await
            .unwrap();
        let held = JoinCampaign {
            may_issue: false,
            ..join(user, text, 0)
        };
        let outcome = world.store.campaigns.join(held).await.unwrap();
        assert!(matches!(
            outcome,
            JoinOutcome::Joined { discount: None, .. }
        ));
    }
    let command = IssueOwed {
        user_id: user,
        codes: codes(1),
        now: at(20),
        zone: ZONE,
    };
    let given = world
        .store
        .campaigns
        .issue_owed(command.clone())
        .await
        .unwrap();
    assert_eq!(given.len(), 2);
    assert!(given.iter().all(|discount| discount.campaign_id.is_some()));
    let again = IssueOwed {
        codes: codes(2),
        ..command
    };
    assert_eq!(world.store.campaigns.issue_owed(again).await.unwrap(), []);
    world.totals_equal_the_rows().await;
}

async fn a_campaign_gives_what_the_template_allows(world: World) {
    let user = world.user(7).await.id;
    let once = TemplateTerms {
        recurrence: Recurrence::Once,
        ..terms(TemplateEvent::Campaign)
    };
    let template = world.template(once).await.id;
    let spent = TemplateTerms {
        is_active: false,
        ..terms(TemplateEvent::Campaign)
    };
    let spent = world.template(spent).await.id;
    for (number, (text, template, gives)) in [
        ("leto", template, true),
        ("zima", template, false),
        ("osen", spent, false),
    ]
    .into_iter()
    .enumerate()
    {
        world
            .store
            .campaigns
            .add(campaign(text, Some(template)))
            .await
            .unwrap();
        let outcome = world
            .store
            .campaigns
            .join(join(user, text, number))
            .await
            .unwrap();
        let JoinOutcome::Joined { discount, .. } = outcome else {
            panic!("{outcome:?}")
        };
        assert_eq!(discount.is_some(), gives, "{text}");
    }
}
