//! Subscribers, facts and what was missed.

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

use cosmwasm_std::testing::{mock_env, MockApi, MockQuerier, MockStorage};
use cosmwasm_std::{Addr, Binary, OwnedDeps, Reply, ReplyOn, SubMsgResult};
use guard::GuardError;
use hooks::HookError;
use shipment::ContractError;
use support::*;
use testing::{attribute, events, Chain};
use types::gas;
use types::journey::{MilestoneRef, Standing};
use types::notice::{MilestoneNotice, Notification};
use types::oracle::{self, Cutoff};
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

fn cutoff(milestone: MilestoneRef, days: u64) -> Cutoff {
    Cutoff { milestone, cutoff: day(days) }
}

fn subscribe(cutoffs: Vec<Cutoff>) -> ExecuteMsg {
    ExecuteMsg::Subscribe { token_id: bill_id(), cutoffs }
}

fn sync() -> ExecuteMsg {
    ExecuteMsg::Sync { token_id: bill_id() }
}

fn notice(sequence: u32, milestone: MilestoneRef, standing: Standing) -> Notification {
    Notification::Milestone(MilestoneNotice { token_id: bill_id(), sequence, milestone, standing })
}

fn received(world: &World, watcher: &testing::Stranger) -> Vec<Notification> {
    watcher.received(&world.chain).iter().map(|received| received.json()).collect()
}

#[test]
fn a_fact_advances_the_journey_and_tells_every_subscriber() {
    let mut world = World::with_bill();
    let escrow = world.admitted(AdmittedRole::Settlement);
    let cover = world.admitted(AdmittedRole::Observer);
    world.must(cover.address(), &subscribe(vec![]));
    world.must(escrow.address(), &subscribe(vec![]));
    assert_eq!(world.voyage().subscribers, [cover.address().as_str(), escrow.address().as_str()]);

    let response = world.fact(1, loading(), happened(day(2).seconds())).unwrap();
    let told = response.events.iter().filter(|event| event.ty == "execute");
    let told: Vec<_> = told.map(|event| testing::attribute(event, "_contract_address")).skip(1).collect();
    assert_eq!(told, [escrow.address().as_str(), cover.address().as_str()], "escrows are told first");
    let voyage = world.voyage();
    assert_eq!((voyage.sequence, voyage.milestones[0].standing), (1, happened(day(2).seconds())));
    for watcher in [&escrow, &cover] {
        assert_eq!(received(&world, watcher), [notice(1, loading(), happened(day(2).seconds()))]);
        assert_eq!(watcher.received(&world.chain)[0].sender, world.shipment);
    }
    let learned = events(&response, "shipment/milestone_learned")[0];
    assert_eq!(attribute(learned, "event"), "LOAD");
    assert_eq!(attribute(learned, "happened"), day(2).seconds().to_string());
}

#[test]
fn a_later_fact_supersedes_and_an_older_or_equal_one_changes_nothing() {
    let mut world = World::with_bill();
    let escrow = world.admitted(AdmittedRole::Settlement);
    world.must(escrow.address(), &subscribe(vec![]));
    let (first, second) = (happened(day(32).seconds()), happened(day(33).seconds()));
    world.fact(4, discharge(), first).unwrap();
    world.fact(5, discharge(), second).unwrap();
    let before = world.state();
    for (sequence, standing) in [(5, first), (4, first), (0, first), (5, second)] {
        world.fact(sequence, discharge(), standing).unwrap();
    }
    assert_eq!(world.state(), before);
    assert_eq!(received(&world, &escrow), [notice(4, discharge(), first), notice(5, discharge(), second)]);
    // The same again under a new number is nothing to tell.
    world.fact(6, discharge(), second).unwrap();
    assert_eq!((world.voyage().sequence, received(&world, &escrow).len()), (6, 2));
}

#[test]
fn facts_come_from_the_oracle_and_about_what_was_asked() {
    let mut world = World::with_bill();
    let oracle = world.oracle.clone();
    let escrow = world.admitted(AdmittedRole::Settlement);
    let standing = happened(day(2).seconds());
    let known = fact(BILL, 1, loading(), standing);
    for nobody in [escrow.address(), &world.carrier.clone(), &world.owner.clone(), &world.shipment.clone()] {
        let not_oracle = ContractError::NotOracle { sender: nobody.clone(), oracle: oracle.clone() };
        world.refused(nobody, &known, not_oracle);
    }
    let unknown = ContractError::UnknownTitle { token_id: "MSC:BL-8".to_owned() };
    world.refused(&oracle, &fact("MSC:BL-8", 1, loading(), standing), unknown);
    for milestone in [
        milestone(1, "LOAD", "CNSHA"),
        milestone(0, "LOAD", "DEHAM"),
        milestone(0, "DEPA", "CNSHA"),
        milestone(9, "LOAD", "CNSHA"),
    ] {
        let unknown = ContractError::UnknownMilestone { milestone };
        world.refused(&oracle, &fact(BILL, 1, milestone, standing), unknown);
    }
}

