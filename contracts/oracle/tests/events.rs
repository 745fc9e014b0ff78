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

mod support;

use cosmwasm_std::{Addr, Binary, Event};
use cw20::Denom;
use numeric::Reading;
use oracle::domain::decision::Shortfall;
use oracle::events::*;
use support::secured::points;
use support::{happened, hour, not_by, units, word, UNRESOLVABLE};
use types::digest::Digest;
use types::journey::Outcome;
use types::oracle::{Fault, Ruling};

fn addr(name: &str) -> Addr {
    Addr::unchecked(name)
}

fn usd() -> Denom {
    Denom::Native("uusd".to_owned())
}

fn token() -> Denom {
    Denom::Cw20(addr("token"))
}

fn collection() -> String {
    "shipment".to_owned()
}

fn token_id() -> String {
    "MSC:BL-7".to_owned()
}

fn measured(value: i64, at: numeric::UnixTime) -> Outcome {
    Outcome::Measured { value: Reading::new(value), at }
}

fn overturned(truth: Outcome, fault: Fault) -> Finding {
    Finding(Ruling::Overturned { truth, fault })
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

#[test]
fn events_are_written_so() {
    let reports = vec![
        Word { reporter: 7, outcome: happened(hour(10)) },
        Word { reporter: 8, outcome: not_by(hour(34)) },
        Word { reporter: 9, outcome: UNRESOLVABLE },
    ];
    let lines = [
        line(AssetAdmitted { asset: token() }),
        line(Paused { by: addr("guardian") }),
        line(Unpaused { by: addr("owner") }),
        line(GuardianSet { guardian: None }),
        line(Bonded { operator: addr("op"), asset: usd(), amount: units(700) }),
        line(Unbonding { operator: addr("op"), asset: usd(), amount: units(300), at: hour(34) }),
        line(UnbondedWithdrawn { operator: addr("op"), asset: usd(), amount: units(300) }),
        line(ReporterEnrolled { reporter: 7, operator: addr("op") }),
        line(FeedCreated { feed: 3, creator: addr("creator"), kind: "staked".to_owned() }),
        line(OperatorsAdmitted { feed: 3, operators: vec![addr("op"), addr("other")] }),
        line(Pledged { feed: 3, reporter: 7, amount: units(10), weight: units(110), version: 12 }),
        line(UnpledgeNoticed { feed: 3, reporter: 7, leaving: units(50), at: hour(34) }),
        line(Unpledged { feed: 3, reporter: 7, amount: units(50), weight: units(60), version: 13 }),
        line(Asked {
            collection: addr("shipment"),
            token_id: token_id(),
            feed: 3,
            questions: 2,
            until: hour(34),
            deposit: Some(units(20)),
        }),
        line(CutoffsAdded { collection: addr("shipment"), token_id: token_id(), added: 2 }),
        line(ReportsAccepted {
            collection: collection(),
            token_id: token_id(),
            leg: 1,
            event: word("DEPA"),
            place: word("NLRTM"),
            round: 4,
            reports: reports.clone(),
        }),
        line(ReportContradicted {
            collection: collection(),
            token_id: token_id(),
            round: 4,
            accepted: reports[0],
            later: reports[1],
            signed_at: hour(35),
            signature: Binary::from([0, 255]),
        }),
        line(FactDecided {
            collection: collection(),
            token_id: token_id(),
            leg: 1,
            event: word("DEPA"),
            place: word("NLRTM"),
            round: 4,
            outcome: happened(hour(10)),
            sequence: Some(5),
            agreeing: units(600),
            reports: reports[..2].to_vec(),
            dissent: vec![8, 9],
        }),
        line(FactDecided {
            collection: collection(),
            token_id: token_id(),
            leg: 1,
            event: word("DEPA"),
            place: word("NLRTM"),
            round: 5,
            outcome: UNRESOLVABLE,
            sequence: None,
            agreeing: units(600),
            reports: reports[2..].to_vec(),
            dissent: vec![],
        }),
        line(RoundUndecided {
            collection: collection(),
            token_id: token_id(),
            leg: 1,
            event: word("DEPA"),
            place: word("NLRTM"),
            round: 4,
            lacked: Shortfall::Quorum,
            reports: reports[..1].to_vec(),
        }),
        line(FactPending {
            collection: collection(),
            token_id: token_id(),
            leg: 1,
            event: word("DEPA"),
            place: word("NLRTM"),
            round: 4,
            outcome: happened(hour(10)),
            until: hour(34),
            agreeing: units(600),
            reports: reports[..2].to_vec(),
            dissent: vec![8],
        }),
        line(FactFinalised {
            collection: collection(),
            token_id: token_id(),
            leg: 1,
            event: word("DEPA"),
            place: word("NLRTM"),
            round: 4,
            outcome: not_by(hour(34)),
            sequence: Some(6),
        }),
        line(FactFinalised {
            collection: collection(),
            token_id: token_id(),
            leg: 1,
            event: word("DEPA"),
            place: word("NLRTM"),
            round: 4,
            outcome: measured(-1_825, hour(10)),
            sequence: None,
        }),
        line(ConsumerAdmitted { feed: 3, consumer: addr("escrow"), share: points(2_500) }),
        line(Reserved {
            feed: 3,
            consumer: addr("escrow"),
            reference: 9,
            amount: units(10_000),
            fee: units(30),
            until: hour(34),
        }),
        line(Released { feed: 3, consumer: addr("escrow"), reference: 9, amount: units(10_000) }),
        line(FeeKept { feed: 3, to: addr("treasury"), amount: units(30) }),
        line(Challenged {
            case: 2,
            feed: 3,
            collection: collection(),
            token_id: token_id(),
            leg: 1,
            event: word("DEPA"),
            place: word("NLRTM"),
            round: 4,
            challenger: addr("watcher"),
            bond: units(500),
            claim: Some(not_by(hour(34))),
            evidence: Some(Digest::try_from([0xab; 32]).unwrap()),
            decide_by: hour(34),
        }),
        line(Challenged {
            case: 2,
            feed: 3,
            collection: collection(),
            token_id: token_id(),
            leg: 1,
            event: word("DEPA"),
            place: word("NLRTM"),
            round: 4,
            challenger: addr("watcher"),
            bond: units(0),
            claim: None,
            evidence: None,
            decide_by: hour(34),
        }),
        line(CaseRuled { case: 2, feed: 3, ruling: Finding(Ruling::Upheld {}) }),
        line(CaseRuled { case: 2, feed: 3, ruling: Finding(Ruling::Unresolvable {}) }),
        line(CaseRuled { case: 2, feed: 3, ruling: overturned(UNRESOLVABLE, Fault::None) }),
        line(CaseRuled { case: 2, feed: 3, ruling: overturned(not_by(hour(34)), Fault::Negligence) }),
        line(CaseRuled {
            case: 2,
            feed: 3,
            ruling: overturned(measured(-1_825, hour(10)), Fault::Falsification),
        }),
        line(CaseNoticeFailed { case: 2 }),
        line(Slashed { feed: 3, reporter: 7, operator: addr("op"), amount: units(50_000) }),
        line(Fined { feed: 3, reporter: 7, operator: addr("op"), amount: units(50) }),
        line(Compensated {
            feed: 3,
            consumer: addr("escrow"),
            reference: 9,
            part: 1,
            to: addr("payer"),
            amount: units(400),
        }),
        line(Burned { feed: 3, amount: units(600) }),
        line(BurnFailed { asset: token(), amount: units(600) }),
        line(Rewarded { feed: 3, reporter: 7, to: addr("op"), amount: units(2) }),
        line(Retired { collection: collection(), token_id: token_id(), questions: 2 }),
        line(DepositReturned {
            collection: collection(),
            token_id: token_id(),
            to: addr("carrier"),
            denom: "uusd".to_owned(),
            amount: units(20),
        }),
        line(PaymentFailed { account: addr("op"), asset: token(), amount: units(5) }),
        line(NoticeFailed { collection: collection(), token_id: token_id(), sequence: 5 }),
        line(Withdrawn { account: addr("op"), asset: usd(), amount: units(5), to: addr("bank") }),
    ];
    let expected = [
        "oracle/asset_admitted asset=cw20:token",
        "oracle/paused by=guardian",
        "oracle/unpaused by=owner",
        "oracle/guardian_set",
        "oracle/bonded operator=op asset=native:uusd amount=700",
        "oracle/unbonding operator=op asset=native:uusd amount=300 at=1357120800",
        "oracle/unbonded_withdrawn operator=op asset=native:uusd amount=300",
        "oracle/reporter_enrolled reporter=7 operator=op",
        "oracle/feed_created feed=3 creator=creator kind=staked",
        "oracle/operators_admitted feed=3 operators=op,other",
        "oracle/pledged feed=3 reporter=7 amount=10 weight=110 version=12",
        "oracle/unpledge_noticed feed=3 reporter=7 leaving=50 at=1357120800",
        "oracle/unpledged feed=3 reporter=7 amount=50 weight=60 version=13",
        "oracle/asked collection=shipment token_id=MSC:BL-7 feed=3 questions=2 until=1357120800 deposit=20",
        "oracle/cutoffs_added collection=shipment token_id=MSC:BL-7 added=2",
        "oracle/reports_accepted collection=shipment token_id=MSC:BL-7 leg=1 event=DEPA place=NLRTM round=4 \
         reports=7:happened@1357034400,8:not_by@1357120800,9:unresolvable",
        "oracle/report_contradicted collection=shipment token_id=MSC:BL-7 round=4 \
         accepted=7:happened@1357034400 later=8:not_by@1357120800 signed_at=1357124400 signature=AP8=",
        "oracle/fact_decided collection=shipment token_id=MSC:BL-7 leg=1 event=DEPA place=NLRTM round=4 \
         outcome=happened@1357034400 sequence=5 agreeing=600 \
         reports=7:happened@1357034400,8:not_by@1357120800 dissent=8,9",
        "oracle/fact_decided collection=shipment token_id=MSC:BL-7 leg=1 event=DEPA place=NLRTM round=5 \
         outcome=unresolvable agreeing=600 reports=9:unresolvable",
        "oracle/round_undecided collection=shipment token_id=MSC:BL-7 leg=1 event=DEPA place=NLRTM round=4 \
         lacked=quorum reports=7:happened@1357034400",
        "oracle/fact_pending collection=shipment token_id=MSC:BL-7 leg=1 event=DEPA place=NLRTM round=4 \
         outcome=happened@1357034400 until=1357120800 agreeing=600 \
         reports=7:happened@1357034400,8:not_by@1357120800 dissent=8",
        "oracle/fact_finalised collection=shipment token_id=MSC:BL-7 leg=1 event=DEPA place=NLRTM round=4 \
         outcome=not_by@1357120800 sequence=6",
        "oracle/fact_finalised collection=shipment token_id=MSC:BL-7 leg=1 event=DEPA place=NLRTM round=4 \
         outcome=measured=-1825@1357034400",
        "oracle/consumer_admitted feed=3 consumer=escrow share=2500",
        "oracle/reserved feed=3 consumer=escrow reference=9 amount=10000 fee=30 until=1357120800",
        "oracle/released feed=3 consumer=escrow reference=9 amount=10000",
        "oracle/fee_kept feed=3 to=treasury amount=30",
        "oracle/challenged case=2 feed=3 collection=shipment token_id=MSC:BL-7 leg=1 event=DEPA place=NLRTM round=4 \
         challenger=watcher bond=500 claim=not_by@1357120800 \
         evidence=abababababababababababababababababababababababababababababababab decide_by=1357120800",
        "oracle/challenged case=2 feed=3 collection=shipment token_id=MSC:BL-7 leg=1 event=DEPA place=NLRTM round=4 \
         challenger=watcher bond=0 decide_by=1357120800",
        "oracle/case_ruled case=2 feed=3 ruling=upheld",
        "oracle/case_ruled case=2 feed=3 ruling=unresolvable",
        "oracle/case_ruled case=2 feed=3 ruling=no_fault:unresolvable",
        "oracle/case_ruled case=2 feed=3 ruling=negligence:not_by@1357120800",
        "oracle/case_ruled case=2 feed=3 ruling=falsification:measured=-1825@1357034400",
        "oracle/case_notice_failed case=2",
        "oracle/slashed feed=3 reporter=7 operator=op amount=50000",
        "oracle/fined feed=3 reporter=7 operator=op amount=50",
        "oracle/compensated feed=3 consumer=escrow reference=9 part=1 to=payer amount=400",
        "oracle/burned feed=3 amount=600",
        "oracle/burn_failed asset=cw20:token amount=600",
        "oracle/rewarded feed=3 reporter=7 to=op amount=2",
        "oracle/retired collection=shipment token_id=MSC:BL-7 questions=2",
        "oracle/deposit_returned collection=shipment token_id=MSC:BL-7 to=carrier denom=uusd amount=20",
        "oracle/payment_failed account=op asset=cw20:token amount=5",
        "oracle/notice_failed collection=shipment token_id=MSC:BL-7 sequence=5",
        "oracle/withdrawn account=op asset=native:uusd amount=5 to=bank",
    ];
    for (line, expected) in lines.iter().zip(expected) {
        assert_eq!(line, expected);
    }
    assert_eq!(lines.len(), expected.len());
}

#[test]
fn what_a_round_lacked_is_a_word() {
    let lacked = [
        (Shortfall::NoLeader, "no_leader"),
        (Shortfall::Quorum, "quorum"),
        (Shortfall::Operators, "operators"),
        (Shortfall::Classes, "classes"),
        (Shortfall::Reporters, "reporters"),
        (Shortfall::Contested, "contested"),
        (Shortfall::Room, "room"),
    ];
    for (shortfall, word) in lacked {
        assert_eq!(events::Field::text(&shortfall).as_deref(), Some(word));
        assert_eq!(<Shortfall as events::Field>::read(Some(word)), Some(shortfall));
    }
}

#[test]
fn other_events_are_not_read() {
    let paused: Event = Paused { by: addr("guardian") }.into();
    assert_eq!(
        Unpaused::try_from(&paused),
        Err(EventError::Type { expected: "oracle/unpaused", actual: "oracle/paused".to_owned() })
    );
    let missing = EventError::Missing { event: "oracle/paused", key: "by" };
    assert_eq!(Paused::try_from(&Event::new("oracle/paused")), Err(missing));
    let none = [None, Some("7"), Some("7:lost"), Some("x:unresolvable"), Some("7:happened@soon")];
    for text in none {
        assert_eq!(<Word as events::Field>::read(text), None, "{text:?}");
    }
    for text in [None, Some("lost"), Some("arson:unresolvable"), Some("no_fault"), Some("no_fault:lost")] {
        assert_eq!(<Finding as events::Field>::read(text), None, "{text:?}");
    }
}
