//! Discrepant documents: waived by the payer or returned; and the cut-offs for which a title has room.

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
use types::shipment;

/// A sale that pays 100 when the goods are on board and releases nothing.
fn plain(world: &World) -> Terms {
    sale_of(world, vec![pays(on(loaded()), 100)])
}

/// Presented on day 21, a day late; the payer may waive that until day 28.
fn discrepant(terms: impl FnOnce(&World) -> Terms) -> World {
    let mut world = World::agreed(terms);
    world.wait_until(day(21));
    world.present(1);
    assert_eq!(world.status(1), AgreementStatus::Discrepant);
    world
}

fn is_held_without_a_subscription(world: &World) -> bool {
    world.hold(1) == TitleHold::Held && world.shipment_told().is_empty()
}

#[test]
fn what_is_waived_counts_from_its_presentation() {
    let due_on_presentation = |world: &World| {
        sale_of(world, vec![late_from(pays(on_presentation(), 1_000), day(21)), pays(on(loaded()), 50)])
    };
    let mut world = discrepant(due_on_presentation);
    assert!(is_held_without_a_subscription(&world));
    // nothing counts yet
    world.fact(loaded(), happened(day(1)));
    assert_eq!(world.gained(&world.seller), 0);
    let (buyer, seller) = (world.buyer.clone(), world.seller.clone());
    let not_payer = ContractError::NotPayer { sender: seller.clone(), payer: buyer.clone() };
    world.refused(&seller, &waive(1), not_payer);
    world.wait_until(at(28 * DAY - 1));
    world.must(
        &buyer,
        &ExecuteMsg::Waive { agreement: 1, token_id: word(BILL), version: 1, remark: Some(remark("fine")) },
    );
    // a week after the presentation, and no penalty
    assert_eq!(world.gained(&seller), 1_050);
    assert_eq!(world.milestone(1, 0).reached, Some(day(21)));
}

#[test]
fn the_payer_waives_before_the_examination_ends() {
    let mut world = discrepant(plain);
    let buyer = world.buyer.clone();
    world.wait_until(day(28));
    let over = ContractError::ExaminationOver { examine_by: day(28), now: day(28) };
    world.refused(&buyer, &waive(1), over);
}

type Choice = fn(&World) -> Addr;

#[test]
fn documents_go_back_by_a_party_and_by_anyone_when_nobody_examined_them() {
    let by = |choose: Choice, seconds: u64| {
        let mut world = discrepant(plain);
        let sender = choose(&world);
        world.wait_until(at(seconds));
        (world, sender)
    };
    let (mut world, stranger) = by(|world| world.stranger.clone(), 28 * DAY - 1);
    let expected = ContractError::ExaminationRuns { sender: stranger.clone(), examine_by: day(28) };
    world.refused(&stranger, &return_documents(1), expected);
    let roles: [(Choice, u64); 3] = [
        (|world| world.buyer.clone(), 21 * DAY),
        (|world| world.seller.clone(), 21 * DAY),
        (|world| world.stranger.clone(), 28 * DAY),
    ];
    for (choose, seconds) in roles {
        let (mut world, sender) = by(choose, seconds);
        world.must(&sender, &return_documents(1));
        assert_eq!((world.status(1), world.hold(1)), (AgreementStatus::Active, TitleHold::None));
        assert_eq!(world.shipment_told(), [shipment::ExecuteMsg::Lift { token_id: word(BILL) }]);
        assert_eq!(world.query::<Vec<u64>>(&QueryMsg::AgreementsOf { token_id: word(BILL) }), [0_u64; 0]);
        // and may come again
        world.present(1);
        assert_eq!(world.status(1), AgreementStatus::Discrepant);
    }
}

#[test]
fn there_is_nothing_to_examine_but_discrepant_documents() {
    let mut world = World::agreed(sale);
    let buyer = world.buyer.clone();
    for actual in [AgreementStatus::Active, AgreementStatus::Presented] {
        if actual == AgreementStatus::Presented {
            world.present(1);
        }
        for msg in [waive(1), return_documents(1)] {
            world.refused(&buyer, &msg, ContractError::NothingToExamine { actual });
        }
    }
}

