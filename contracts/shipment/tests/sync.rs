//! Making up for facts that were missed.

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

use shipment::ContractError;
use support::*;
use types::journey::{MilestoneRef, Standing};
use types::notice::{MilestoneNotice, Notification};
use types::oracle::{InquiryResponse, QuestionResponse};
use types::shipment::*;

fn loading() -> MilestoneRef {
    milestone(0, "LOAD", "CNSHA")
}

fn discharge() -> MilestoneRef {
    milestone(0, "DISC", "DEHAM")
}

fn arrival() -> MilestoneRef {
    milestone(1, "ARRI", "CZPRG")
}

fn sync() -> ExecuteMsg {
    ExecuteMsg::Sync { token_id: bill_id() }
}

/// The escrow is told of the bill.
fn watched(world: &mut World) -> testing::Stranger {
    let escrow = world.admitted(AdmittedRole::Settlement);
    world.must(escrow.address(), &ExecuteMsg::Subscribe { token_id: bill_id(), cutoffs: vec![] });
    escrow
}

fn notice(sequence: u32, milestone: MilestoneRef, standing: Standing) -> Notification {
    Notification::Milestone(MilestoneNotice { token_id: bill_id(), sequence, milestone, standing })
}

/// The oracle answers an inquiry about the bill with this.
fn oracle_knows(world: &mut World, sequence: u32, known: &[(MilestoneRef, Standing)]) {
    let question = |(milestone, standing): &(MilestoneRef, Standing)| QuestionResponse {
        milestone: *milestone,
        standing: *standing,
        cutoffs: vec![],
        round: 0,
        open: None,
        pending: None,
        challenged: None,
        closed: false,
    };
    let inquiry = InquiryResponse {
        feed: 3,
        sequence,
        questions: known.iter().map(question).collect(),
        until: day(400),
        deposit: None,
    };
    let oracle = world.oracle.clone();
    answers(&mut world.chain, &oracle, &inquiry);
}

fn received(world: &World, watcher: &testing::Stranger) -> Vec<Notification> {
    watcher.received(&world.chain).iter().map(|received| received.json()).collect()
}

#[test]
fn anyone_makes_up_for_what_was_missed() {
    let mut world = World::with_bill();
    let escrow = watched(&mut world);
    world.fact(1, loading(), happened(day(2).seconds())).unwrap();
    let known = [
        (loading(), happened(day(1).seconds())),
        (discharge(), happened(day(32).seconds())),
        (arrival(), Standing::default()),
    ];
    oracle_knows(&mut world, 3, &known);
    let stranger = world.stranger.clone();
    world.must(&stranger, &sync());
    let voyage = world.voyage();
    assert_eq!(voyage.sequence, 3);
    for (listed, (_, standing)) in voyage.milestones.iter().zip(known) {
        assert_eq!(listed.standing, standing);
    }
    assert_eq!(
        received(&world, &escrow)[1..],
        [
            notice(3, loading(), happened(day(1).seconds())),
            notice(3, discharge(), happened(day(32).seconds())),
        ]
    );
    let before = world.state();
    world.must(&stranger, &sync());
    assert_eq!((world.state(), received(&world, &escrow).len()), (before, 3), "nothing is told twice");
}

#[test]
fn what_was_skipped_between_two_facts_is_made_up_for() {
    let mut world = World::with_bill();
    world.fact(2, discharge(), happened(day(32).seconds())).unwrap();
    let known = [(loading(), happened(day(1).seconds())), (discharge(), happened(day(32).seconds()))];
    oracle_knows(&mut world, 2, &known);
    let stranger = world.stranger.clone();
    world.must(&stranger, &sync());
    assert_eq!(world.voyage().milestones[0].standing, known[0].1);
    assert_eq!(world.voyage().sequence, 2);
}

