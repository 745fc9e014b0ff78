//! What this contract says to the oracle and reads of its answer: parts of the oracle's own messages in `types`, since
//! a contract that carried the code for all of them would be larger by a tenth. The test holds them against the
//! originals.

use cosmwasm_std::{Addr, Coin, QuerierWrapper, WasmMsg};
use message::{ask, to_json, Message, ToJson};
use numeric::UnixTime;
use types::journey::{MilestoneRef, Standing};
use types::oracle::Cutoff;
use types::text::TokenId;

use crate::domain::journey::Questions;
use crate::ContractError;

/// The oracle.
pub struct Oracle<'a>(pub &'a Addr);

/// Of `types::oracle::ExecuteMsg`.
#[derive(ToJson)]
enum ToOracle<'a> {
    Ask {
        token_id: &'a TokenId,
        feed: u32,
        questions: Vec<MilestoneRef>,
        refund_to: &'a Addr,
        until: UnixTime,
    },
    AddCutoffs {
        token_id: &'a TokenId,
        cutoffs: Vec<Cutoff>,
    },
}

/// Of `types::oracle::QueryMsg`.
#[derive(ToJson)]
enum AskOracle<'a> {
    Inquiry { collection: &'a Addr, token_id: &'a TokenId },
}

/// Of `types::oracle::InquiryResponse`.
#[derive(Message)]
#[message(partial)]
pub struct Inquiry {
    /// The number of the last final fact.
    pub sequence: u32,
    /// Every question.
    pub questions: Vec<Question>,
}

/// Of `types::oracle::QuestionResponse`.
#[derive(Message)]
#[message(partial)]
pub struct Question {
    /// Which milestone.
    pub milestone: MilestoneRef,
    /// What is final.
    pub standing: Standing,
}

impl Oracle<'_> {
    /// All that is known about a token of this collection.
    pub fn inquiry(
        &self,
        querier: QuerierWrapper,
        collection: &Addr,
        token_id: &TokenId,
    ) -> Result<Inquiry, ContractError> {
        Ok(ask(&querier, self.0, &AskOracle::Inquiry { collection, token_id })?)
    }

    /// Asks, with the deposits.
    pub fn ask(
        &self,
        token_id: &TokenId,
        refund_to: &Addr,
        Questions { feed, milestones, until }: Questions,
        deposits: Vec<Coin>,
    ) -> Result<WasmMsg, ContractError> {
        self.call(&ToOracle::Ask { token_id, feed, questions: milestones, refund_to, until }, deposits)
    }

    /// Wants to know by dates, too, what did not happen.
    pub fn add_cutoffs(&self, token_id: &TokenId, cutoffs: Vec<Cutoff>) -> Result<WasmMsg, ContractError> {
        self.call(&ToOracle::AddCutoffs { token_id, cutoffs }, vec![])
    }

    fn call(&self, msg: &ToOracle, funds: Vec<Coin>) -> Result<WasmMsg, ContractError> {
        Ok(WasmMsg::Execute { contract_addr: self.0.to_string(), msg: to_json(msg), funds })
    }
}

#[cfg(test)]
mod tests {
    use cosmwasm_std::to_json_binary;
    use types::event::EventCode;
    use types::oracle;

    use super::*;

    #[test]
    fn what_is_said_is_what_the_oracle_understands() {
        let (token_id, issuer) = (TokenId::try_from("MSC-1".to_owned()).unwrap(), Addr::unchecked("carrier"));
        let milestone = MilestoneRef { leg: 0, event: EventCode::Arrived, place: "NLRTM".parse().unwrap() };
        let until = UnixTime::new(1_357_000_000).unwrap();
        let cutoffs = vec![Cutoff { milestone, cutoff: until }];
        let ask = ToOracle::Ask {
            token_id: &token_id,
            feed: 7,
            questions: vec![milestone],
            refund_to: &issuer,
            until,
        };
        let meant = oracle::ExecuteMsg::Ask {
            token_id: token_id.clone(),
            feed: 7,
            questions: vec![milestone],
            refund_to: issuer.to_string(),
            until,
        };
        assert_eq!(to_json(&ask), to_json_binary(&meant).unwrap());

        let add = ToOracle::AddCutoffs { token_id: &token_id, cutoffs: cutoffs.clone() };
        let meant = oracle::ExecuteMsg::AddCutoffs { token_id: token_id.clone(), cutoffs };
        assert_eq!(to_json(&add), to_json_binary(&meant).unwrap());

        let question = AskOracle::Inquiry { collection: &issuer, token_id: &token_id };
        let meant = oracle::QueryMsg::Inquiry { collection: issuer.to_string(), token_id: token_id.clone() };
        assert_eq!(to_json(&question), to_json_binary(&meant).unwrap());
    }
}
