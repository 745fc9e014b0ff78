//! What this contract says to its peers and reads of their answers.
//!
//! These are parts of the peers' own messages and answers in `types`: a contract that carried the code for all of
//! them would be a third larger. The tests hold them against the originals.

use cosmwasm_std::{Addr, CosmosMsg, QuerierWrapper, WasmMsg};
use cw20::Denom;
use message::{ask, ask_raw, to_json, Message, ToJson};
use numeric::{Amount, Seconds, UnixTime};
use types::denom::send_with;
use types::journey::{MilestoneRef, Subject};
use types::oracle::{BoundPart, Cutoff, Measured, PublishedFeed, ReserveMsg, RoundRef, RoundStatus};
use types::shipment::{ConsentedAct, JourneyPart, TitlePart};
use types::text::TokenId;

use crate::ContractError;

/// How many final numbers are read at a time.
const MEASUREMENTS: u32 = 100;
/// The longest that a round of the oracle's may collect.
const LONGEST_COLLECTION: Seconds = Seconds::days(7);

/// The contract of the titles.
pub struct Shipment<'a>(pub &'a Addr);

/// The oracle.
pub struct Oracle<'a>(pub &'a Addr);

/// Of `types::shipment::ExecuteMsg`.
#[derive(ToJson)]
enum ToShipment<'a> {
    Lift { token_id: &'a TokenId },
    Deliver { token_id: &'a TokenId, to: &'a Addr },
    Consent { token_id: &'a TokenId, act: ConsentedAct },
    Subscribe { token_id: &'a TokenId, cutoffs: Vec<Cutoff> },
}

/// Of `types::shipment::QueryMsg`.
#[derive(ToJson)]
enum AskShipment<'a> {
    Title { token_id: &'a TokenId },
    Journey { token_id: &'a TokenId },
}

/// Of `types::oracle::ExecuteMsg`; `Reserve` is of its `Cw20Hook` too.
#[derive(ToJson)]
enum ToOracle<'a> {
    Reserve(Box<ReserveMsg>),
    Bind {
        reference: u64,
        collection: &'a Addr,
        token_id: &'a TokenId,
        parts: Vec<BoundPart>,
    },
    Release {
        reference: u64,
        parts: Vec<u8>,
    },
    Ask {
        token_id: &'a TokenId,
        feed: u32,
        questions: Vec<MilestoneRef>,
        refund_to: &'a Addr,
        until: UnixTime,
    },
}

/// Of `types::oracle::QueryMsg`.
#[derive(ToJson)]
enum AskOracle<'a> {
    Inquiry { collection: &'a Addr, token_id: &'a TokenId },
    Round(RoundRef),
    Measurements { subject: &'a Subject, start_after: Option<u32>, limit: u32 },
}

/// Of `types::oracle::InquiryResponse`.
#[derive(Message)]
#[message(partial)]
struct Inquiry {
    questions: Vec<Question>,
}

#[derive(Message)]
#[message(partial)]
struct Question {
    milestone: MilestoneRef,
    round: u32,
    open: Option<Round>,
    challenged: Option<UnixTime>,
}

#[derive(Message)]
#[message(partial)]
struct Round {
    since: UnixTime,
}

/// Of `types::oracle::RoundResponse`.
#[derive(Message)]
#[message(partial)]
struct Closed {
    status: RoundStatus,
    closed: UnixTime,
}

/// What the long-stop waits for.
#[derive(Clone, Copy)]
pub struct Awaiting {
    /// Rounds and cases of before then.
    pub before: UnixTime,
    /// Whether rounds of the feed can be challenged.
    pub is_secured: bool,
}

impl Shipment<'_> {
    /// The title.
    pub fn title(&self, querier: QuerierWrapper, token_id: &TokenId) -> Result<TitlePart, ContractError> {
        Ok(ask(&querier, self.0, &AskShipment::Title { token_id })?)
    }

    /// Its journey.
    pub fn journey(&self, querier: QuerierWrapper, token_id: &TokenId) -> Result<JourneyPart, ContractError> {
        Ok(ask(&querier, self.0, &AskShipment::Journey { token_id })?)
    }

    /// Lets go of the title.
    pub fn lift(&self, token_id: &TokenId) -> Result<WasmMsg, ContractError> {
        self.call(&ToShipment::Lift { token_id })
    }

    /// Delivers the title, free of holds.
    pub fn deliver(&self, token_id: &TokenId, to: &Addr) -> Result<WasmMsg, ContractError> {
        self.call(&ToShipment::Deliver { token_id, to })
    }

    /// Consents to one act on the held title.
    pub fn consent(&self, token_id: &TokenId, act: ConsentedAct) -> Result<WasmMsg, ContractError> {
        self.call(&ToShipment::Consent { token_id, act })
    }

    /// Wants the title's milestones told, and these cut-offs asked.
    pub fn subscribe(
        &self,
        token_id: &TokenId,
        cutoffs: &[(MilestoneRef, UnixTime)],
    ) -> Result<WasmMsg, ContractError> {
        let cutoffs =
            cutoffs.iter().map(|(milestone, cutoff)| Cutoff { milestone: *milestone, cutoff: *cutoff });
        self.call(&ToShipment::Subscribe { token_id, cutoffs: cutoffs.collect() })
    }

    fn call(&self, msg: &ToShipment) -> Result<WasmMsg, ContractError> {
        Ok(call(self.0, msg))
    }
}

fn call(contract: &Addr, msg: &dyn ToJson) -> WasmMsg {
    WasmMsg::Execute { contract_addr: contract.to_string(), msg: to_json(msg), funds: vec![] }
}

impl Oracle<'_> {
    /// On what terms agreements may count on a feed.
    pub fn feed(&self, querier: QuerierWrapper, feed: u32) -> Result<PublishedFeed, ContractError> {
        let record = ask_raw(&querier, self.0, &PublishedFeed::key(feed))?;
        let published = record.and_then(|record| PublishedFeed::of(&record));
        published.ok_or(ContractError::UnknownFeed { feed })
    }

    /// Takes room under a feed's caps, for its fee.
    pub fn reserve(&self, room: ReserveMsg, asset: &Denom, fee: Amount) -> Result<CosmosMsg, ContractError> {
        let msg = ToOracle::Reserve(Box::new(room));
        if fee.is_zero() {
            return Ok(call(self.0, &msg).into());
        }
        Ok(send_with(asset, fee, self.0, to_json(&msg))?)
    }

    /// Says which questions about a token parts of a reservation hang on.
    pub fn bind(
        &self,
        reference: u64,
        (collection, token_id): (&Addr, &TokenId),
        parts: Vec<BoundPart>,
    ) -> WasmMsg {
        call(self.0, &ToOracle::Bind { reference, collection, token_id, parts })
    }

    /// Gives up parts of a reservation.
    pub fn release(&self, reference: u64, parts: Vec<u8>) -> WasmMsg {
        call(self.0, &ToOracle::Release { reference, parts })
    }

    /// Asks for the numbers of one question about a token of this contract's.
    pub fn ask(
        &self,
        token_id: &TokenId,
        feed: u32,
        question: MilestoneRef,
        refund_to: &Addr,
        until: UnixTime,
    ) -> WasmMsg {
        let questions = vec![question];
        call(self.0, &ToOracle::Ask { token_id, feed, questions, refund_to, until })
    }

    /// A question's final numbers after this one.
    pub fn measurements(
        &self,
        querier: QuerierWrapper,
        subject: &Subject,
        after: u32,
    ) -> Result<Vec<Measured>, ContractError> {
        let start_after = Some(after).filter(|after| *after > 0);
        let question = AskOracle::Measurements { subject, start_after, limit: MEASUREMENTS };
        Ok(ask(&querier, self.0, &question)?)
    }

    /// The wanted questions about a token on which a round collects that began before then; on a secured feed also those of which
    /// a round was challenged before then and is not ruled, whatever came after it, or whose last round is not over yet.
    pub fn awaited(
        &self,
        querier: QuerierWrapper,
        (collection, token_id): (&Addr, &TokenId),
        awaiting: Awaiting,
        wanted: impl Fn(&MilestoneRef) -> bool,
    ) -> Result<Vec<MilestoneRef>, ContractError> {
        let found: Inquiry = ask(&querier, self.0, &AskOracle::Inquiry { collection, token_id })?;
        let mut awaited = vec![];
        for question in found.questions.into_iter().filter(|of| wanted(&of.milestone)) {
            let milestone = question.milestone;
            let since = question.open.map(|round| round.since).into_iter().chain(question.challenged).min();
            let is_open = since.is_some_and(|since| since < awaiting.before);
            let last = question.round.checked_sub(1).filter(|_| awaiting.is_secured && !is_open);
            let subject =
                || Subject { collection: collection.to_string(), token_id: token_id.clone(), milestone };
            let closed = last.map(|round| RoundRef { subject: subject(), round });
            // What the oracle does not say is not waited for.
            let closed = closed.and_then(|of| ask::<Closed>(&querier, self.0, &AskOracle::Round(of)).ok());
            if is_open || closed.is_some_and(|round| round.is_awaited(awaiting.before)) {
                awaited.push(milestone);
            }
        }
        Ok(awaited)
    }
}

