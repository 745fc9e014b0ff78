//! Service agreements: they follow a title that somebody else holds, or none.

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

use cosmwasm_std::Addr;
use escrow::ContractError;
use support::*;
use types::digest::Digest;
use types::escrow::*;
use types::oracle::Cutoff;
use types::shipment;

/// Agreement 1: these two, about the bill.
fn service_between(payer: &Addr, payee: &Addr) -> World {
    let mut world = World::new();
    let terms = Terms { payer: payer.to_string(), payee: payee.to_string(), ..service(&world) };
    world.agree(&terms);
    world
}

#[test]
fn a_service_is_paid_at_the_titles_milestones() {
    let mut world = World::new();
    let carrier = world.carrier.clone();
    let terms = service_of(&world, vec![cut_off(pays(on(arrived()), 500), day(40))]);
    world.agree(&terms);
    world.must(&carrier, &follow(1));
    assert_eq!((world.status(1), world.hold(1)), (AgreementStatus::Presented, TitleHold::Followed));
    let cutoffs = vec![Cutoff { milestone: arrived(), cutoff: day(40) }];
    assert_eq!(world.shipment_told(), [shipment::ExecuteMsg::Subscribe { token_id: word(BILL), cutoffs }]);
    world.fact(arrived(), happened(day(32)));
    assert_eq!((world.gained(&carrier), world.gained(&world.seller)), (500, -500));
    // it had no hold that could be lifted
    assert_eq!(
        (world.status(1), world.hold(1), world.shipment_told().len()),
        (AgreementStatus::Closed, TitleHold::Followed, 1)
    );
}

#[test]
fn what_is_final_when_it_begins_counts() {
    let mut world = World::new();
    let (seller, carrier) = (world.seller.clone(), world.carrier.clone());
    let terms = service(&world);
    world.agree(&terms);
    world.fact(arrived(), happened(day(32)));
    assert_eq!(world.gained(&carrier), 0);
    world.must(&seller, &follow(1));
    assert_eq!(world.gained(&carrier), 500);
}

#[test]
fn one_of_the_parties_has_a_part_in_the_title() {
    let world = World::new();
    let (seller, buyer, carrier) = (world.seller.clone(), world.buyer.clone(), world.carrier.clone());
    let (bank, stranger) = (world.bank.clone(), world.stranger.clone());
    // holder and beneficiary; issuer; consignee, from either side
    for (payer, payee) in [(&seller, &bank), (&bank, &seller), (&carrier, &bank), (&bank, &carrier)] {
        let mut world = service_between(payer, payee);
        world.must(payer, &follow(1));
    }
    for msg in [straight_bill(&world, &bank), waybill(&world, &bank)] {
        let mut world = service_between(&stranger, &bank);
        world.issue(&msg);
        world.must(&bank, &follow(1));
    }
    let split = shipment::TitleResponse { beneficiary: bank.to_string(), ..order_bill(&world) };
    let mut world = service_between(&stranger, &bank);
    world.issue(&split);
    world.must(&bank, &follow(1));

    // the buyer has none, until the title is presented under its sale
    let mut world = service_between(&buyer, &bank);
    world.refused(&buyer, &follow(1), ContractError::NoPartOfTitle {});
    let terms = sale(&world);
    world.agree(&terms);
    world.present(2);
    world.must(&buyer, &follow(1));
}

#[test]
fn strangers_do_not_take_the_place_that_a_title_has_for_services() {
    let mut world = service_between(&World::new().stranger, &World::new().bank);
    let (stranger, bank, carrier) = (world.stranger.clone(), world.bank.clone(), world.carrier.clone());
    for sender in [&stranger, &bank] {
        world.refused(sender, &follow(1), ContractError::NoPartOfTitle {});
    }
    let terms = service(&world);
    world.agree(&terms);
    world.must(&carrier, &follow(2));
    let third = Terms { invoice: Digest::of(b"third"), ..terms };
    world.agree(&third);
    let taken = ContractError::TitleTaken { token_id: BILL.to_owned(), agreement: 2 };
    world.refused(&carrier, &follow(3), taken);
    // closed, the place is free
    world.must(&carrier, &relinquish(2, 0));
    world.must(&carrier, &follow(3));
    assert_eq!(world.query::<Vec<u64>>(&QueryMsg::AgreementsOf { token_id: word(BILL) }), [3]);
}

