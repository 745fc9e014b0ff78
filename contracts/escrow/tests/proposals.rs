//! Proposals: made, accepted by their digest, ended.

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
use guard::{GuardError, PaymentError};
use support::*;
use testing::{events, refusal};
use types::digest::Digest;
use types::escrow::{
    AgreementId, AgreementStatus, ExecuteMsg, MilestoneState, QueryMsg, Side, Terms, TitleHold,
};

fn financing_key(world: &World, terms: &Terms) -> Option<AgreementId> {
    let (payer, payee, invoice) = (terms.payer.clone(), terms.payee.clone(), terms.invoice.clone());
    world.query(&QueryMsg::FinancingKey { payer, payee, invoice })
}

#[test]
fn the_payee_proposes_and_the_payer_accepts_with_the_money() {
    for mut world in World::both() {
        let (buyer, seller) = (world.buyer.clone(), world.seller.clone());
        let terms = sale(&world);
        world.must(&seller, &propose(&terms, day(1)));
        let proposal = world.agreement(1);
        assert_eq!((proposal.status, proposal.proposed_by), (AgreementStatus::Proposed, Side::Payee));
        assert_eq!((&proposal.terms, &proposal.digest), (&terms, &terms.digest().unwrap()));
        assert_eq!((proposal.valid_until, proposal.title), (day(1), TitleHold::None));
        assert_eq!(world.owner_of("1/0"), None);
        assert_eq!(financing_key(&world, &terms), None);

        world.must_with(&buyer, &accept(1, &terms), 10_000);
        assert_eq!(world.status(1), AgreementStatus::Active);
        assert_eq!(world.owed(&world.asset), 10_000);
        for token_id in ["1/0", "1/1", "1/2"] {
            assert_eq!(world.owner_of(token_id), Some(seller.to_string()));
        }
        assert_eq!(world.owner_of("1/3"), None);
        assert_eq!(financing_key(&world, &terms), Some(1));
        assert_eq!(world.states(1), [MilestoneState::Open; 3]);
    }
}

#[test]
fn the_payer_proposes_with_the_money_and_the_payee_accepts() {
    for mut world in World::both() {
        let (buyer, seller) = (world.buyer.clone(), world.seller.clone());
        let terms = sale(&world);
        world.must_with(&buyer, &propose(&terms, day(1)), 10_000);
        assert_eq!(world.owed(&world.asset), 10_000);
        world.must(&seller, &accept(1, &terms));
        assert_eq!((world.status(1), world.gained(&buyer)), (AgreementStatus::Active, -10_000));
        assert_eq!(world.owned(&seller), ["1/0", "1/1", "1/2"]);
    }
}

#[test]
fn what_is_deferred_is_not_brought_along() {
    for mut world in World::both() {
        let (buyer, seller) = (world.buyer.clone(), world.seller.clone());
        let part = vec![owes(on(loaded()), 4_000), pays(on(arrived()), 6_000)];
        let terms = sale_of(&world, part);
        world.must_with(&buyer, &propose(&terms, day(1)), 6_000);
        world.must(&seller, &accept(1, &terms));
        let all = sale_of(&world, vec![owes(on(loaded()), 4_000)]);
        let all = Terms { invoice: Digest::of(b"another"), ..all };
        world.must(&buyer, &propose(&all, day(1)));
        world.must(&seller, &accept(2, &all));
        assert_eq!(world.gained(&buyer), -6_000);
    }
}

#[test]
fn a_proposal_stands_after_now_and_before_the_long_stop() {
    let mut world = World::new();
    let (seller, terms) = (world.seller.clone(), sale(&world));
    let long_stop = terms.long_stop.seconds();
    for until in [day(0), at(100 * DAY), day(101)] {
        let expected = ContractError::ValidUntil { valid_until: until, now: day(0) };
        world.refused(&seller, &propose(&terms, until), expected);
    }
    world.must(&seller, &propose(&terms, at(1)));
    world.must(&seller, &propose(&terms, numeric::UnixTime::new(long_stop - 1).unwrap()));
}

#[test]
fn a_proposal_is_accepted_until_its_last_second() {
    let mut world = World::new();
    let (buyer, seller, terms) = (world.buyer.clone(), world.seller.clone(), sale(&world));
    for _ in 0..2 {
        world.must(&seller, &propose(&terms, day(1)));
    }
    world.wait_until(day(1));
    world.must_with(&buyer, &accept(1, &terms), 10_000);
    world.chain.advance(1);
    let expected = ContractError::ProposalExpired { valid_until: day(1), now: at(DAY + 1) };
    world.refused_with(&buyer, &accept(2, &terms), 10_000, expected);
}