#[test]
fn a_subscriber_that_fails_costs_nobody_else_anything() {
    let mut world = World::with_bill();
    let broken = world.chain.refuser();
    world.admit(broken.address(), AdmittedRole::Observer);
    let escrow = world.admitted(AdmittedRole::Settlement);
    broken.record(&mut world.chain);
    world.must(broken.address(), &subscribe(vec![]));
    broken.refuse(&mut world.chain);
    world.must(escrow.address(), &subscribe(vec![]));

    let response = world.fact(1, loading(), happened(day(2).seconds())).unwrap();
    assert_eq!(received(&world, &escrow).len(), 1);
    assert_eq!(world.voyage().milestones[0].standing, happened(day(2).seconds()));
    let failed = events(&response, "shipment/notice_failed")[0];
    assert_eq!(attribute(failed, "subscriber"), broken.address().as_str());
    assert_eq!(attribute(failed, "sequence"), "1");
}

/// The contract's own answer, which the chain in memory does not show: its state in a bare storage.
fn bare(world: &World) -> OwnedDeps<MockStorage, MockApi, MockQuerier> {
    let mut deps = cosmwasm_std::testing::mock_dependencies();
    for (key, value) in world.state() {
        cosmwasm_std::Storage::set(&mut deps.storage, &key, &value);
    }
    deps
}

/// Rule 19: a limit holds only if it is below the gas that remains. So a fact with all places taken fits into what the
/// oracle gives it, and a block holds it with room for the report.
#[test]
fn all_notices_of_a_fact_fit_into_what_the_oracle_gives_it() {
    let mut world = World::with_bill();
    for role in [AdmittedRole::Observer; 4].into_iter().chain([AdmittedRole::Settlement; 2]) {
        let watcher = world.admitted(role);
        world.must(watcher.address(), &subscribe(vec![]));
    }
    let info = cosmwasm_std::testing::message_info(&world.oracle, &[]);
    let msg = fact(BILL, 1, loading(), happened(day(2).seconds()));
    let response = shipment::contract::execute(bare(&world).as_mut(), mock_env(), info, msg).unwrap();
    assert_eq!(response.messages.len(), 6);
    let given: u64 = response.messages.iter().map(|notice| notice.gas_limit.unwrap()).sum();
    // The contract is loaded (64k), reads and writes, and hears of six failures (5k each).
    assert!(gas::FACT_NOTICE >= given + 64_000 + 6 * 5_000 + 100_000, "{given}");
    const { assert!(gas::FACT_NOTICE < 100_000_000 / 2, "half a block") };
}

#[test]
fn every_notice_has_its_gas_and_answers_for_its_failure() {
    let mut world = World::with_bill();
    let escrow = world.admitted(AdmittedRole::Settlement);
    world.must(escrow.address(), &subscribe(vec![]));
    let mut deps = bare(&world);
    let info = cosmwasm_std::testing::message_info(&world.oracle, &[]);
    let msg = fact(BILL, 1, loading(), happened(day(2).seconds()));
    let response = shipment::contract::execute(deps.as_mut(), mock_env(), info, msg).unwrap();
    let [notice] = response.messages.as_slice() else { panic!("one subscriber, one notice") };
    assert_eq!(notice.gas_limit, Some(gas::MILESTONE_NOTICE));
    assert_eq!(notice.reply_on, ReplyOn::Error);

    let reply = |id, payload: Binary, result| Reply { id, payload, gas_used: 0, result };
    let failed = || SubMsgResult::Err("out of gas".to_owned());
    let known = reply(notice.id, notice.payload.clone(), failed());
    assert!(shipment::contract::reply(deps.as_mut(), mock_env(), known).is_ok());
    let unknown = reply(notice.id + 1, notice.payload.clone(), failed());
    let refusal = shipment::contract::reply(deps.as_mut(), mock_env(), unknown).unwrap_err();
    assert_eq!(refusal, ContractError::UnknownReply { id: notice.id + 1 });
    let empty = reply(notice.id, Binary::default(), failed());
    let refusal = shipment::contract::reply(deps.as_mut(), mock_env(), empty).unwrap_err();
    assert!(matches!(refusal, ContractError::Hook(HookError::Payload(_))), "{refusal:?}");
}