#[test]
fn returned_documents_are_forgotten_with_what_was_consented_to() {
    let mut world = discrepant(plain);
    let buyer = world.buyer.clone();
    let act = shipment::ConsentedAct::Paper;
    world.must(&buyer, &consent_to(1, act));
    world.must(&buyer, &return_documents(1));
    world.refused(&buyer, &consent_to(1, act), ContractError::NoHold { actual: TitleHold::None });
}

// Cut-offs: a title keeps 16 places for sales and 4 for services, and gives none back.

#[test]
fn changed_cut_offs_must_fit_before_the_title_comes() {
    let milestones = vec![cut_off(pays(on(arrived()), 1), day(40)); 16];
    let mut world = World::agreed(|world| {
        let mut milestones = milestones;
        let parts = vec![on(loaded()), on(departed()), on(arrived()), on(discharged())];
        milestones[0] = cut_off(pays(all(parts), 1), day(40));
        sale_of(world, milestones)
    });
    let (buyer, seller) = (world.buyer.clone(), world.seller.clone());
    // 4 for the `all`, and one each of the others: 12 of these 15 can be moved
    for index in 1..=12 {
        let moved = change(1, index, to_cutoff(day(40 + u64::from(index))));
        world.must(&buyer, &moved);
        world.must(&seller, &moved);
    }
    let one_more = change(1, 13, to_cutoff(day(60)));
    world.must(&buyer, &one_more);
    world.refused(&seller, &one_more, ContractError::CutoffsUsedUp { most: 16, found: 17 });
    world.present(1);
    assert_eq!(world.status(1), AgreementStatus::Presented);
}

#[test]
fn a_title_is_asked_for_16_cut_offs_by_all_its_sales_together() {
    let mut world = World::new();
    let sale_with = |world: &World, invoice: u8, from: u64, number: u64| {
        let milestones = (0..number).map(|i| cut_off(pays(on(arrived()), 1), day(from + i))).collect();
        Terms { invoice: Digest::of(&[invoice]), ..sale_of(world, milestones) }
    };
    let (shipment, buyer, seller) = (world.shipment.clone(), world.buyer.clone(), world.seller.clone());
    // ten dates; the same ten again; seven others
    for (invoice, from, number) in [(1, 40, 10), (2, 40, 10), (3, 50, 7)] {
        let terms = sale_with(&world, invoice, from, number);
        let id = world.agree(&terms);
        if invoice < 3 {
            world.present(id);
            for index in 0..number {
                world.must(&seller, &relinquish(id, index as u8));
            }
        }
    }
    let msg = encumbered(&world, 3);
    world.refused(&shipment, &msg, ContractError::CutoffsUsedUp { most: 16, found: 17 });
    world.must(&seller, &change(3, 0, to_cutoff(day(45))));
    world.must(&buyer, &change(3, 0, to_cutoff(day(45))));
    world.present(3);
    let moved = change(3, 1, to_cutoff(day(70)));
    world.must(&seller, &moved);
    world.refused(&buyer, &moved, ContractError::CutoffsUsedUp { most: 16, found: 17 });
}

