//! Campaigns.

use marmelad_core::campaigns::{
    Campaign, CampaignChange, CampaignFilter, CampaignSort, CampaignTerms, IssueOwed, JoinCampaign,
    JoinOutcome, NewCampaign, SaveCampaignOutcome, Slug, UpdateCampaign,
};
use marmelad_core::discounts::{DiscountSource, Recurrence, TemplateEvent, TemplateTerms};
use marmelad_core::kernel::{CampaignId, ClientId, PageRequest, TemplateId};

use crate::scene::{codes, entry, terms};
use crate::world::{RACERS, World, ZONE, at};

contract!(
    a_campaign_is_added_once,
    a_campaign_is_changed,
    campaigns_are_listed,
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

fn campaign(text: &str, template_id: Option<TemplateId>) -> CampaignTerms {
    CampaignTerms {
        slug: slug(text),
        name: "Лето".into(),
        description: None,
        template_id,
        starts_at: None,
        ends_at: None,
        total_limit: None,
        is_active: true,
    }
}

fn new(terms: CampaignTerms) -> NewCampaign {
    NewCampaign { terms, audit: entry("create_campaign"), now: at(0) }
}

async fn add(world: &World, terms: CampaignTerms) -> Campaign {
    match world.store.campaigns.add(new(terms)).await.unwrap() {
        SaveCampaignOutcome::Saved(campaign) => campaign,
        other => panic!("{other:?}"),
    }
}

fn join(user_id: ClientId, text: &str, number: usize) -> JoinCampaign {
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
    let wanted = CampaignTerms {
        description: Some("На листовках".into()),
        starts_at: Some(at(1)),
        ends_at: Some(at(2)),
        total_limit: Some(3),
        ..campaign("leto", Some(template))
    };
    let answers = world
        .race(|store, _| {
            let command = new(wanted.clone());
            async move { store.campaigns.add(command).await.unwrap() }
        })
        .await;
    let added: Vec<_> = answers
        .iter()
        .filter_map(|answer| match answer {
            SaveCampaignOutcome::Saved(campaign) => Some(campaign),
            other => {
                assert_eq!(*other, SaveCampaignOutcome::SlugTaken);
                None
            }
        })
        .collect();
    assert_eq!(added.len(), 1);
    assert_eq!((added[0].joined_count, added[0].terms()), (0, wanted));
    let campaigns = &world.store.campaigns;
    let found = campaigns.find_by_slug(&slug("leto")).await.unwrap();
    assert_eq!(found.as_ref(), Some(added[0]));
    assert_eq!(campaigns.find(added[0].id).await.unwrap(), found);
    assert_eq!(campaigns.find_by_slug(&slug("zima")).await.unwrap(), None);
    assert_eq!(campaigns.find(CampaignId(999)).await.unwrap(), None);
    let audits =
        "SELECT COUNT(*) FROM audit_logs WHERE action = 'create_campaign' AND entity_id = ";
    assert_eq!(world.number(&format!("{audits}{}", added[0].id)).await, 1);
    let unknown = campaign("osen", Some(TemplateId(999)));
    assert_eq!(campaigns.add(new(unknown)).await.unwrap(), SaveCampaignOutcome::UnknownTemplate);
}

async fn a_campaign_is_changed(world: World) {
    let leto =
        add(&world, CampaignTerms { starts_at: Some(at(5)), ..campaign("leto", None) }).await;
    add(&world, campaign("zima", None)).await;
    let update = async |id: CampaignId, change: CampaignChange| {
        let command = UpdateCampaign {
            id,
            change,
            audit: entry("update_campaign").about(id.0),
            now: at(100),
        };
        world.store.campaigns.update(command).await.unwrap()
    };
    let change = CampaignChange {
        name: Some(" Осень ".into()),
        starts_at: Some(None),
        is_active: Some(false),
        ..CampaignChange::default()
    };
    let SaveCampaignOutcome::Saved(changed) = update(leto.id, change.clone()).await else {
        panic!("not changed")
    };
    assert_eq!(
        (changed.name.as_str(), changed.starts_at, changed.is_active),
        ("Осень", None, false)
    );
    assert_eq!(changed.slug, leto.slug);
    let stored = world.store.campaigns.find(leto.id).await.unwrap();
    assert_eq!(stored, Some(changed));
    // The same again changes nothing, and is not in the log.
    update(leto.id, change).await;
    let audits = "SELECT COUNT(*) FROM audit_logs WHERE action = 'update_campaign'";
    assert_eq!(world.number(audits).await, 1);
    let slug_of_another = CampaignChange { slug: Some(slug("zima")), ..CampaignChange::default() };
    let backwards = CampaignChange {
        starts_at: Some(Some(at(2))),
        ends_at: Some(Some(at(1))),
        ..CampaignChange::default()
    };
    let unknown =
        CampaignChange { template_id: Some(Some(TemplateId(999))), ..CampaignChange::default() };
    assert_eq!(update(leto.id, slug_of_another).await, SaveCampaignOutcome::SlugTaken);
    assert!(matches!(
        update(leto.id, backwards).await,
        SaveCampaignOutcome::Invalid(problems) if problems[0].field == "ends_at"
    ));
    assert_eq!(update(leto.id, unknown).await, SaveCampaignOutcome::UnknownTemplate);
    assert_eq!(
        update(CampaignId(999), CampaignChange::default()).await,
        SaveCampaignOutcome::NotFound
    );
    assert_eq!(world.number(audits).await, 1);
}

async fn campaigns_are_listed(world: World) {
    let template = world.template(terms(TemplateEvent::Campaign)).await.id;
    for (text, template, is_active) in
        [("b", Some(template), true), ("c", None, false), ("a", None, true)]
    {
        let terms =
            CampaignTerms { name: text.to_uppercase(), is_active, ..campaign(text, template) };
        add(&world, terms).await;
    }
    world.execute("UPDATE campaigns SET joined_count = 5 WHERE slug = 'c'").await;
    let listed = async |filter: CampaignFilter| {
        let page = PageRequest { page: 1, per_page: 2 };
        let page = world.store.campaigns.list(filter, page).await.unwrap();
        let slugs = page.items.iter().map(|it| it.slug.as_str().to_owned());
        (slugs.collect::<Vec<_>>().concat(), page.total)
    };
    for (sort, slugs) in [
        (CampaignSort::Newest, "ac"),
        (CampaignSort::Oldest, "bc"),
        (CampaignSort::Name, "ab"),
        (CampaignSort::NameDown, "cb"),
        (CampaignSort::FewestJoined, "ba"),
        (CampaignSort::MostJoined, "ca"),
    ] {
        let filter = CampaignFilter { sort, ..CampaignFilter::default() };
        assert_eq!(listed(filter).await, (slugs.to_owned(), 3), "{sort}");
    }
    let active = CampaignFilter { is_active: Some(true), ..CampaignFilter::default() };
    assert_eq!(listed(active).await, ("ab".to_owned(), 2));
    let giving = CampaignFilter { template_id: Some(template), ..CampaignFilter::default() };
    assert_eq!(listed(giving).await, ("b".to_owned(), 1));
}

async fn one_client_joins_once_by_any_number_at_once(world: World) {
    let template = world.template(terms(TemplateEvent::Campaign)).await.id;
    add(&world, campaign("leto", Some(template))).await;
    let user = world.user(7).await.id;
    let answers = world
        .race(move |store, number| async move {
            store.campaigns.join(join(user, "leto", number)).await.unwrap()
        })
        .await;
    let joined: Vec<_> = answers
        .iter()
        .filter_map(|answer| {
            if let JoinOutcome::Joined { discount, .. } = answer { Some(discount) } else { None }
        })
        .collect();
    assert_eq!(joined.len(), 1);
    let discount = joined[0].as_ref().unwrap();
    assert_eq!(discount.source, DiscountSource::Campaign);
    assert_eq!(
        answers.iter().filter(|answer| matches!(answer, JoinOutcome::AlreadyJoined(_))).count(),
        19
    );
    let campaign = world.store.campaigns.find_by_slug(&slug("leto")).await.unwrap().unwrap();
    assert_eq!(campaign.joined_count, 1);
    assert_eq!(discount.campaign_id, Some(campaign.id));
    assert_eq!(world.number("SELECT discount_id FROM campaign_users").await, discount.id.0);
    assert_eq!(world.number("SELECT COUNT(*) FROM discounts").await, 1);
}

async fn no_more_join_than_the_limit(world: World) {
    let template = world.template(terms(TemplateEvent::Campaign)).await.id;
    let limited = CampaignTerms { total_limit: Some(7), ..campaign("leto", Some(template)) };
    add(&world, limited).await;
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
        answers.iter().filter(|answer| matches!(answer, JoinOutcome::Joined { .. })).count(),
        7
    );
    assert_eq!(answers.iter().filter(|answer| **answer == JoinOutcome::NotOpen).count(), 13);
    assert_eq!(world.number("SELECT joined_count FROM campaigns").await, 7);
    assert_eq!(world.number("SELECT COUNT(*) FROM campaign_users").await, 7);
    assert_eq!(world.number("SELECT COUNT(*) FROM discounts").await, 7);
}

