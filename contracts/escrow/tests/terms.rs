//! Terms that nobody can accept: each rule, at its boundary.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what goes wrong in a test should stop it, with its reason"
)]

mod support;

use escrow::ContractError;
use numeric::{NumericError, Seconds};
use support::*;
use types::escrow::*;
use types::shipment::TitleClass;

/// Terms changed in one place.
fn with(world: &World, change: impl FnOnce(&mut Terms)) -> Terms {
    let mut terms = sale(world);
    change(&mut terms);
    terms
}

/// The same with one milestone, changed in one place.
fn with_milestone(world: &World, change: impl FnOnce(&mut MilestoneTerms)) -> Terms {
    let mut milestone = pays(on(arrived()), 1_000);
    change(&mut milestone);
    sale_of(world, vec![milestone])
}

fn with_title(world: &World, change: impl FnOnce(&mut TitleTerms)) -> Terms {
    with(world, |terms| change(terms.title.as_mut().unwrap()))
}

impl World {
    #[track_caller]
    fn terms_refused(&mut self, terms: Terms, expected: ContractError) {
        let payee = cosmwasm_std::Addr::unchecked(terms.payee.as_str());
        self.refused(&payee, &propose(&terms, self.now_plus(1)), expected);
    }

    #[track_caller]
    fn terms_pass(&mut self, terms: &Terms) {
        let payee = cosmwasm_std::Addr::unchecked(terms.payee.as_str());
        self.must(&payee, &propose(terms, self.now_plus(1)));
        assert_eq!(self.agreement(self.last()).terms, *terms);
    }
}

#[test]
fn an_agreement_has_two_parties() {
    let mut world = World::new();
    let terms = with(&world, |terms| terms.payer.clone_from(&terms.payee));
    world.terms_refused(terms, ContractError::OnePartyOnly {});
}

#[test]
fn contracts_of_the_system_are_no_party_resolver_or_approver() {
    let mut world = World::new();
    let seller = world.seller.clone();
    for address in [world.escrow.clone(), world.shipment.clone(), world.oracle.clone()] {
        let name = || address.to_string();
        for terms in [
            with(&world, |terms| terms.payer = name()),
            with(&world, |terms| terms.payee = name()),
            with(&world, |terms| terms.resolver.address = name()),
            with(&world, |terms| terms.resolver.successor = Some(name())),
            with_milestone(&world, |of| of.condition = approved_by(&address)),
            with_milestone(&world, |of| of.condition = all(vec![on(loaded()), approved_by(&address)])),
        ] {
            let expected = ContractError::SystemContract { address: address.clone() };
            world.refused(&seller, &propose(&terms, day(1)), expected);
        }
    }
}

#[test]
fn addresses_are_of_this_chain() {
    let mut world = World::new();
    let (seller, no_one) = (world.seller.clone(), || "nobody".to_owned());
    for terms in [
        with(&world, |terms| terms.payer = no_one()),
        with(&world, |terms| terms.payer = terms.payer.to_uppercase()),
        with(&world, |terms| terms.resolver.address = no_one()),
        with_title(&world, |title| title.issuers.push(no_one())),
        with_milestone(&world, |of| of.condition = Condition::Approval { by: no_one() }),
    ] {
        let before = world.state();
        testing::refusal::<ContractError>(world.send(&seller, &propose(&terms, day(1))));
        assert_eq!(world.state(), before);
    }
}

#[test]
fn nobody_decides_his_own_dispute() {
    let mut world = World::new();
    for party in [world.buyer.to_string(), world.seller.to_string()] {
        let expected = || ContractError::PartyResolves { party: party.clone() };
        let resolves = with(&world, |terms| terms.resolver.address.clone_from(&party));
        world.terms_refused(resolves, expected());
        let succeeds = with(&world, |terms| terms.resolver.successor = Some(party.clone()));
        world.terms_refused(succeeds, expected());
    }
    let twice = with(&world, |terms| terms.resolver.successor = Some(terms.resolver.address.clone()));
    world.terms_refused(twice, ContractError::SucceedsItself {});
    let none = with(&world, |terms| terms.resolver.successor = None);
    world.terms_pass(&none);
}