#[test]
fn cut_offs_are_asked_once_of_the_oracle() {
    let mut world = World::with_bill();
    let escrow = world.admitted(AdmittedRole::Settlement);
    let wanted = vec![cutoff(discharge(), 40), cutoff(arrival(), 50), cutoff(discharge(), 40)];
    world.must(escrow.address(), &subscribe(wanted));
    let asked = world.asked();
    assert_eq!(asked.len(), 2, "the journey and the cut-offs");
    assert_eq!(
        asked[1].msg,
        oracle::ExecuteMsg::AddCutoffs {
            token_id: bill_id(),
            cutoffs: vec![cutoff(discharge(), 40), cutoff(arrival(), 50)],
        }
    );
    world.must(escrow.address(), &subscribe(vec![cutoff(arrival(), 50)]));
    world.must(escrow.address(), &subscribe(vec![]));
    assert_eq!(world.asked().len(), 2, "nothing new, nothing asked");
    assert_eq!(world.voyage().subscribers.len(), 1);
    world.must(escrow.address(), &subscribe(vec![cutoff(arrival(), 50), cutoff(arrival(), 51)]));
    let last = world.asked().pop().unwrap().msg;
    let new = oracle::ExecuteMsg::AddCutoffs { token_id: bill_id(), cutoffs: vec![cutoff(arrival(), 51)] };
    assert_eq!(last, new);
}

#[test]
fn a_contract_has_20_cut_offs_a_title_and_takes_nobody_else_s() {
    let mut world = World::with_bill();
    let escrow = world.admitted(AdmittedRole::Settlement);
    let other = world.admitted(AdmittedRole::Settlement);
    let many = |from: u64, to: u64| (from..to).map(|days| cutoff(arrival(), days)).collect::<Vec<_>>();
    let full = |actual| ContractError::TooManyCutoffs { max: 20, actual };
    world.refused(escrow.address(), &subscribe(many(40, 61)), full(21));
    world.must(escrow.address(), &subscribe(many(40, 60)));
    world.refused(escrow.address(), &subscribe(many(60, 61)), full(21));
    world.must(escrow.address(), &subscribe(many(40, 60)));
    world.must(other.address(), &subscribe(many(60, 80)));
    // All six places together stay within what the oracle takes for one token.
    const { assert!(6 * 20 <= oracle::MAX_CUTOFFS) };
}

#[test]
fn a_subscription_is_an_admitted_contract_s_to_a_title_that_exists() {
    let mut world = World::with_bill();
    let escrow = world.admitted(AdmittedRole::Settlement);
    let (owner, guardian, carrier) = (world.owner.clone(), world.guardian.clone(), world.carrier.clone());
    for nobody in [&carrier, &owner] {
        let not_admitted = HookError::NotAdmitted { contract: nobody.clone() };
        world.refused(nobody, &subscribe(vec![]), not_admitted.into());
    }
    let elsewhere = ExecuteMsg::Subscribe { token_id: word("MSC:BL-8"), cutoffs: vec![] };
    let unknown = ContractError::UnknownTitle { token_id: "MSC:BL-8".to_owned() };
    world.refused(escrow.address(), &elsewhere, unknown);
    let milestone = milestone(0, "DEPA", "CNSHA");
    let unknown = ContractError::UnknownMilestone { milestone };
    world.refused(escrow.address(), &subscribe(vec![cutoff(milestone, 40)]), unknown);

    world.must(&guardian, &ExecuteMsg::Pause {});
    world.refused(escrow.address(), &subscribe(vec![]), GuardError::Paused.into());
    world.must(&owner, &ExecuteMsg::Unpause {});
    world.must(&owner, &ExecuteMsg::RetireContract { contract: escrow.address().to_string() });
    let retired = HookError::Retired { contract: escrow.address().clone() };
    world.refused(escrow.address(), &subscribe(vec![]), retired.into());
}