async fn the_first_campaign_is_remembered_for_ever(world: World) {
    let user = world.user(7).await.id;
    let first = add(&world, campaign("leto", None)).await;
    add(&world, campaign("zima", None)).await;
    for text in ["leto", "zima"] {
        let outcome = world.store.campaigns.join(join(user, text, 0)).await.unwrap();
        assert!(matches!(outcome, JoinOutcome::Joined { discount: None, .. }));
    }
    let user = world.store.users.find(user).await.unwrap().unwrap();
    assert_eq!(user.campaign_id, Some(first.id));
}

async fn a_closed_campaign_takes_nobody(world: World) {
    let user = world.user(7).await.id;
    let over = CampaignTerms { ends_at: Some(at(9)), ..campaign("over", None) };
    let ahead = CampaignTerms { starts_at: Some(at(11)), ..campaign("ahead", None) };
    let now =
        CampaignTerms { starts_at: Some(at(10)), ends_at: Some(at(10)), ..campaign("now", None) };
    for wanted in [over, ahead, now] {
        add(&world, wanted).await;
    }
    for text in ["over", "ahead", "unknown"] {
        assert_eq!(
            world.store.campaigns.join(join(user, text, 0)).await.unwrap(),
            JoinOutcome::NotOpen,
            "{text}"
        );
    }
    assert_eq!(
        world.store.campaigns.join(join(ClientId(999), "now", 0)).await.unwrap(),
        JoinOutcome::NotOpen
    );
    assert!(matches!(
        world.store.campaigns.join(join(user, "now", 0)).await.unwrap(),
        JoinOutcome::Joined { .. }
    ));
}