#[test]
fn every_wait_has_its_bounds() {
    let mut world = World::new();
    let (second, days) = (Seconds::SECOND, Seconds::days);
    let wait = |what, least, most, actual| ContractError::Wait { what, least, most, actual };
    let resolver = |world: &World, limit| with(world, |terms| terms.resolver.limit = limit);
    let examination = |world: &World, time| with_title(world, |title| title.examination = time);
    let deferred = |world: &World, after, grace| {
        with_milestone(world, |of| of.settlement = Settlement::Deferred { after, grace })
    };
    for actual in [Seconds::ZERO, secs(90 * DAY + 1)] {
        let terms = resolver(&world, actual);
        world.terms_refused(terms, wait("the resolver's time", second, days(90), actual));
    }
    for actual in [Seconds::ZERO, secs(30 * DAY + 1)] {
        let terms = examination(&world, actual);
        world.terms_refused(terms, wait("the examination of documents", second, days(30), actual));
    }
    let (nothing, over_a_year, over_half) = (Seconds::ZERO, secs(365 * DAY + 1), secs(180 * DAY + 1));
    let terms = deferred(&world, over_a_year, nothing);
    let expected = wait("the term of a deferred payment", nothing, days(365), over_a_year);
    world.terms_refused(terms, expected);
    let terms = deferred(&world, nothing, over_half);
    let expected = wait("the grace of a deferred payment", nothing, days(180), over_half);
    world.terms_refused(terms, expected);
    for terms in [
        resolver(&world, second),
        resolver(&world, days(90)),
        examination(&world, second),
        examination(&world, days(30)),
        deferred(&world, nothing, nothing),
        deferred(&world, days(365), days(180)),
    ] {
        world.terms_pass(&terms);
    }
}

#[test]
fn the_long_stop_is_after_now_and_within_what_the_feed_answers_for() {
    let mut world = World::new();
    let until = |world: &World, long_stop| {
        let terms = sale_of(world, vec![pays(on(arrived()), 1)]);
        Terms { long_stop, ..terms }
    };
    let terms = until(&world, day(0));
    world.terms_refused(terms, ContractError::LongStopPast { long_stop: day(0), now: day(0) });
    let (terms, long_stop) = (until(&world, at(200 * DAY + 1)), at(200 * DAY + 1));
    world.terms_refused(terms, ContractError::LongStopTooFar { long_stop, latest: day(200) });
    let terms = until(&world, day(200));
    world.terms_pass(&terms);
    let terms = with(&world, |terms| terms.feed = 9);
    world.terms_refused(terms, ContractError::UnknownFeed { feed: 9 });
}

#[test]
fn an_agreement_has_1_to_16_milestones_that_pay_something() {
    let mut world = World::new();
    let count = |found| ContractError::Count { what: "milestones", least: 1, most: 16, found };
    let of = |world: &World, number| sale_of(world, vec![pays(on(loaded()), 1); number]);
    for found in [0, 17] {
        let terms = of(&world, found);
        world.terms_refused(terms, count(found));
    }
    for number in [1, 16] {
        let terms = of(&world, number);
        world.terms_pass(&terms);
    }
    let terms = sale_of(&world, vec![pays(on(loaded()), 1), pays(on(loaded()), 0)]);
    world.terms_refused(terms, ContractError::NoAmount { milestone: 1 });
    let terms = sale_of(&world, vec![owes(on(loaded()), u128::MAX), pays(on(loaded()), 1)]);
    world.terms_refused(terms, NumericError::AmountOverflow.into());
}

#[test]
fn an_all_has_2_to_4_different_simple_parts() {
    let mut world = World::new();
    let parts = |world: &World, parts: Vec<Condition>| with_milestone(world, |of| of.condition = all(parts));
    let five = [loaded(), departed(), arrived(), discharged(), gated_out()].map(on);
    for found in [0, 1, 5] {
        let terms = parts(&world, five[..found].to_vec());
        let expected = ContractError::Count { what: "parts of an `all`", least: 2, most: 4, found };
        world.terms_refused(terms, expected);
    }
    for number in [2, 4] {
        let terms = parts(&world, five[..number].to_vec());
        world.terms_pass(&terms);
    }
    let inner = all(vec![on(loaded()), on(arrived())]);
    let terms = parts(&world, vec![on_presentation(), inner]);
    world.terms_refused(terms, ContractError::NestedAll { milestone: 0 });
    let terms = parts(&world, vec![on(loaded()), on(arrived()), on(loaded())]);
    world.terms_refused(terms, ContractError::RepeatedPart { milestone: 0 });
}

#[test]
fn the_payee_approves_nothing_alone_or_with_others() {
    let mut world = World::new();
    let own = approved_by(&world.seller);
    for condition in [own.clone(), all(vec![on(loaded()), own])] {
        let terms = with_milestone(&world, |of| of.condition = condition);
        world.terms_refused(terms, ContractError::PayeeApproves { milestone: 0 });
    }
    let terms = with_milestone(&world, |of| of.condition = approved_by(&World::new().buyer));
    world.terms_pass(&terms);
}

