//! Every event as it stands on the chain, and read back.

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

use cosmwasm_std::{Addr, Event};
use cw20::Denom;
use escrow::events::*;
use events::EventError;
use numeric::Reading;
use types::escrow::MilestoneState;
use types::shipment::ConsentedAct;

mod support;
use support::{amount, day, word};

fn addr(name: &str) -> Addr {
    Addr::unchecked(name)
}

fn usd() -> Denom {
    Denom::Native("uusd".to_owned())
}

fn bill() -> String {
    "MSC:BL-7".to_owned()
}

/// Writes the event as `type key=value …` and reads it back.
fn line<E>(event: E) -> String
where
    E: Clone + PartialEq + std::fmt::Debug + Into<Event> + for<'a> TryFrom<&'a Event, Error = EventError>,
{
    let mut written: Event = event.clone().into();
    assert_eq!(E::try_from(&written), Ok(event.clone()));
    let attributes: Vec<String> =
        written.attributes.iter().map(|attribute| format!("{}={}", attribute.key, attribute.value)).collect();
    let line = [vec![written.ty.clone()], attributes].concat().join(" ");
    // On the chain the type has a prefix.
    written.ty = format!("wasm-{}", written.ty);
    assert_eq!(E::try_from(&written), Ok(event));
    line
}

fn ended(state: MilestoneState) -> MilestoneEnded {
    MilestoneEnded {
        agreement: 7,
        milestone: 1,
        state: Word(state),
        owner: addr("pool"),
        paid: amount(0),
        refunded: amount(0),
        penalty: amount(0),
        outstanding: amount(0),
        reached: None,
        payable_at: None,
    }
}