/// The buyer of a straight bill, with a friend, cannot use up the places that its seller needs.
#[test]
fn services_leave_the_places_of_sales_alone() {
    let mut world = World::new();
    let (buyer, bank, bill) =
        (world.buyer.clone(), world.bank.clone(), straight_bill(&world, &World::new().buyer));
    world.issue(&bill);
    let sham = |world: &World, invoice: u8, number: u64| {
        let from = u64::from(invoice) * 4 + 40;
        let milestones = (0..number).map(|i| cut_off(pays(on(arrived()), 1), day(from + i))).collect();
        Terms {
            payer: world.buyer.to_string(),
            payee: world.bank.to_string(),
            invoice: Digest::of(&[invoice]),
            ..service_of(world, milestones)
        }
    };
    let terms = sham(&world, 0, 4);
    world.agree(&terms);
    world.must(&buyer, &follow(1));
    for index in 0..4 {
        world.must(&bank, &relinquish(1, index));
    }
    let terms = sham(&world, 1, 1);
    world.agree(&terms);
    world.refused(&buyer, &follow(2), ContractError::CutoffsUsedUp { most: 4, found: 5 });
    let sixteen = (0..16).map(|i| cut_off(pays(on(arrived()), 1), day(60 + i))).collect();
    let terms = sale_of(&world, sixteen);
    world.agree(&terms);
    world.present(3);
    assert_eq!(world.status(3), AgreementStatus::Presented);
}

#[test]
fn no_verdict_moves_a_title_whose_documents_are_under_examination() {
    let mut world = discrepant(plain);
    let (buyer, arbiter) = (world.buyer.clone(), world.arbiter.clone());
    world.must(&buyer, &dispute(1, &[0]));
    for award in [TitleAward::ToPayer, TitleAward::ToHolder] {
        let examined = ContractError::TitleUnderExamination {};
        world.refused(&arbiter, &resolve(1, &[(0, 40)], award), examined);
    }
    world.must(&arbiter, &resolve(1, &[(0, 40)], TitleAward::Unchanged));
    assert_eq!((world.hold(1), world.gained(&world.seller)), (TitleHold::Freed, 40));
}

/// The buyer has read one document; when its waiver comes, the seller has taken that back and presented another.
#[test]
fn a_waiver_is_of_the_document_that_the_payer_has_read() {
    let mut world = discrepant(|world| sale_of(world, vec![pays(on_presentation(), 1_000)]));
    let (buyer, seller, shipment) = (world.buyer.clone(), world.seller.clone(), world.shipment.clone());
    let other_document = || ContractError::OtherDocument { token_id: BILL.to_owned(), version: 2 };
    for version in [1, 3] {
        let waive = waive_version(1, version);
        world.must(&seller, &return_documents(1));
        let mut worse = encumbered_msg(&world, 1);
        (worse.title.version, worse.title.issuer) = (2, seller.to_string());
        world.must(&shipment, &ExecuteMsg::Encumbered(worse));
        world.refused(&buyer, &waive, other_document());
    }
}

/// What was paid was not paid for them: the surveyor had approved before they came.
#[test]
fn a_waybill_that_the_payer_has_not_taken_is_free_at_the_end() {
    let waybill_sale = |world: &World| {
        let mut terms =
            sale_of(world, vec![pays(approved_by(&world.surveyor), 100), pays(on(arrived()), 900)]);
        terms.title.as_mut().unwrap().classes = vec![shipment::TitleClass::Waybill];
        terms
    };
    let ends: [fn(&mut World); 2] = [
        |world| {
            for sender in [world.buyer.clone(), world.seller.clone()] {
                world.must(&sender, &change(1, 1, cancel()));
            }
        },
        |world| {
            let stranger = world.stranger.clone();
            world.wait_until(day(100));
            world.must(&stranger, &long_stop(1));
        },
    ];
    for end in ends {
        let mut world = World::agreed(waybill_sale);
        let (surveyor, shipment) = (world.surveyor.clone(), world.shipment.clone());
        let bill = waybill(&world, &world.buyer);
        world.issue(&bill);
        world.must(&surveyor, &approve_milestone(1, 0));
        world.wait_until(at(100 * DAY - 1));
        let msg = bound(&world, 1);
        world.must(&shipment, &msg);
        assert_eq!((world.status(1), world.hold(1)), (AgreementStatus::Discrepant, TitleHold::Bound));
        end(&mut world);
        assert_eq!((world.status(1), world.hold(1)), (AgreementStatus::Closed, TitleHold::Freed));
        assert_eq!(world.shipment_told(), [shipment::ExecuteMsg::Lift { token_id: word(BILL) }]);
    }
}