#[test]
fn only_a_party_lets_it_follow_only_once_and_only_its_title() {
    let mut world = World::new();
    let (carrier, seller, stranger) = (world.carrier.clone(), world.seller.clone(), world.stranger.clone());
    let terms = service(&world);
    world.must(&carrier, &propose(&terms, day(1)));
    world.refused(&carrier, &follow(1), ContractError::NotRunning { actual: AgreementStatus::Proposed });
    world.must_with(&seller, &accept(1, &terms), 500);
    let (payer, payee) = (seller.clone(), carrier.clone());
    let not_a_party = ContractError::NotAParty { sender: stranger.clone(), payer, payee };
    world.refused(&stranger, &follow(1), not_a_party);
    world.must(&seller, &follow(1));
    let (actual, next) = (AgreementStatus::Presented, AgreementStatus::Presented);
    world.refused(&seller, &follow(1), ContractError::WrongStatus { actual, next });

    let by_approval = vec![pays(approved_by(&world.surveyor), 1)];
    let no_title = Terms { follows: None, invoice: Digest::of(b"2"), ..service_of(&world, by_approval) };
    world.agree(&no_title);
    world.refused(&carrier, &follow(2), ContractError::NoTitleToFollow {});
    let sale = sale(&world);
    world.agree(&sale);
    world.refused(&seller, &follow(3), ContractError::NoTitleToFollow {});
}

#[test]
fn the_title_must_exist_on_the_feed_with_the_milestones() {
    let mut world = World::new();
    let carrier = world.carrier.clone();
    let unissued = Terms { follows: Some(word("MSC:BL-8")), ..service(&world) };
    world.agree(&unissued);
    assert!(world.send(&carrier, &follow(1)).is_err());
    let other_feed = Terms { invoice: Digest::of(b"2"), ..service(&world) };
    world.agree(&other_feed);
    let bill = order_bill(&world);
    world.journey = journey(FEED + 1);
    world.issue(&bill);
    world.refused(&carrier, &follow(2), ContractError::OtherFeed { agreed: FEED, actual: FEED + 1 });
    world.journey = journey(FEED);
    world.journey.milestones.retain(|status| status.milestone != arrived());
    world.issue(&bill);
    world.refused(&carrier, &follow(2), ContractError::NotAsked { milestone: arrived() });
}

/// A debt that is never paid would keep the title's one place for services for ever.
#[test]
fn it_does_not_begin_for_debts_and_ends_when_only_debts_are_left() {
    let mut world = World::new();
    let (carrier, surveyor) = (world.carrier.clone(), world.surveyor.clone());
    let terms = service_of(&world, vec![owes(approved_by(&surveyor), 500)]);
    world.agree(&terms);
    world.must(&surveyor, &approve_milestone(1, 0));
    world.refused(&carrier, &follow(1), ContractError::NothingOpen {});
    let terms = service_of(&world, vec![owes(on(arrived()), 500)]);
    let terms = Terms { invoice: Digest::of(b"2"), ..terms };
    world.agree(&terms);
    world.must(&carrier, &follow(2));
    world.fact(arrived(), happened(day(32)));
    assert_eq!((world.status(2), world.states(2)[0]), (AgreementStatus::Presented, MilestoneState::Payable));
    assert_eq!(world.query::<Vec<u64>>(&QueryMsg::AgreementsOf { token_id: word(BILL) }), [0_u64; 0]);
}

#[test]
fn it_begins_before_the_long_stop() {
    let mut world = World::new();
    let carrier = world.carrier.clone();
    let terms = service(&world);
    world.agree(&terms);
    world.wait_until(day(100));
    world.refused(&carrier, &follow(1), ContractError::AfterLongStop { long_stop: day(100) });
}

#[test]
fn a_changed_cut_off_takes_one_of_its_four_places() {
    let mut world = World::new();
    let (carrier, seller) = (world.carrier.clone(), world.seller.clone());
    let terms = service_of(&world, vec![cut_off(pays(on(arrived()), 500), day(40))]);
    world.agree(&terms);
    world.must(&carrier, &follow(1));
    for date in [41, 42, 43] {
        world.must(&carrier, &change(1, 0, to_cutoff(day(date))));
        world.must(&seller, &change(1, 0, to_cutoff(day(date))));
    }
    // one it was given before needs no new place
    world.must(&carrier, &change(1, 0, to_cutoff(day(40))));
    world.must(&seller, &change(1, 0, to_cutoff(day(40))));
    world.must(&carrier, &change(1, 0, to_cutoff(day(44))));
    let used_up = ContractError::CutoffsUsedUp { most: 4, found: 5 };
    world.refused(&seller, &change(1, 0, to_cutoff(day(44))), used_up);
    let asked = |date| shipment::ExecuteMsg::Subscribe {
        token_id: word(BILL),
        cutoffs: vec![Cutoff { milestone: arrived(), cutoff: day(date) }],
    };
    assert_eq!(world.shipment_told(), [40, 41, 42, 43, 40].map(asked));
}

#[test]
fn a_service_without_a_title_is_paid_by_approval() {
    let mut world = World::new();
    let surveyor = world.surveyor.clone();
    let terms = service_of(&world, vec![pays(approved_by(&surveyor), 500)]);
    world.agree(&Terms { follows: None, ..terms });
    world.must(&surveyor, &approve_milestone(1, 0));
    assert_eq!((world.gained(&world.carrier), world.status(1)), (500, AgreementStatus::Closed));
}