async fn what_was_held_back_is_issued_once(world: World) {
    let user = world.user(7).await.id;
    for (text, gives) in [("leto", true), ("zima", true), ("osen", false)] {
        let template = world.template(terms(TemplateEvent::Campaign)).await.id;
        add(&world, campaign(text, gives.then_some(template))).await;
        let held = JoinCampaign { may_issue: false, ..join(user, text, 0) };
        let outcome = world.store.campaigns.join(held).await.unwrap();
        assert!(matches!(outcome, JoinOutcome::Joined { discount: None, .. }));
    }
    let command = IssueOwed { user_id: user, codes: codes(1), now: at(20), zone: ZONE };
    let given = world.store.campaigns.issue_owed(command.clone()).await.unwrap();
    assert_eq!(given.len(), 2);
    assert!(given.iter().all(|discount| discount.campaign_id.is_some()));
    let again = IssueOwed { codes: codes(2), ..command };
    assert_eq!(world.store.campaigns.issue_owed(again).await.unwrap(), []);
    world.totals_equal_the_rows().await;
}

async fn a_campaign_gives_what_the_template_allows(world: World) {
    let user = world.user(7).await.id;
    let once = TemplateTerms { recurrence: Recurrence::Once, ..terms(TemplateEvent::Campaign) };
    let template = world.template(once).await.id;
    let spent = TemplateTerms { is_active: false, ..terms(TemplateEvent::Campaign) };
    let spent = world.template(spent).await.id;
    for (number, (text, template, gives)) in
        [("leto", template, true), ("zima", template, false), ("osen", spent, false)]
            .into_iter()
            .enumerate()
    {
        add(&world, campaign(text, Some(template))).await;
        let outcome = world.store.campaigns.join(join(user, text, number)).await.unwrap();
        let JoinOutcome::Joined { discount, .. } = outcome else { panic!("{outcome:?}") };
        assert_eq!(discount.is_some(), gives, "{text}");
    }
}
