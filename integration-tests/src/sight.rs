//! What can be seen.

use cosmwasm_std::{Addr, Record};
use cw20::Denom;
use numeric::{Amount, UnixTime};
use serde::de::DeserializeOwned;
use serde::Serialize;
use types::escrow::{AgreementId, AgreementResponse, AgreementStatus, MilestoneResponse, MilestoneState};
use types::journey::Standing;
use types::oracle::{FeedResponse, InquiryResponse, QuestionResponse};
use types::shipment::{ActResponse, ControlProof, JourneyResponse, TitleResponse};
use types::{escrow, oracle, shipment};

use crate::{milestone, word, Suite, Who, FUNDS};

impl Suite {
    /// An answer of a contract.
    #[track_caller]
    pub fn query<T: DeserializeOwned>(&self, contract: &Addr, msg: &impl Serialize) -> T {
        self.chain.query(contract, msg).unwrap_or_else(|error| panic!("no answer: {error}"))
    }

    /// The time of the block.
    pub fn now(&self) -> UnixTime {
        UnixTime::new(self.chain.now()).expect("a time")
    }

    /// All that the three contracts have stored.
    pub fn state(&self) -> [Vec<Record>; 3] {
        [&self.oracle, &self.shipment, &self.escrow].map(|contract| self.chain.state_of(contract))
    }

    // Money

    /// What somebody has of the settlement asset.
    pub fn balance(&self, who: impl Who) -> u128 {
        self.chain.balance(&self.asset, &who.of(self))
    }

    /// What one of the people has more than at first; it has not less.
    #[track_caller]
    pub fn gained(&self, name: &str) -> u128 {
        self.balance(name).checked_sub(FUNDS).unwrap_or_else(|| panic!("{name} has lost"))
    }

    /// What one of the people has less than at first; it has not more.
    #[track_caller]
    pub fn spent(&self, name: &str) -> u128 {
        FUNDS.checked_sub(self.balance(name)).unwrap_or_else(|| panic!("{name} has gained"))
    }

    /// What `escrow` owes of an asset.
    pub fn owed_by_escrow(&self, asset: &Denom) -> u128 {
        let msg = escrow::QueryMsg::Owed { asset: asset.clone().into() };
        self.query::<escrow::OwedResponse>(&self.escrow, &msg).owed.get()
    }

    /// What `oracle` owes of an asset.
    pub fn owed_by_oracle(&self, asset: &Denom) -> u128 {
        let msg = oracle::QueryMsg::Owed { asset: asset.clone().into() };
        self.query::<oracle::OwedResponse>(&self.oracle, &msg).owed.get()
    }

    /// What somebody can withdraw from `escrow`.
    pub fn claimable(&self, who: impl Who) -> u128 {
        let (account, asset) = (who.of(self).to_string(), self.asset.clone().into());
        self.query::<Amount>(&self.escrow, &escrow::QueryMsg::Claimable { account, asset }).get()
    }

    /// Every contract has what it owes, in both assets.
    #[track_caller]
    pub fn assert_solvent(&self) {
        for asset in [Denom::Native("uusd".to_owned()), Denom::Cw20(self.token.clone())] {
            for (contract, owed) in
                [(&self.escrow, self.owed_by_escrow(&asset)), (&self.oracle, self.owed_by_oracle(&asset))]
            {
                let has = self.chain.balance(&asset, contract);
                assert!(has >= owed, "{contract} has {has} of {asset:?} and owes {owed}");
            }
            assert_eq!(self.chain.balance(&asset, &self.shipment), 0, "shipment has no money");
        }
    }

    // Agreements

    /// An agreement.
    #[track_caller]
    pub fn agreement(&self, agreement: AgreementId) -> AgreementResponse {
        self.query(&self.escrow, &escrow::QueryMsg::Agreement { agreement })
    }

    /// The number of the last one.
    #[track_caller]
    pub fn last_agreement(&self) -> AgreementId {
        let mut last = 0;
        loop {
            let page = escrow::QueryMsg::Agreements { start_after: Some(last), limit: Some(30) };
            let page: Vec<AgreementResponse> = self.query(&self.escrow, &page);
            match page.last() {
                Some(agreement) => last = agreement.agreement,
                None => return last,
            }
        }
    }

    /// Where an agreement stands.
    #[track_caller]
    pub fn status(&self, agreement: AgreementId) -> AgreementStatus {
        self.agreement(agreement).status
    }

    /// A milestone.
    #[track_caller]
    pub fn milestone(&self, agreement: AgreementId, milestone: u8) -> MilestoneResponse {
        self.agreement(agreement).milestones[usize::from(milestone)].clone()
    }

    /// Where the milestones of an agreement stand.
    #[track_caller]
    pub fn states(&self, agreement: AgreementId) -> Vec<MilestoneState> {
        self.agreement(agreement).milestones.iter().map(|of| of.state).collect()
    }

    // Titles

    /// A title.
    #[track_caller]
    pub fn title(&self, token_id: &str) -> TitleResponse {
        self.query(&self.shipment, &shipment::QueryMsg::Title { token_id: word(token_id) })
    }

    /// Who holds a title.
    #[track_caller]
    pub fn holder(&self, token_id: &str) -> Addr {
        Addr::unchecked(self.title(token_id).holder)
    }

    /// Who controls it.
    #[track_caller]
    pub fn control(&self, token_id: &str) -> ControlProof {
        self.query(&self.shipment, &shipment::QueryMsg::Control { token_id: word(token_id) })
    }

    /// What was done with it, after the act of this number.
    #[track_caller]
    pub fn acts(&self, token_id: &str, start_after: u32) -> Vec<ActResponse> {
        let (start_after, limit) = (Some(start_after), Some(100));
        let msg = shipment::QueryMsg::Acts { token_id: word(token_id), start_after, limit };
        self.query(&self.shipment, &msg)
    }

    /// The codes of all that was done with it.
    #[track_caller]
    pub fn codes(&self, token_id: &str) -> Vec<&'static str> {
        self.acts(token_id, 0).iter().map(|act| act.code.as_str()).collect()
    }

    /// Its journey.
    #[track_caller]
    pub fn voyage(&self, token_id: &str) -> JourneyResponse {
        self.query(&self.shipment, &shipment::QueryMsg::Journey { token_id: word(token_id) })
    }

    /// What `shipment` knows of an event.
    #[track_caller]
    pub fn known(&self, token_id: &str, event: &str) -> Standing {
        let voyage = self.voyage(token_id);
        let found = voyage.milestones.iter().find(|status| status.milestone == milestone(event));
        found.unwrap_or_else(|| panic!("{event} is not asked")).standing
    }

    // Facts

    /// The feed.
    pub fn feed(&self) -> FeedResponse {
        self.query(&self.oracle, &oracle::QueryMsg::Feed { feed: self.feed })
    }

    /// All that is asked and known about a title.
    pub fn inquiry(&self, token_id: &str) -> InquiryResponse {
        let (collection, token_id) = (self.shipment.to_string(), word(token_id));
        self.query(&self.oracle, &oracle::QueryMsg::Inquiry { collection, token_id })
    }

    /// One question about it.
    #[track_caller]
    pub fn question(&self, token_id: &str, event: &str) -> QuestionResponse {
        let subject = self.subject(token_id, event);
        self.query(&self.oracle, &oracle::QueryMsg::Question { subject })
    }

    /// The round that takes reports.
    #[track_caller]
    pub fn round(&self, token_id: &str, event: &str) -> u32 {
        self.question(token_id, event).round
    }
}