#[test]
fn only_the_other_party_accepts_and_only_what_it_read() {
    let mut world = World::new();
    let (buyer, seller, stranger) = (world.buyer.clone(), world.seller.clone(), world.stranger.clone());
    let terms = sale(&world);
    let not_a_party =
        || ContractError::NotAParty { sender: stranger.clone(), payer: buyer.clone(), payee: seller.clone() };
    world.refused(&stranger, &propose(&terms, day(1)), not_a_party());
    world.refused_with(&stranger, &propose(&terms, day(1)), 10_000, not_a_party());
    world.must(&seller, &propose(&terms, day(1)));
    world.must_with(&buyer, &propose(&terms, day(1)), 10_000);
    let own = |sender: &cosmwasm_std::Addr| ContractError::OwnProposal { sender: sender.clone() };
    world.refused(&seller, &accept(1, &terms), own(&seller));
    world.refused_with(&buyer, &accept(2, &terms), 10_000, own(&buyer));
    world.refused_with(&stranger, &accept(1, &terms), 10_000, not_a_party());
    world.refused(&seller, &accept(3, &terms), ContractError::UnknownAgreement { agreement: 3 });

    let other = Terms { split: points(4_999), ..terms.clone() };
    let (accepted, actual) = (other.digest().unwrap(), terms.digest().unwrap());
    let expected = ContractError::OtherTerms { accepted, actual };
    world.refused_with(&buyer, &accept(1, &other), 10_000, expected);

    world.must_with(&buyer, &accept(1, &terms), 10_000);
    let next = AgreementStatus::Active;
    let expected = ContractError::WrongStatus { actual: AgreementStatus::Active, next };
    world.refused_with(&buyer, &accept(1, &terms), 10_000, expected);
    world.must(&buyer, &end_proposal(2));
    let expected = ContractError::WrongStatus { actual: AgreementStatus::Ended, next };
    world.refused(&seller, &accept(2, &terms), expected);
}

#[test]
fn a_proposal_that_ends_returns_its_money_in_full() {
    for mut world in World::both() {
        let (buyer, seller, stranger) = (world.buyer.clone(), world.seller.clone(), world.stranger.clone());
        let terms = sale(&world);
        for _ in 0..3 {
            world.must_with(&buyer, &propose(&terms, day(1)), 10_000);
        }
        world.must(&seller, &propose(&terms, day(1)));
        // refused by the other party, withdrawn by who made it
        let ended = world.must(&seller, &end_proposal(1));
        assert_eq!(testing::attribute(events(&ended, "escrow/proposal_ended")[0], "returned"), "10000");
        assert_eq!(world.gained(&buyer), -20_000);
        world.must(&buyer, &end_proposal(2));
        assert_eq!(world.gained(&buyer), -10_000);
        // run out: by anyone, but not before
        world.wait_until(day(1));
        let expected = ContractError::ProposalStands { sender: stranger.clone(), valid_until: day(1) };
        world.refused(&stranger, &end_proposal(3), expected);
        world.chain.advance(1);
        world.must(&stranger, &end_proposal(3));
        world.must(&stranger, &end_proposal(4));
        assert_eq!(world.gained(&buyer), 0);
        for id in 1..=4 {
            assert_eq!(world.status(id), AgreementStatus::Ended);
            let (actual, next) = (AgreementStatus::Ended, AgreementStatus::Ended);
            world.refused(&buyer, &end_proposal(id), ContractError::WrongStatus { actual, next });
        }
    }
}

#[test]
fn an_agreement_that_was_accepted_is_no_proposal() {
    let mut world = World::agreed(sale);
    let (actual, next) = (AgreementStatus::Active, AgreementStatus::Ended);
    let buyer = world.buyer.clone();
    world.refused(&buyer, &end_proposal(1), ContractError::WrongStatus { actual, next });
}

