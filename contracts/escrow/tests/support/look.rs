//! What the contract says.

use cosmwasm_std::{Addr, Record};
use serde::de::DeserializeOwned;
use types::escrow::{
    AgreementId, AgreementResponse, AgreementStatus, MilestoneResponse, MilestoneState, QueryMsg, TitleHold,
};

use super::{World, PURSE};

impl World {
    #[track_caller]
    pub fn query<T: DeserializeOwned>(&self, msg: &QueryMsg) -> T {
        self.chain.query(&self.escrow, msg).unwrap()
    }

    #[track_caller]
    pub fn agreement(&self, agreement: AgreementId) -> AgreementResponse {
        self.query(&QueryMsg::Agreement { agreement })
    }

    #[track_caller]
    pub fn milestone(&self, agreement: AgreementId, milestone: u8) -> MilestoneResponse {
        self.agreement(agreement).milestones[usize::from(milestone)].clone()
    }

    pub fn status(&self, agreement: AgreementId) -> AgreementStatus {
        self.agreement(agreement).status
    }

    pub fn hold(&self, agreement: AgreementId) -> TitleHold {
        self.agreement(agreement).title
    }

    /// Where the milestones of an agreement stand.
    pub fn states(&self, agreement: AgreementId) -> Vec<MilestoneState> {
        self.agreement(agreement).milestones.iter().map(|milestone| milestone.state).collect()
    }

    /// The number of the youngest agreement.
    pub fn last(&self) -> AgreementId {
        let all: Vec<AgreementResponse> =
            self.query(&QueryMsg::Agreements { start_after: None, limit: Some(30) });
        all.last().map_or(0, |agreement| agreement.agreement)
    }

    /// Who owns a receivable; nobody, if there is none.
    pub fn owner_of(&self, token_id: &str) -> Option<String> {
        let question = QueryMsg::OwnerOf { token_id: token_id.to_owned(), include_expired: None };
        let answer = self.chain.query::<cw721::msg::OwnerOfResponse>(&self.escrow, &question);
        answer.ok().map(|owner| owner.owner)
    }

    /// The receivables of an account.
    pub fn owned(&self, owner: &Addr) -> Vec<String> {
        let owner = owner.to_string();
        let question = QueryMsg::Tokens { owner, start_after: None, limit: Some(100) };
        self.query::<cw721::msg::TokensResponse>(&question).tokens
    }

    pub fn balance(&self, who: &Addr) -> u128 {
        self.chain.balance(&self.asset, who)
    }

    /// What somebody has more than in the beginning.
    pub fn gained(&self, who: &Addr) -> i128 {
        self.balance(who) as i128 - PURSE as i128
    }
}