#[test]
fn a_sync_tells_of_four_milestones_and_the_next_of_the_rest() {
    let mut world = World::new();
    let mut bill = order_bill(&world);
    let route = bill.journey.as_mut().unwrap();
    let events = ["GTIN", "LOAD", "DEPA", "ARRI", "DISC", "GTOT"];
    route.milestones = (0..2).flat_map(|leg| events.map(|event| planned(leg, event, 30))).take(10).collect();
    world.issue(bill);
    let escrow = watched(&mut world);
    let asked: Vec<_> = world.voyage().milestones.iter().map(|m| m.milestone).collect();
    let known: Vec<_> = asked.iter().map(|m| (*m, happened(day(30).seconds()))).collect();
    oracle_knows(&mut world, 10, &known);
    let stranger = world.stranger.clone();
    for told in [4, 8, 10, 10] {
        world.must(&stranger, &sync());
        let known = world.voyage().milestones.iter().filter(|m| m.standing.is_known()).count();
        assert_eq!((known, received(&world, &escrow).len()), (told, told));
    }
}

#[test]
fn an_oracle_that_answers_of_other_questions_is_not_believed() {
    let mut world = World::with_bill();
    let other = milestone(0, "DEPA", "CNSHA");
    let stranger = world.stranger.clone();
    // alone, or after one that is asked: nothing of the answer is taken
    for known in [vec![other], vec![loading(), other]] {
        let known: Vec<_> = known.into_iter().map(|m| (m, happened(day(2).seconds()))).collect();
        oracle_knows(&mut world, 1, &known);
        world.refused(&stranger, &sync(), ContractError::UnknownMilestone { milestone: other });
    }
    let nowhere = ExecuteMsg::Sync { token_id: word("MSC:BL-8") };
    let unknown = ContractError::UnknownTitle { token_id: "MSC:BL-8".to_owned() };
    world.refused(&stranger, &nowhere, unknown);
}

#[test]
fn an_answer_that_is_none_is_not_believed() {
    let mut world = World::with_bill();
    let (stranger, oracle) = (world.stranger.clone(), world.oracle.clone());
    let before = world.state();
    answers(&mut world.chain, &oracle, &"garbage");
    assert!(matches!(testing::refusal(world.send(&stranger, &sync())), ContractError::Std(_)));
    answers(
        &mut world.chain,
        &oracle,
        &MilestoneNotice {
            token_id: bill_id(),
            sequence: 9,
            milestone: loading(),
            standing: happened(day(2).seconds()),
        },
    );
    assert!(matches!(testing::refusal(world.send(&stranger, &sync())), ContractError::Std(_)));
    assert_eq!(world.state(), before);
}

#[test]
fn an_answer_of_fewer_questions_is_taken_for_what_it_says() {
    let mut world = World::with_bill();
    let escrow = watched(&mut world);
    world.fact(1, loading(), happened(day(1).seconds())).unwrap();
    let standing = happened(day(32).seconds());
    oracle_knows(&mut world, 2, &[(discharge(), standing), (discharge(), standing)]);
    let stranger = world.stranger.clone();
    world.must(&stranger, &sync());
    let known: Vec<_> = world.voyage().milestones.iter().map(|m| m.standing).collect();
    assert_eq!(known, [happened(day(1).seconds()), standing, Standing::default()]);
    assert_eq!(received(&world, &escrow).len(), 2, "and told of once");
}

/// An oracle that was set back would bring back what was corrected.
#[test]
fn an_answer_older_than_what_is_known_changes_nothing() {
    let mut world = World::with_bill();
    world.fact(4, loading(), happened(day(1).seconds())).unwrap();
    oracle_knows(&mut world, 3, &[(loading(), not_by(day(3).seconds()))]);
    let stranger = world.stranger.clone();
    world.refused(&stranger, &sync(), ContractError::OracleBehind { seen: 4, actual: 3 });
}

/// A subscriber that calls for the rest while it is told of the first gets each once, and so does everybody else.
#[test]
fn a_sync_inside_a_notice_tells_nothing_twice() {
    let mut world = World::with_bill();
    let eager = watched(&mut world);
    let patient = watched(&mut world);
    let known = [loading(), discharge(), arrival()].map(|milestone| (milestone, happened(day(40).seconds())));
    oracle_knows(&mut world, 3, &known);
    let again = vec![testing::Chain::call(&world.shipment, &sync(), &[])];
    eager.answer(&mut world.chain, again);
    let stranger = world.stranger.clone();
    world.must(&stranger, &sync());
    for watcher in [&eager, &patient] {
        assert_eq!(received(&world, watcher).len(), 3);
    }
}