#[test]
fn an_invoice_is_financed_once_at_a_time() {
    let mut world = World::new();
    let (buyer, seller) = (world.buyer.clone(), world.seller.clone());
    let terms = sale_of(&world, vec![pays(approved_by(&world.surveyor), 100)]);
    let same_invoice = Terms { long_stop: day(90), ..terms.clone() };
    world.must(&seller, &propose(&terms, day(1)));
    world.must(&seller, &propose(&same_invoice, day(1)));
    world.must_with(&buyer, &accept(1, &terms), 100);
    let expected = ContractError::InvoiceTaken { agreement: 1 };
    world.refused_with(&buyer, &accept(2, &same_invoice), 100, expected);
    // another buyer or seller, another invoice
    let others = [
        Terms { payer: world.bank.to_string(), ..terms.clone() },
        Terms { payee: world.bank.to_string(), ..terms.clone() },
        Terms { payer: terms.payee.clone(), payee: terms.payer.clone(), ..terms.clone() },
        Terms { invoice: Digest::of(b"other"), ..terms.clone() },
    ];
    for other in others {
        world.agree(&other);
    }
    // closed, it is free again
    world.must(&seller, &relinquish(1, 0));
    assert_eq!(world.status(1), AgreementStatus::Closed);
    assert_eq!(financing_key(&world, &terms), None);
    world.must_with(&buyer, &accept(2, &same_invoice), 100);
    assert_eq!(financing_key(&world, &terms), Some(2));
}

#[test]
fn a_pause_stops_proposals_and_acceptances_also_through_a_token() {
    for mut world in World::both() {
        let (buyer, seller, owner) = (world.buyer.clone(), world.seller.clone(), world.owner.clone());
        let terms = sale(&world);
        world.must(&seller, &propose(&terms, day(1)));
        world.must_with(&buyer, &propose(&terms, day(1)), 10_000);
        world.must(&owner, &ExecuteMsg::Pause {});
        world.refused(&seller, &propose(&terms, day(1)), GuardError::Paused);
        world.refused_with(&buyer, &propose(&terms, day(1)), 10_000, GuardError::Paused);
        world.refused_with(&buyer, &accept(1, &terms), 10_000, GuardError::Paused);
        world.refused(&seller, &accept(2, &terms), GuardError::Paused);
        // what was begun ends
        world.must(&seller, &end_proposal(2));
        world.must(&owner, &ExecuteMsg::Unpause {});
        world.must_with(&buyer, &accept(1, &terms), 10_000);
    }
}

#[test]
fn a_retired_asset_settles_no_new_agreements_and_the_old_ones_go_on() {
    let mut world = World::new();
    let (buyer, seller, owner) = (world.buyer.clone(), world.seller.clone(), world.owner.clone());
    let terms = sale(&world);
    world.agree(&terms);
    let second = Terms { invoice: Digest::of(b"second"), ..terms.clone() };
    world.must(&seller, &propose(&second, day(1)));
    world.must_with(&buyer, &propose(&second, day(1)), 10_000);
    world.must(&owner, &ExecuteMsg::RetireAsset { asset: world.asset.clone().into() });
    let not_admitted = |error: ContractError| {
        assert!(matches!(error, ContractError::Payments(payments::PaymentsError::AssetNotAdmitted { .. })))
    };
    not_admitted(refusal(world.send(&seller, &propose(&second, day(1)))));
    not_admitted(refusal(world.send_with(&buyer, &accept(2, &second), 10_000)));
    not_admitted(refusal(world.send(&seller, &accept(3, &second))));
    world.must(&seller, &end_proposal(3));
    assert_eq!(world.gained(&buyer), -10_000);
    world.present(1);
    world.fact(loaded(), happened(day(1)));
    assert_eq!(world.gained(&seller), 2_000);
}

#[test]
fn a_payee_brings_no_money() {
    let mut world = World::new();
    let (buyer, seller, terms) = (world.buyer.clone(), world.seller.clone(), sale(&world));
    world.must_with(&buyer, &propose(&terms, day(1)), 10_000);
    let actual = vec![cosmwasm_std::coin(10_000, "uusd")];
    let not_payable = || PaymentError::NotPayable { actual: actual.clone() };
    world.refused_with(&seller, &propose(&terms, day(1)), 10_000, not_payable());
    world.refused_with(&seller, &accept(1, &terms), 10_000, not_payable());
    let mut world = World::with_cw20();
    let terms = sale(&world);
    world.must_with(&buyer, &propose(&terms, day(1)), 10_000);
    let (asset, expected, actual) = (world.asset.clone(), amount(0), amount(10_000));
    let too_much = || ContractError::OtherAmount { asset: asset.clone(), expected, actual };
    world.refused_with(&seller, &propose(&terms, day(1)), 10_000, too_much());
    world.refused_with(&seller, &accept(1, &terms), 10_000, too_much());
}