impl Closed {
    /// Whether a round may still become a fact that was under way then: it is decided and can be challenged, or is.
    ///
    /// The oracle says when a round closed and not when it began, so one that closed within the longest collection
    /// after that time is waited for: it may have begun before.
    fn is_awaited(&self, before: UnixTime) -> bool {
        let latest = before.checked_add(LONGEST_COLLECTION).unwrap_or(before);
        self.status == RoundStatus::Pending && self.closed < latest
    }
}

#[cfg(test)]
mod tests {
    use cosmwasm_std::to_json_binary;
    use types::event::EventCode;
    use types::oracle::{ExposureKind, ReservedPart};
    use types::{oracle, shipment};

    use super::*;

    #[test]
    fn what_is_said_is_what_the_peers_understand() {
        let (token_id, to) = (TokenId::try_from("MSC-1".to_owned()).unwrap(), Addr::unchecked("buyer"));
        let milestone = MilestoneRef { leg: 0, event: EventCode::Arrived, place: "NLRTM".parse().unwrap() };
        let cutoffs = vec![Cutoff { milestone, cutoff: UnixTime::new(1_357_000_000).unwrap() }];
        let id = token_id.clone();
        for (said, meant) in [
            (ToShipment::Lift { token_id: &id }, shipment::ExecuteMsg::Lift { token_id: token_id.clone() }),
            (
                ToShipment::Deliver { token_id: &id, to: &to },
                shipment::ExecuteMsg::Deliver { token_id: token_id.clone(), to: to.to_string() },
            ),
            (
                ToShipment::Consent { token_id: &id, act: ConsentedAct::Paper },
                shipment::ExecuteMsg::Consent { token_id: token_id.clone(), act: ConsentedAct::Paper },
            ),
            (
                ToShipment::Subscribe { token_id: &id, cutoffs: cutoffs.clone() },
                shipment::ExecuteMsg::Subscribe { token_id: token_id.clone(), cutoffs },
            ),
        ] {
            assert_eq!(to_json(&said), to_json_binary(&meant).unwrap());
        }
        for (said, meant) in [
            (AskShipment::Title { token_id: &id }, shipment::QueryMsg::Title { token_id: token_id.clone() }),
            (
                AskShipment::Journey { token_id: &id },
                shipment::QueryMsg::Journey { token_id: token_id.clone() },
            ),
        ] {
            assert_eq!(to_json(&said), to_json_binary(&meant).unwrap());
        }
        let room = oracle::ReserveMsg {
            reference: 7,
            feed: 3,
            asset: Denom::Native("uusd".to_owned()).into(),
            parts: vec![ReservedPart {
                amount: Amount::new(5),
                kind: ExposureKind::Outcome,
                expected: UnixTime::new(1_357_000_000).unwrap(),
            }],
            until: UnixTime::new(1_358_000_000).unwrap(),
            too_early: "buyer".to_owned(),
            too_late: None,
        };
        let said = to_json(&ToOracle::Reserve(Box::new(room.clone())));
        assert_eq!(said, to_json_binary(&oracle::Cw20Hook::Reserve(room.clone())).unwrap());
        assert_eq!(said, to_json_binary(&oracle::ExecuteMsg::Reserve(room)).unwrap());
        let parts = vec![BoundPart { part: 1, milestone }];
        for (said, meant) in [
            (
                ToOracle::Bind { reference: 7, collection: &to, token_id: &id, parts: parts.clone() },
                oracle::ExecuteMsg::Bind {
                    reference: 7,
                    collection: to.to_string(),
                    token_id: token_id.clone(),
                    parts,
                },
            ),
            (
                ToOracle::Release { reference: 7, parts: vec![0, 2] },
                oracle::ExecuteMsg::Release { reference: 7, parts: vec![0, 2] },
            ),
            (
                ToOracle::Ask {
                    token_id: &id,
                    feed: 3,
                    questions: vec![milestone],
                    refund_to: &to,
                    until: UnixTime::new(1_358_000_000).unwrap(),
                },
                oracle::ExecuteMsg::Ask {
                    token_id: token_id.clone(),
                    feed: 3,
                    questions: vec![milestone],
                    refund_to: to.to_string(),
                    until: UnixTime::new(1_358_000_000).unwrap(),
                },
            ),
        ] {
            assert_eq!(to_json(&said), to_json_binary(&meant).unwrap());
        }
        let subject = Subject { collection: to.to_string(), token_id: token_id.clone(), milestone };
        for start_after in [None, Some(7)] {
            let said = AskOracle::Measurements { subject: &subject, start_after, limit: 100 };
            let subject = subject.clone();
            let meant = oracle::QueryMsg::Measurements { subject, start_after, limit: Some(100) };
            assert_eq!(to_json(&said), to_json_binary(&meant).unwrap());
        }
        let round = RoundRef { subject, round: 4 };
        let said = to_json(&AskOracle::Round(round.clone()));
        assert_eq!(said, to_json_binary(&oracle::QueryMsg::Round(round)).unwrap());
        let said = AskOracle::Inquiry { collection: &to, token_id: &id };
        let meant = oracle::QueryMsg::Inquiry { collection: to.to_string(), token_id };
        assert_eq!(to_json(&said), to_json_binary(&meant).unwrap());
    }
}