#[test]
fn a_penalty_counts_from_a_due_date_by_a_rate_within_its_cap() {
    let mut world = World::new();
    let late = |rate, cap, period| LatePenalty { rate: points(rate), cap: points(cap), period };
    let set = |world: &World, penalty| {
        with_milestone(world, |of| (of.late, of.due) = (Some(penalty), Some(day(32))))
    };
    let second = Seconds::SECOND;
    let terms = with_milestone(&world, |of| of.late = Some(late(1, 1, second)));
    world.terms_refused(terms, ContractError::PenaltyWithoutDue { milestone: 0 });
    for (rate, cap) in [(0, 0), (0, 100), (101, 100)] {
        let terms = set(&world, late(rate, cap, second));
        let (rate, cap) = (points(rate), points(cap));
        world.terms_refused(terms, ContractError::PenaltyCap { milestone: 0, rate, cap });
    }
    let actual = Seconds::ZERO;
    let terms = set(&world, late(1, 1, actual));
    world.terms_refused(terms, ContractError::PenaltyPeriod { milestone: 0, least: second, actual });
    for penalty in [late(1, 1, second), late(10_000, 10_000, Seconds::days(1))] {
        let terms = set(&world, penalty);
        world.terms_pass(&terms);
    }
}

#[test]
fn dates_stand_in_their_order_and_a_second_before_the_long_stop() {
    let mut world = World::new();
    let dates = |world: &World, due, cutoff| with_milestone(world, |of| (of.due, of.cutoff) = (due, cutoff));
    let terms = dates(&world, Some(day(32)), Some(at(32 * DAY - 1)));
    let expected = ContractError::CutoffBeforeDue { milestone: 0, due: day(32), cutoff: at(32 * DAY - 1) };
    world.terms_refused(terms, expected);
    let (last, too_late) = (at(100 * DAY - 1), day(100));
    for (due, cutoff) in [(Some(too_late), None), (None, Some(too_late)), (Some(day(1)), Some(too_late))] {
        let terms = dates(&world, due, cutoff);
        let expected = ContractError::DateAfterLongStop { milestone: 0, date: too_late, long_stop: day(100) };
        world.terms_refused(terms, expected);
    }
    for (due, cutoff) in
        [(Some(day(32)), Some(day(32))), (Some(last), Some(last)), (None, Some(last)), (None, None)]
    {
        let terms = dates(&world, due, cutoff);
        world.terms_pass(&terms);
    }
}

#[test]
fn one_milestone_releases_the_title_and_not_when_it_is_delivered() {
    let mut world = World::new();
    for (code, event) in [
        ("GTOT", types::event::EventCode::GateOut),
        ("DROP", types::event::EventCode::DroppedOff),
        ("DLV", types::event::EventCode::Delivered),
        ("STRP", types::event::EventCode::Stripped),
        ("receiving", types::event::EventCode::Received),
    ] {
        let delivery = on(milestone(code, "DEHAM"));
        for condition in [delivery.clone(), all(vec![on(arrived()), delivery])] {
            let terms = sale_of(&world, vec![releasing(pays(condition, 1))]);
            let expected = ContractError::ReleasesAfterDelivery { milestone: 0, event };
            world.terms_refused(terms, expected);
        }
    }
    let two = vec![releasing(pays(on(arrived()), 1)), releasing(pays(on_presentation(), 1))];
    let terms = sale_of(&world, two);
    world.terms_refused(terms, ContractError::SeveralReleases {});
    for condition in [on(arrived()), on(discharged()), on_presentation()] {
        let terms = sale_of(&world, vec![releasing(pays(condition, 1)), pays(on(gated_out()), 1)]);
        world.terms_pass(&terms);
    }
}

#[test]
fn a_waybill_that_nobody_hands_over_is_released_by_nothing() {
    let mut world = World::new();
    let terms = with_title(&world, |title| title.classes.push(TitleClass::Waybill));
    let terms = Terms { title: terms.title, ..with_milestone(&world, |of| of.releases_title = true) };
    world.terms_refused(terms, ContractError::WaybillReleasesNothing {});
}

