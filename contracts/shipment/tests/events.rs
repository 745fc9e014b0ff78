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
use shipment::events::*;
use types::endorsement::ActCode;
use types::shipment::{AdmittedRole, ConsentedAct};

mod support;
use support::{day, word};

fn id() -> String {
    "MSC:BL-7".to_owned()
}

fn addr(name: &str) -> Addr {
    Addr::unchecked(name)
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
    let hex = "ab".repeat(32);
    let lines = [
        line(ActRecorded {
            token_id: id(),
            number: 3,
            code: ActCode::SurrenderForAmendment,
            actor: addr("buyer"),
            recipient: Some(addr("carrier")),
            reason: Some("SWTP".to_owned()),
            remark: Some("to paper, please".to_owned()),
            salt: Some("5a5a".to_owned()),
        }),
        line(ActRecorded {
            token_id: id(),
            number: 2,
            code: ActCode::BlankEndorse,
            actor: addr("shipper"),
            recipient: None,
            reason: None,
            remark: None,
            salt: None,
        }),
        line(Issued {
            token_id: id(),
            issuer: addr("carrier"),
            holder: addr("shipper"),
            feed: Some(3),
            document: word(&hex),
        }),
        line(Nominated { token_id: id(), nominee: Some(addr("bank")), remark: None, salt: None }),
        line(Amended { token_id: id(), version: 2, document: word(&hex), rerouted: true }),
        line(Encumbered { token_id: id(), by: addr("escrow") }),
        line(Bound { token_id: id(), to: addr("escrow") }),
        line(Substituted { token_id: id(), residual: addr("lender"), by: addr("escrow") }),
        line(Lifted { token_id: id(), by: addr("escrow"), residual: Some(addr("lender")) }),
        line(Delivered { token_id: id(), by: addr("escrow"), to: addr("buyer") }),
        line(Consented { token_id: id(), by: addr("escrow"), act: ConsentedAct::KeyReplacement }),
        line(Subscribed { token_id: id(), subscriber: addr("escrow"), cutoffs: 2 }),
        line(MilestoneLearned {
            token_id: id(),
            sequence: 7,
            leg: 0,
            event: word("LOAD"),
            place: word("CNSHA"),
            happened: Some(day(2)),
            not_by: None,
            unresolvable: None,
        }),
        line(NoticeFailed { token_id: id(), sequence: 7, subscriber: addr("escrow") }),
        line(ReplacementProposed { token_id: id(), new_holder: addr("new"), at: day(14) }),
        line(ReplacementCancelled { token_id: id() }),
        line(IssuerRegistered { issuer: addr("carrier"), scac: Some(word("MSCU")), lei: None }),
        line(IssuerAttested { issuer: addr("carrier"), attestor: addr("bank"), attested: true }),
        line(AttestorSet { attestor: addr("bank"), allowed: false }),
        line(ContractAdmitted { contract: addr("escrow"), role: AdmittedRole::Settlement }),
        line(ContractRetired { contract: addr("escrow") }),
        line(Paused { by: addr("guardian") }),
        line(Unpaused { by: addr("owner") }),
        line(GuardianSet { guardian: None }),
    ];
    let expected = [
        "shipment/act_recorded token_id=MSC:BL-7 number=3 code=SURRENDER_FOR_AMENDMENT actor=buyer \
         recipient=carrier reason=SWTP remark=to paper, please salt=5a5a",
        "shipment/act_recorded token_id=MSC:BL-7 number=2 code=BLANK_ENDORSE actor=shipper",
        &format!("shipment/issued token_id=MSC:BL-7 issuer=carrier holder=shipper feed=3 document={hex}"),
        "shipment/nominated token_id=MSC:BL-7 nominee=bank",
        &format!("shipment/amended token_id=MSC:BL-7 version=2 document={hex} rerouted=true"),
        "shipment/encumbered token_id=MSC:BL-7 by=escrow",
        "shipment/bound token_id=MSC:BL-7 to=escrow",
        "shipment/substituted token_id=MSC:BL-7 residual=lender by=escrow",
        "shipment/lifted token_id=MSC:BL-7 by=escrow residual=lender",
        "shipment/delivered token_id=MSC:BL-7 by=escrow to=buyer",
        "shipment/consented token_id=MSC:BL-7 by=escrow act=key_replacement",
        "shipment/subscribed token_id=MSC:BL-7 subscriber=escrow cutoffs=2",
        "shipment/milestone_learned token_id=MSC:BL-7 sequence=7 leg=0 event=LOAD place=CNSHA happened=1357171200",
        "shipment/notice_failed token_id=MSC:BL-7 sequence=7 subscriber=escrow",
        "shipment/replacement_proposed token_id=MSC:BL-7 new_holder=new at=1358208000",
        "shipment/replacement_cancelled token_id=MSC:BL-7",
        "shipment/issuer_registered issuer=carrier scac=MSCU",
        "shipment/issuer_attested issuer=carrier attestor=bank attested=true",
        "shipment/attestor_set attestor=bank allowed=false",
        "shipment/contract_admitted contract=escrow role=settlement",
        "shipment/contract_retired contract=escrow",
        "shipment/paused by=guardian",
        "shipment/unpaused by=owner",
        "shipment/guardian_set",
    ];
    for (line, expected) in lines.iter().zip(expected) {
        assert_eq!(line, expected);
    }
    assert_eq!(lines.len(), expected.len());
}

#[test]
fn other_events_are_not_read() {
    let paused: Event = Paused { by: addr("guardian") }.into();
    assert_eq!(
        Unpaused::try_from(&paused),
        Err(EventError::Type { expected: "shipment/unpaused", actual: "shipment/paused".to_owned() })
    );
    let empty = Event::new("shipment/paused");
    let missing = EventError::Missing { event: "shipment/paused", key: "by" };
    assert_eq!(Paused::try_from(&empty), Err(missing));
    let wrong = Event::new("shipment/subscribed")
        .add_attribute("token_id", id())
        .add_attribute("subscriber", "escrow")
        .add_attribute("cutoffs", "many");
    let malformed = EventError::Malformed { key: "cutoffs", value: "many".to_owned() };
    assert_eq!(Subscribed::try_from(&wrong), Err(malformed));
}