#[test]
fn a_retired_subscriber_is_told_of_what_it_subscribed_to() {
    let mut world = World::with_bill();
    let escrow = world.admitted(AdmittedRole::Settlement);
    let owner = world.owner.clone();
    world.must(escrow.address(), &subscribe(vec![]));
    world.must(&owner, &ExecuteMsg::RetireContract { contract: escrow.address().to_string() });
    world.fact(1, loading(), happened(day(2).seconds())).unwrap();
    assert_eq!(received(&world, &escrow).len(), 1);
}

#[test]
fn two_of_six_places_are_for_escrows() {
    let mut world = World::with_bill();
    for _ in 0..4 {
        let observer = world.admitted(AdmittedRole::Observer);
        world.must(observer.address(), &subscribe(vec![]));
    }
    let fifth = world.admitted(AdmittedRole::Financier);
    let taken = |settles| ContractError::NoWatcherPlace { settles };
    world.refused(fifth.address(), &subscribe(vec![]), taken(false));
    for _ in 0..2 {
        let escrow = world.admitted(AdmittedRole::Settlement);
        world.must(escrow.address(), &subscribe(vec![]));
    }
    let third = world.admitted(AdmittedRole::Settlement);
    world.refused(third.address(), &subscribe(vec![]), taken(true));
    assert_eq!(world.voyage().subscribers.len() as u64, gas::SUBSCRIBERS_A_TITLE);
}

#[test]
fn a_receipt_can_be_watched_and_has_nothing_to_tell() {
    let mut world = World::new();
    world.issue(receipt(&world));
    let escrow = world.admitted(AdmittedRole::Settlement);
    world.must(escrow.address(), &subscribe(vec![]));
    let stranger = world.stranger.clone();
    let none = || ContractError::NoJourney { token_id: BILL.to_owned() };
    world.refused(&stranger, &sync(), none());
    let journey: Result<JourneyResponse, _> =
        world.chain.query(&world.shipment, &QueryMsg::Journey { token_id: bill_id() });
    assert!(journey.is_err());
    assert_eq!(world.asked(), []);
}

#[test]
fn facts_go_on_after_delivery() {
    let mut world = World::with_bill();
    let (shipper, carrier) = (world.shipper.clone(), world.carrier.clone());
    let escrow = world.admitted(AdmittedRole::Settlement);
    world.must(escrow.address(), &subscribe(vec![]));
    world.must(&shipper, &surrender(SurrenderFor::Delivery));
    world.must(&carrier, &accept());
    world.fact(1, arrival(), happened(day(36).seconds())).unwrap();
    assert_eq!(received(&world, &escrow).len(), 1);
    let late = world.admitted(AdmittedRole::Observer);
    world.must(late.address(), &subscribe(vec![]));
}

#[test]
fn a_subscriber_may_subscribe_and_deliver_while_it_is_told() {
    let mut world = World::with_bill();
    let escrow = world.admitted(AdmittedRole::Settlement);
    let (shipper, buyer) = (world.shipper.clone(), world.buyer.clone());
    world.must(escrow.address(), &subscribe(vec![]));
    world.encumber(&shipper, &escrow);
    let shipment = world.shipment.clone();
    let more = Chain::call(&shipment, &subscribe(vec![cutoff(arrival(), 60)]), &[]);
    escrow.answer(&mut world.chain, vec![more, Chain::call(&shipment, &deliver(&buyer), &[])]);
    world.fact(1, discharge(), happened(day(32).seconds())).unwrap();
    world.assert_parties(&buyer, &buyer);
    assert_eq!(world.voyage().milestones[1].standing, happened(day(32).seconds()));
}

#[test]
fn a_fact_writes_one_small_record() {
    let mut world = World::with_bill();
    let before = world.state();
    world.fact(1, loading(), happened(day(2).seconds())).unwrap();
    let after = world.state();
    let changed: Vec<_> = after.iter().filter(|record| !before.contains(record)).collect();
    assert_eq!((changed.len(), after.len()), (1, before.len() + 1));
    let (key, value) = changed[0];
    assert_eq!(key.as_slice(), [b"Q", BILL.as_bytes()].concat());
    assert!(value.len() <= 16, "{} bytes", value.len());
}

/// A subscriber that is an account, not a contract, cannot even be told.
#[test]
fn an_account_admitted_by_mistake_harms_nobody() {
    let mut world = World::with_bill();
    let account: Addr = world.bank.clone();
    world.admit(&account, AdmittedRole::Observer);
    world.must(&account, &subscribe(vec![]));
    let response = world.fact(1, loading(), happened(day(2).seconds())).unwrap();
    assert_eq!(events(&response, "shipment/notice_failed").len(), 1);
}