#[test]
fn a_sale_asks_for_16_cut_offs_at_most_and_a_service_for_4() {
    let mut world = World::new();
    let each = |number: u64, from: u64| -> Vec<MilestoneTerms> {
        (0..number).map(|i| cut_off(pays(on(arrived()), 1), day(from + i))).collect()
    };
    let count = |most| ContractError::Count { what: "different cut-offs", least: 0, most, found: most + 1 };
    // 12 of single milestones, and 4 or 5 of `all`
    let sale_with = |world: &World, parts: Vec<Condition>, more: u64| {
        let mut milestones = each(12 + more, 41);
        milestones.push(cut_off(pays(all(parts), 1), day(40)));
        // the same asked again costs nothing, nor does what is no milestone of the journey
        milestones.push(cut_off(pays(on(arrived()), 1), day(40)));
        sale_of(world, milestones)
    };
    let parts = vec![on(loaded()), on(departed()), on(arrived()), on(discharged())];
    let terms = sale_with(&world, parts.clone(), 0);
    world.terms_pass(&terms);
    let terms = sale_with(&world, parts, 1);
    world.terms_refused(terms, count(16));
    let terms = service_of(&world, each(4, 40));
    world.terms_pass(&terms);
    let terms = service_of(&world, each(5, 40));
    world.terms_refused(terms, count(4));
}

#[test]
fn title_terms_have_their_bounds() {
    let mut world = World::new();
    let count = |what, least, most, found| ContractError::Count { what, least, most, found };
    let issuers: Vec<String> =
        (0..9).map(|i| world.chain.actor(&format!("issuer {i}")).to_string()).collect();
    for found in [0, 9] {
        let terms = with_title(&world, |title| title.issuers = issuers[..found].to_vec());
        world.terms_refused(terms, count("issuers", 1, 8, found));
    }
    let terms = with_title(&world, |title| title.issuers = issuers[..8].to_vec());
    world.terms_pass(&terms);
    let terms = with_title(&world, |title| title.issuers = vec![issuers[0].clone(), issuers[0].clone()]);
    world.terms_refused(terms, ContractError::RepeatedIssuer {});
    let terms = with_title(&world, |title| title.classes = vec![]);
    world.terms_refused(terms, count("classes of titles", 1, 5, 0));
    let terms = with_title(&world, |title| title.classes = vec![TitleClass::OrderBill; 6]);
    world.terms_refused(terms, count("classes of titles", 1, 5, 6));
    let terms = with_title(&world, |title| title.goods = vec![coffee(0, 1); 9]);
    world.terms_refused(terms, count("terms of goods", 0, 8, 9));
    let terms = with_title(&world, |title| title.goods = vec![coffee(1, 1); 8]);
    world.terms_pass(&terms);
    for (least, most) in [(2, 1), (0, 0)] {
        let terms = with_title(&world, |title| title.goods.push(coffee(least, most)));
        let (least, most) = (amount(least), amount(most));
        world.terms_refused(terms, ContractError::GoodsRange { least, most });
    }
}

#[test]
fn a_service_presents_and_releases_nothing() {
    let mut world = World::new();
    let terms = Terms { title: Some(title_terms(&world)), ..service(&world) };
    world.terms_refused(terms, ContractError::PresentsAndFollows {});
    for milestone in [
        pays(on_presentation(), 1),
        pays(all(vec![on(arrived()), on_presentation()]), 1),
        releasing(pays(on(arrived()), 1)),
    ] {
        let terms = service_of(&world, vec![pays(on(loaded()), 1), milestone]);
        world.terms_refused(terms, ContractError::ServicePresents { milestone: 1 });
    }
    let approval = pays(approved_by(&world.surveyor), 1);
    for milestone in [pays(on(arrived()), 1), pays(all(vec![approval.condition.clone(), on(arrived())]), 1)] {
        let terms = service_of(&world, vec![approval.clone(), milestone]);
        let terms = Terms { follows: None, ..terms };
        world.terms_refused(terms, ContractError::FollowsNothing { milestone: 1 });
    }
    let terms = Terms { follows: None, ..service_of(&world, vec![approval]) };
    world.terms_pass(&terms);
}

#[test]
fn an_asset_is_one_that_the_owner_admitted() {
    let mut world = World::new();
    let seller = world.seller.clone();
    let unknown = world.chain.cw20("FAKE", &[]);
    for asset in [
        types::denom::UncheckedDenom::Native("ufake".to_owned()),
        types::denom::UncheckedDenom::Cw20(unknown.to_string()),
        types::denom::UncheckedDenom::Cw20("nobody".to_owned()),
        types::denom::UncheckedDenom::Native("u".to_owned()),
    ] {
        let terms = with(&world, |terms| terms.asset = asset);
        let error = testing::refusal::<ContractError>(world.send(&seller, &propose(&terms, day(1))));
        assert!(
            matches!(
                error,
                ContractError::Vocabulary(_)
                    | ContractError::Payments(payments::PaymentsError::AssetNotAdmitted { .. })
            ),
            "{error}"
        );
    }
}