#[test]
fn events_are_written_so() {
    let hex = "ab".repeat(32);
    let (agreement, milestone) = (7, 1);
    let lines = [
        line(Proposed {
            agreement,
            payer: addr("buyer"),
            payee: addr("seller"),
            by: addr("seller"),
            terms: word(&hex),
            valid_until: day(1),
            fee: amount(14),
        }),
        line(Accepted { agreement, by: addr("buyer"), prefunded: amount(10_000), receivables: 3 }),
        line(ProposalEnded { agreement, by: addr("buyer"), returned: amount(0) }),
        line(Presented { agreement, token_id: bill(), version: 2, discrepancies: 0, examine_by: None }),
        line(Presented {
            agreement,
            token_id: bill(),
            version: 2,
            discrepancies: 3,
            examine_by: Some(day(1)),
        }),
        line(Waived { agreement, remark: Some("fine".to_owned()), salt: Some("5a5a".to_owned()) }),
        line(DocumentsReturned { agreement, token_id: bill(), by: addr("buyer"), remark: None, salt: None }),
        line(Followed { agreement, token_id: bill() }),
        line(MilestoneEnded {
            paid: amount(6_860),
            refunded: amount(140),
            penalty: amount(140),
            reached: Some(day(1)),
            ..ended(MilestoneState::Settled)
        }),
        line(MilestoneEnded {
            outstanding: amount(900),
            reached: Some(day(1)),
            payable_at: Some(day(31)),
            ..ended(MilestoneState::Payable)
        }),
        line(MilestoneEnded { refunded: amount(9), ..ended(MilestoneState::Voided) }),
        line(Measured {
            agreement,
            milestone,
            heard: 3,
            counted: 2,
            sum: Reading::new(-1_825),
            paid: amount(5),
        }),
        line(Closed { agreement }),
        line(TitleReleased { agreement, token_id: bill(), to: addr("buyer") }),
        line(TitleFreed { agreement, token_id: bill() }),
        line(Compensated { agreement, milestone, owner: addr("pool"), amount: amount(1_400) }),
        line(ReleaseFailed { agreement }),
        line(DeliveryFailed { agreement }),
        line(Approved { agreement, milestone, by: addr("surveyor") }),
        line(ChangeProposed { agreement, milestone, by: addr("seller") }),
        line(Changed {
            agreement,
            milestone,
            amount: amount(5),
            due: Some(day(1)),
            cutoff: None,
            refunded: amount(2),
        }),
        line(ToppedUp { agreement, milestone, by: amount(5), amount: amount(10) }),
        line(PaidIn {
            agreement,
            milestone,
            from: addr("buyer"),
            to: addr("pool"),
            amount: amount(5),
            outstanding: amount(1),
        }),
        line(Aged { agreement, milestone, state: Word(MilestoneState::Late), outstanding: amount(5) }),
        line(Aged { agreement, milestone, state: Word(MilestoneState::Defaulted), outstanding: amount(5) }),
        line(Aged { agreement, milestone, state: Word(MilestoneState::WrittenOff), outstanding: amount(5) }),
        line(Disputed { agreement, milestones: vec![0, 12], by: addr("buyer"), evidence: Some(word(&hex)) }),
        line(Resolved { agreement, milestones: vec![0], by: addr("arbiter") }),
        line(DisputeLapsed { agreement, milestones: vec![0, 1] }),
        line(LongStopped { agreement, milestones: vec![] }),
        line(Consented {
            agreement,
            act: Word(ConsentedAct::KeyReplacement),
            by: addr("buyer"),
            complete: false,
        }),
        line(PaymentFailed { account: addr("pool"), asset: usd(), amount: amount(5) }),
        line(Withdrawn {
            account: addr("pool"),
            asset: Denom::Cw20(addr("token")),
            amount: amount(5),
            to: addr("bank"),
        }),
        line(AssetAdmitted { asset: usd() }),
        line(AssetRetired { asset: usd() }),
        line(Paused { by: addr("guardian") }),
        line(Unpaused { by: addr("owner") }),
        line(GuardianSet { guardian: Some(addr("guardian")) }),
        line(GuardianSet { guardian: None }),
    ];
    let expected = [
        &format!(
            "escrow/proposed agreement=7 payer=buyer payee=seller by=seller terms={hex} valid_until=1357084800 \
             fee=14"
        ),
        "escrow/accepted agreement=7 by=buyer prefunded=10000 receivables=3",
        "escrow/proposal_ended agreement=7 by=buyer returned=0",
        "escrow/presented agreement=7 token_id=MSC:BL-7 version=2 discrepancies=0",
        "escrow/presented agreement=7 token_id=MSC:BL-7 version=2 discrepancies=3 examine_by=1357084800",
        "escrow/waived agreement=7 remark=fine salt=5a5a",
        "escrow/documents_returned agreement=7 token_id=MSC:BL-7 by=buyer",
        "escrow/followed agreement=7 token_id=MSC:BL-7",
        "escrow/milestone_ended agreement=7 milestone=1 state=settled owner=pool paid=6860 refunded=140 \
         penalty=140 outstanding=0 reached=1357084800",
        "escrow/milestone_ended agreement=7 milestone=1 state=payable owner=pool paid=0 refunded=0 penalty=0 \
         outstanding=900 reached=1357084800 payable_at=1359676800",
        "escrow/milestone_ended agreement=7 milestone=1 state=voided owner=pool paid=0 refunded=9 penalty=0 \
         outstanding=0",
        "escrow/measured agreement=7 milestone=1 heard=3 counted=2 sum=-1825 paid=5",
        "escrow/closed agreement=7",
        "escrow/title_released agreement=7 token_id=MSC:BL-7 to=buyer",
        "escrow/title_freed agreement=7 token_id=MSC:BL-7",
        "escrow/compensated agreement=7 milestone=1 owner=pool amount=1400",
        "escrow/release_failed agreement=7",
        "escrow/delivery_failed agreement=7",
        "escrow/approved agreement=7 milestone=1 by=surveyor",
        "escrow/change_proposed agreement=7 milestone=1 by=seller",
        "escrow/changed agreement=7 milestone=1 amount=5 due=1357084800 refunded=2",
        "escrow/topped_up agreement=7 milestone=1 by=5 amount=10",
        "escrow/paid_in agreement=7 milestone=1 from=buyer to=pool amount=5 outstanding=1",
        "escrow/aged agreement=7 milestone=1 state=late outstanding=5",
        "escrow/aged agreement=7 milestone=1 state=defaulted outstanding=5",
        "escrow/aged agreement=7 milestone=1 state=written_off outstanding=5",
        &format!("escrow/disputed agreement=7 milestones=0,12 by=buyer evidence={hex}"),
        "escrow/resolved agreement=7 milestones=0 by=arbiter",
        "escrow/dispute_lapsed agreement=7 milestones=0,1",
        "escrow/long_stopped agreement=7",
        "escrow/consented agreement=7 act=key_replacement by=buyer complete=false",
        "escrow/payment_failed account=pool asset=native:uusd amount=5",
        "escrow/withdrawn account=pool asset=cw20:token amount=5 to=bank",
        "escrow/asset_admitted asset=native:uusd",
        "escrow/asset_retired asset=native:uusd",
        "escrow/paused by=guardian",
        "escrow/unpaused by=owner",
        "escrow/guardian_set guardian=guardian",
        "escrow/guardian_set",
    ];
    for (line, expected) in lines.iter().zip(expected) {
        assert_eq!(line, expected);
    }
    assert_eq!(lines.len(), expected.len());
}

#[test]
fn every_state_and_act_has_its_word() {
    for state in [MilestoneState::Open, MilestoneState::Payable, MilestoneState::Late] {
        line(ended(state));
    }
    for (act, word) in [
        (ConsentedAct::Amendment, "amendment"),
        (ConsentedAct::Paper, "paper"),
        (ConsentedAct::Delivery, "delivery"),
    ] {
        let line = line(Consented { agreement: 7, act: Word(act), by: addr("buyer"), complete: true });
        assert_eq!(line, format!("escrow/consented agreement=7 act={word} by=buyer complete=true"));
    }
}

#[test]
fn other_events_are_not_read() {
    let paused: Event = Paused { by: addr("guardian") }.into();
    let other = EventError::Type { expected: "escrow/unpaused", actual: "escrow/paused".to_owned() };
    assert_eq!(Unpaused::try_from(&paused), Err(other));
    let missing = EventError::Missing { event: "escrow/paused", key: "by" };
    assert_eq!(Paused::try_from(&Event::new("escrow/paused")), Err(missing));
    let wrong = Event::new("escrow/closed").add_attribute("agreement", "seven");
    let malformed = EventError::Malformed { key: "agreement", value: "seven".to_owned() };
    assert_eq!(Closed::try_from(&wrong), Err(malformed));
}
