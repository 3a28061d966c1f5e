//! Campaigns.

use marmelad_core::campaigns::{
    Campaign, CampaignChange, CampaignFilter, CampaignSort, CampaignTerms, IssueOwed, JoinCampaign,
    JoinOutcome, NewCampaign, SaveCampaignOutcome, Slug, UpdateCampaign,
};
use marmelad_core::discounts::{
    Discount, DiscountSource, Recurrence, TemplateEvent, TemplateTerms,
};
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

fn joining(user_id: ClientId, text: &str, number: usize) -> JoinCampaign {
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

impl World {
    async fn campaign_template(&self) -> TemplateId {
        self.template(terms(TemplateEvent::Campaign)).await.id
    }

    async fn campaign(&self, terms: CampaignTerms) -> Campaign {
        match self.campaigns.add(new(terms)).await.unwrap() {
            SaveCampaignOutcome::Saved(campaign) => campaign,
            other => panic!("{other:?}"),
        }
    }

    /// A campaign that gives codes of this template.
    pub(crate) async fn giving_campaign(&self, text: &str, template: TemplateId) -> Campaign {
        self.campaign(campaign(text, Some(template))).await
    }

    async fn join(&self, command: JoinCampaign) -> JoinOutcome {
        self.campaigns.join(command).await.unwrap()
    }

    /// What a client got who joined at `at(10)`.
    pub(crate) async fn joined(
        &self,
        user: ClientId,
        text: &str,
        number: usize,
        is_new_user: bool,
    ) -> Option<Discount> {
        let command = JoinCampaign { is_new_user, ..joining(user, text, number) };
        match self.join(command).await {
            JoinOutcome::Joined { discount, .. } => discount,
            other => panic!("{other:?}"),
        }
    }
}

async fn a_campaign_is_added_once(world: World) {
    let template = world.campaign_template().await;
    let wanted = CampaignTerms {
        description: Some("На листовках".into()),
        starts_at: Some(at(1)),
        ends_at: Some(at(2)),
        total_limit: Some(3),
        ..campaign("leto", Some(template))
    };
    let answers = world
        .race_same(
            &wanted,
            |world, terms| async move { world.campaigns.add(new(terms)).await.unwrap() },
        )
        .await;
    assert_eq!(matching!(answers, SaveCampaignOutcome::Saved(_)), 1);
    assert_eq!(matching!(answers, SaveCampaignOutcome::SlugTaken), 19);
    let campaigns = &world.campaigns;
    let found = campaigns.find_by_slug(&slug("leto")).await.unwrap().unwrap();
    assert!(answers.contains(&SaveCampaignOutcome::Saved(found.clone())));
    assert_eq!((found.joined_count, &found.terms), (0, &wanted));
    assert_eq!(world.last_audit().await.row.entity_id, Some(found.id.0));
    assert_eq!(world.audited("create_campaign").await, 1);
    assert_eq!(campaigns.find(found.id).await.unwrap(), Some(found));
    assert_eq!(campaigns.find_by_slug(&slug("zima")).await.unwrap(), None);
    assert_eq!(campaigns.find(CampaignId(999)).await.unwrap(), None);
    let unknown = campaign("osen", Some(TemplateId(999)));
    assert_eq!(campaigns.add(new(unknown)).await.unwrap(), SaveCampaignOutcome::UnknownTemplate);
}

async fn a_campaign_is_changed(world: World) {
    let leto = CampaignTerms { starts_at: Some(at(5)), ..campaign("leto", None) };
    let leto = world.campaign(leto).await;
    world.campaign(campaign("zima", None)).await;
    let update = async |id: CampaignId, change: CampaignChange| {
        let audit = entry("update_campaign").about(id.0);
        let command = UpdateCampaign { id, change, audit, now: at(100) };
        world.campaigns.update(command).await.unwrap()
    };
    let none = CampaignChange::default;
    let change = CampaignChange {
        name: Some(" Осень ".into()),
        starts_at: Some(None),
        is_active: Some(false),
        ..none()
    };
    let terms = CampaignTerms {
        name: "Осень".into(),
        starts_at: None,
        is_active: false,
        ..leto.terms.clone()
    };
    let expected = Campaign { terms, ..leto.clone() };
    // The second time the change is none, and is not in the log.
    for _ in 0..2 {
        let outcome = update(leto.id, change.clone()).await;
        assert_eq!(outcome, SaveCampaignOutcome::Saved(expected.clone()));
        assert_eq!(world.campaigns.find(leto.id).await.unwrap(), Some(expected.clone()));
    }
    let backwards =
        CampaignChange { starts_at: Some(Some(at(2))), ends_at: Some(Some(at(1))), ..none() };
    assert!(matches!(
        update(leto.id, backwards).await,
        SaveCampaignOutcome::Invalid(problems) if problems[0].field == "ends_at"
    ));
    let taken = CampaignChange { slug: Some(slug("zima")), ..none() };
    let unknown = CampaignChange { template_id: Some(Some(TemplateId(999))), ..none() };
    for (id, change, outcome) in [
        (leto.id, taken, SaveCampaignOutcome::SlugTaken),
        (leto.id, unknown, SaveCampaignOutcome::UnknownTemplate),
        (CampaignId(999), none(), SaveCampaignOutcome::NotFound),
    ] {
        assert_eq!(update(id, change).await, outcome);
    }
    assert_eq!(world.audited("update_campaign").await, 1);
}

async fn campaigns_are_listed(world: World) {
    let template = world.campaign_template().await;
    for (text, template, is_active) in
        [("b", Some(template), true), ("c", None, false), ("a", None, true)]
    {
        let name = text.to_uppercase();
        world.campaign(CampaignTerms { name, is_active, ..campaign(text, template) }).await;
    }
    world.execute("UPDATE campaigns SET joined_count = 5 WHERE slug = 'c'").await;
    let sorted = |sort| CampaignFilter { sort, ..CampaignFilter::default() };
    let active = CampaignFilter { is_active: Some(true), ..CampaignFilter::default() };
    let giving = CampaignFilter { template_id: Some(template), ..CampaignFilter::default() };
    for (filter, slugs, total) in [
        (sorted(CampaignSort::Newest), "ac", 3),
        (sorted(CampaignSort::Oldest), "bc", 3),
        (sorted(CampaignSort::Name), "ab", 3),
        (sorted(CampaignSort::NameDown), "cb", 3),
        (sorted(CampaignSort::FewestJoined), "ba", 3),
        (sorted(CampaignSort::MostJoined), "ca", 3),
        (active, "ab", 2),
        (giving, "b", 1),
    ] {
        let page = PageRequest { page: 1, per_page: 2 };
        let page = world.campaigns.list(filter, page).await.unwrap();
        let found: String = page.items.iter().map(|it| it.terms.slug.as_str()).collect();
        assert_eq!((found.as_str(), page.total), (slugs, total), "{filter:?}");
    }
}

async fn one_client_joins_once_by_any_number_at_once(world: World) {
    let template = world.campaign_template().await;
    let campaign = world.giving_campaign("leto", template).await;
    let user = world.user(7).await.id;
    let mut answers = world
        .race(move |world, number| async move { world.join(joining(user, "leto", number)).await })
        .await;
    assert_eq!(matching!(answers, JoinOutcome::AlreadyJoined(_)), 19);
    answers.retain(|answer| matches!(answer, JoinOutcome::Joined { .. }));
    let [JoinOutcome::Joined { discount: Some(discount), .. }] = &answers[..] else {
        panic!("{answers:?}")
    };
    assert_eq!(discount.source, DiscountSource::Campaign);
    assert_eq!(discount.campaign_id, Some(campaign.id));
    assert_eq!(world.number("SELECT joined_count FROM campaigns").await, 1);
    assert_eq!(world.number("SELECT discount_id FROM campaign_users").await, discount.id.0);
    assert_eq!(world.count("discounts").await, 1);
}

async fn no_more_join_than_the_limit(world: World) {
    let template = world.campaign_template().await;
    let limited = CampaignTerms { total_limit: Some(7), ..campaign("leto", Some(template)) };
    world.campaign(limited).await;
    let users = world.clients(RACERS).await;
    let answers = world
        .race(move |world, number| {
            let command = joining(users[number], "leto", number);
            async move { world.join(command).await }
        })
        .await;
    assert_eq!(matching!(answers, JoinOutcome::Joined { .. }), 7);
    assert_eq!(matching!(answers, JoinOutcome::NotOpen), 13);
    assert_eq!(world.number("SELECT joined_count FROM campaigns").await, 7);
    assert_eq!((world.count("campaign_users").await, world.count("discounts").await), (7, 7));
}

async fn the_first_campaign_is_remembered_for_ever(world: World) {
    let user = world.user(7).await.id;
    let first = world.campaign(campaign("leto", None)).await;
    world.campaign(campaign("zima", None)).await;
    for text in ["leto", "zima"] {
        assert_eq!(world.joined(user, text, 0, true).await, None);
    }
    assert_eq!(world.find_user(user).await.campaign_id, Some(first.id));
}

async fn a_closed_campaign_takes_nobody(world: World) {
    let user = world.user(7).await.id;
    for (text, starts_at, ends_at) in
        [("over", None, Some(9)), ("ahead", Some(11), None), ("now", Some(10), Some(10))]
    {
        let (starts_at, ends_at) = (starts_at.map(at), ends_at.map(at));
        world.campaign(CampaignTerms { starts_at, ends_at, ..campaign(text, None) }).await;
    }
    for (user, text) in [(user, "over"), (user, "ahead"), (user, "unknown"), (ClientId(999), "now")]
    {
        assert_eq!(world.join(joining(user, text, 0)).await, JoinOutcome::NotOpen, "{text}");
    }
    assert_eq!(world.joined(user, "now", 0, true).await, None);
}

async fn what_was_held_back_is_issued_once(world: World) {
    let user = world.user(7).await.id;
    for (text, gives) in [("leto", true), ("zima", true), ("osen", false)] {
        let template = world.campaign_template().await;
        world.campaign(campaign(text, gives.then_some(template))).await;
        let held = JoinCampaign { may_issue: false, ..joining(user, text, 0) };
        assert!(matches!(world.join(held).await, JoinOutcome::Joined { discount: None, .. }));
    }
    let issue_owed = async |number| {
        let codes = codes(number);
        let command = IssueOwed { user_id: user, codes, now: at(20), zone: ZONE };
        world.campaigns.issue_owed(command).await.unwrap()
    };
    let given = issue_owed(1).await;
    assert_eq!(given.len(), 2);
    assert!(given.iter().all(|discount| discount.campaign_id.is_some()));
    assert_eq!(issue_owed(2).await, []);
    world.totals_equal_the_rows().await;
}

async fn a_campaign_gives_what_the_template_allows(world: World) {
    let user = world.user(7).await.id;
    let campaign_terms = || terms(TemplateEvent::Campaign);
    let once = TemplateTerms { recurrence: Recurrence::Once, ..campaign_terms() };
    let once = world.template(once).await.id;
    let off = TemplateTerms { is_active: false, ..campaign_terms() };
    let off = world.template(off).await.id;
    for (number, (text, template, gives)) in
        [("leto", once, true), ("zima", once, false), ("osen", off, false)].into_iter().enumerate()
    {
        world.giving_campaign(text, template).await;
        assert_eq!(world.joined(user, text, number, true).await.is_some(), gives, "{text}");
    }
}
