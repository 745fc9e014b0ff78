//! What the oracle asks of a shipment: all that a report is bound to. Read from a node, or from a file that was read
//! from one, so that the key can stay where no network is.

use std::fs;
use std::path::Path;

use anyhow::{ensure, Context, Result};
use cosmwasm_std::Addr;
use numeric::Seconds;
use serde::{Deserialize, Serialize};
use types::digest::Digest;
use types::journey::{Journey, Leg, MilestoneRef, Subject};
use types::oracle::{
    self, subject_digest, FeedResponse, InquiryResponse, Measures, MemberResponse, PublicKey,
    QuestionResponse,
};
use types::shipment::{self, JourneyResponse};
use types::text::TokenId;

use crate::chain::{ask, Chain};

/// The questions about a shipment, with the journey that they are about and the committee that answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// The chain.
    pub chain_id: String,
    /// The oracle on it.
    pub oracle: String,
    /// The collection that asked.
    pub collection: String,
    /// Its token.
    pub token_id: TokenId,
    /// The plan.
    pub journey: Journey,
    /// The oracle's own answer to `inquiry`.
    pub inquiry: InquiryResponse,
    /// How far reports of one event may lie apart on the feed, and so a fact from any of them.
    #[serde(default)]
    pub tolerance: Seconds,
    /// What the feed measures, if it answers with numbers.
    #[serde(default)]
    pub measures: Option<Measures>,
    /// The seats of the feed.
    pub committee: Vec<MemberResponse>,
}

impl Asked {
    /// Asks a chain.
    pub fn of(chain: &dyn Chain, oracle: &Addr, collection: &Addr, token_id: &TokenId) -> Result<Self> {
        let inquiry =
            oracle::QueryMsg::Inquiry { collection: collection.to_string(), token_id: token_id.clone() };
        let inquiry: InquiryResponse = ask(chain, oracle, &inquiry)?;
        let feed: FeedResponse = ask(chain, oracle, &oracle::QueryMsg::Feed { feed: inquiry.feed })?;
        let journey = shipment::QueryMsg::Journey { token_id: token_id.clone() };
        let journey: Result<JourneyResponse> = ask(chain, collection, &journey);
        let journey = match (journey, &feed.rules.measures) {
            (Ok(journey), _) => journey.plan,
            // Numbers may be asked by whoever wants them, and he need know of no journey.
            (Err(_), Some(_)) => Journey { feed: inquiry.feed, legs: vec![], milestones: vec![] },
            (Err(error), None) => return Err(error),
        };
        Ok(Self {
            chain_id: chain.id().to_owned(),
            oracle: oracle.to_string(),
            collection: collection.to_string(),
            token_id: token_id.clone(),
            journey,
            inquiry,
            tolerance: feed.rules.tolerance,
            measures: feed.rules.measures,
            committee: feed.committee,
        })
    }

    /// Reads it from a file.
    pub fn read(path: &Path) -> Result<Self> {
        let shown = path.display();
        let how = "portolan report --node ... --save-journey FILE writes one";
        let text = fs::read_to_string(path).with_context(|| format!("{shown} cannot be read: {how}"))?;
        let asked: Self = serde_json::from_str(&text).with_context(|| format!("in {shown}; {how}"))?;
        asked.journey.validate().with_context(|| format!("in {shown}"))?;
        let events = asked.inquiry.questions.iter().filter(|_| asked.measures.is_none());
        for question in events {
            let leg = question.milestone.leg;
            ensure!(
                asked.leg(&question.milestone).is_some(),
                "in {shown}: a question is about leg {leg}, which is not there"
            );
        }
        Ok(asked)
    }

    /// Writes it to a file.
    pub fn write(&self, path: &Path) -> Result<()> {
        let text = serde_json::to_string_pretty(self)? + "\n";
        fs::write(path, text).with_context(|| format!("{} cannot be written", path.display()))
    }

    /// The leg of a question.
    pub fn leg(&self, milestone: &MilestoneRef) -> Option<&Leg> {
        self.journey.legs.get(usize::from(milestone.leg))
    }

    /// What facts of a question are about.
    pub fn subject(&self, milestone: MilestoneRef) -> Subject {
        Subject { collection: self.collection.clone(), token_id: self.token_id.clone(), milestone }
    }

    /// What everybody signs alike in the round that a question is in.
    pub fn digest(&self, question: &QuestionResponse) -> Digest {
        let subject = self.subject(question.milestone);
        subject_digest(&self.chain_id, &self.oracle, self.inquiry.feed, &subject, question.round)
    }

    /// The reporter whose key this is.
    pub fn reporter(&self, key: &PublicKey) -> Option<u32> {
        self.committee.iter().find(|seat| seat.key == *key).map(|seat| seat.reporter)
    }
}
