//! All that is looked at before and after a step.

use cosmwasm_std::Addr;
use types::escrow::{AgreementResponse, MilestoneResponse, QueryMsg};
use types::journey::{MilestoneRef, Standing};
use types::shipment::{JourneyResponse, TitleResponse};

use crate::{Walk, TITLES};

/// What was seen.
pub struct Sight {
    /// The time.
    pub now: u64,
    /// All agreements, the first first.
    pub agreements: Vec<AgreementResponse>,
    /// The titles.
    pub titles: [TitleResponse; 2],
    /// Their journeys.
    pub journeys: [JourneyResponse; 2],
    /// What each of the people has, and can withdraw.
    pub money: Vec<(u128, u128)>,
    /// What the escrow has.
    pub escrow: u128,
}

impl Sight {
    pub fn of(walk: &Walk) -> Self {
        let suite = &walk.suite;
        let page = QueryMsg::Agreements { start_after: None, limit: Some(30) };
        Self {
            now: suite.chain.now(),
            agreements: suite.query(&suite.escrow, &page),
            titles: TITLES.map(|title| suite.title(title)),
            journeys: TITLES.map(|title| suite.voyage(title)),
            money: walk.people.iter().map(|who| (suite.balance(who), suite.claimable(who))).collect(),
            escrow: suite.balance("escrow"),
        }
    }

    /// A milestone, if there is one.
    pub fn milestone(&self, agreement: u64, milestone: u8) -> Option<&MilestoneResponse> {
        self.agreement(agreement)?.milestones.get(usize::from(milestone))
    }

    /// An agreement, if there is one.
    pub fn agreement(&self, agreement: u64) -> Option<&AgreementResponse> {
        self.agreements.iter().find(|of| of.agreement == agreement)
    }

    /// What is final about a milestone of a title.
    pub fn standing(&self, title: &str, milestone: &MilestoneRef) -> Standing {
        let place = usize::from(title == TITLES[1]);
        let found = self.journeys[place].milestones.iter().find(|of| of.milestone == *milestone);
        found.map(|of| of.standing).unwrap_or_default()
    }
}

impl Walk {
    /// All the money of the settlement asset, in all hands.
    pub fn all_money(&self) -> u128 {
        let suite = &self.suite;
        let contracts = ["escrow", "oracle", "shipment"].map(|name| suite.address(name));
        let operators = suite.committee.operators();
        let all = self.people.iter().chain(&contracts).chain(&operators);
        all.map(|who: &Addr| suite.balance(who)).sum()
    }
}
