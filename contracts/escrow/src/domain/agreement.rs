//! An agreement: what was agreed, in the part that payments need and the part that they do not, and where it stands.

use cosmwasm_std::Addr;
use cw20::Denom;
use numeric::{BasisPoints, UnixTime};
use serde::{Deserialize, Serialize};
use types::country::Country;
use types::digest::Digest;
use types::escrow::{
    AgreementStatus, MilestoneTerms, Resolver, Side, Terms, TitleAward, TitleHold, TitleTerms,
};
use types::text::{ForumCode, TokenId, Uri};

use super::asked::Purpose;
use super::milestone::Milestone;
use super::presentation::Presentation;
use super::reservation::Reservation;
use crate::ContractError;

/// What payments need of the terms. Never changes.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Deal {
    /// Pays.
    pub payer: Addr,
    /// Is paid, or was until the receivables passed on.
    pub payee: Addr,
    /// In what.
    pub asset: Denom,
    /// Who answers for the journey.
    pub feed: u32,
    /// When the open rest is split.
    pub long_stop: UnixTime,
    /// The payee's share of it.
    pub split: BasisPoints,
    /// What pays when.
    pub milestones: Vec<MilestoneTerms>,
    /// Room that it takes at the oracle on acceptance; none where its feed takes no reservations.
    pub reservations: Vec<Reservation>,
}

/// The rest of the terms, and how they were proposed. Never changes.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Papers {
    /// Who proposed.
    pub proposed_by: Side,
    /// Until when the other side may accept.
    pub valid_until: UnixTime,
    /// What it accepts by.
    pub digest: Digest,
    /// Invoice or order number.
    pub invoice: Digest,
    /// Contract of sale.
    pub contract: Digest,
    /// Where it is.
    pub uri: Option<Uri>,
    /// Governing law.
    pub law: Country,
    /// Forum.
    pub forum: Option<ForumCode>,
    /// What must be presented.
    pub title: Option<TitleTerms>,
    /// What a service agreement follows.
    pub follows: Option<TokenId>,
    /// Who decides disputes.
    pub resolver: Resolver,
}

/// Where an agreement stands: what nearly every step changes, so it is small.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Course {
    /// Where it stands.
    pub status: AgreementStatus,
    /// What it has to do with its title.
    pub title: TitleHold,
    /// The milestones that are open, a bit each.
    pub open: u16,
    /// Those that are not over: open, or owed.
    pub unsettled: u16,
}

impl Deal {
    /// The terms of a milestone.
    pub fn milestone(&self, index: u8) -> Result<&MilestoneTerms, ContractError> {
        let milestones = self.milestones.len();
        let unknown = ContractError::UnknownMilestone { milestone: index, milestones };
        self.milestones.get(usize::from(index)).ok_or(unknown)
    }

    /// Which party the sender is.
    pub fn side_of(&self, sender: &Addr) -> Result<Side, ContractError> {
        if *sender == self.payer {
            Ok(Side::Payer)
        } else if *sender == self.payee {
            Ok(Side::Payee)
        } else {
            let (payer, payee) = (self.payer.clone(), self.payee.clone());
            Err(ContractError::NotAParty { sender: sender.clone(), payer, payee })
        }
    }

    /// Refuses whoever does not pay.
    pub fn assert_payer(&self, sender: &Addr) -> Result<(), ContractError> {
        if *sender == self.payer {
            return Ok(());
        }
        Err(ContractError::NotPayer { sender: sender.clone(), payer: self.payer.clone() })
    }

    /// The milestone that releases the title.
    pub fn releasing(&self) -> Option<u8> {
        (0_u8..).zip(&self.milestones).find(|(_, milestone)| milestone.releases_title).map(|(index, _)| index)
    }
}

/// The terms as they were proposed.
pub fn terms(deal: &Deal, papers: &Papers) -> Terms {
    let (deal, papers) = (deal.clone(), papers.clone());
    Terms {
        payer: deal.payer.into_string(),
        payee: deal.payee.into_string(),
        asset: deal.asset.into(),
        invoice: papers.invoice,
        contract: papers.contract,
        uri: papers.uri,
        law: papers.law,
        forum: papers.forum,
        title: papers.title,
        follows: papers.follows,
        feed: deal.feed,
        resolver: papers.resolver,
        long_stop: deal.long_stop,
        split: deal.split,
        milestones: deal.milestones,
    }
}

impl Papers {
    /// What it wants of its title.
    pub fn purpose(&self) -> Purpose {
        match self.title {
            Some(_) => Purpose::Sale,
            None => Purpose::Service,
        }
    }

    /// Until when the proposal stands: the last second of it is still in time.
    pub fn assert_valid(&self, now: UnixTime) -> Result<(), ContractError> {
        if now > self.valid_until {
            return Err(ContractError::ProposalExpired { valid_until: self.valid_until, now });
        }
        Ok(())
    }

    /// Who ends a proposal now.
    pub fn assert_may_end(&self, deal: &Deal, sender: &Addr, now: UnixTime) -> Result<(), ContractError> {
        if *sender == deal.payer || *sender == deal.payee || now > self.valid_until {
            return Ok(());
        }
        Err(ContractError::ProposalStands { sender: sender.clone(), valid_until: self.valid_until })
    }
}

impl Course {
    /// A proposal of so many milestones.
    pub fn proposed(milestones: usize) -> Self {
        let all = u32::try_from(milestones).ok().and_then(|count| 1_u32.checked_shl(count));
        let all = all.and_then(|bits| bits.checked_sub(1)).and_then(|bits| u16::try_from(bits).ok());
        let all = all.unwrap_or(u16::MAX);
        Self { status: AgreementStatus::Proposed, title: TitleHold::None, open: all, unsettled: all }
    }

    /// The one table of an agreement's statuses; what is not in it is refused.
    pub fn to(&mut self, next: AgreementStatus) -> Result<(), ContractError> {
        use AgreementStatus::{Active, Closed, Discrepant, Ended, Presented, Proposed};
        let allowed = matches!(
            (self.status, next),
            (Proposed, Active | Ended)
                | (Active, Discrepant | Presented | Closed)
                | (Discrepant, Active | Presented | Closed)
                | (Presented, Closed)
        );
        if !allowed {
            return Err(ContractError::WrongStatus { actual: self.status, next });
        }
        self.status = next;
        Ok(())
    }

    /// Refuses what needs an agreement that was accepted and is not over.
    pub fn assert_running(&self) -> Result<(), ContractError> {
        use AgreementStatus::{Active, Discrepant, Presented};
        match self.status {
            Active | Discrepant | Presented => Ok(()),
            actual => Err(ContractError::NotRunning { actual }),
        }
    }

    /// Refuses a presentation where none is waited for, or that comes too late for anything: it would take the place
    /// that a title has for such an agreement.
    pub fn assert_presents(&self, long_stop: UnixTime, now: UnixTime) -> Result<(), ContractError> {
        if self.status != AgreementStatus::Active {
            return Err(ContractError::WrongStatus { actual: self.status, next: AgreementStatus::Presented });
        }
        if self.open == 0 {
            return Err(ContractError::NothingOpen {});
        }
        if now >= long_stop {
            return Err(ContractError::AfterLongStop { long_stop });
        }
        Ok(())
    }

    /// What the agreement that has this title wants of it.
    pub fn purpose(&self) -> Purpose {
        match self.title {
            TitleHold::Followed => Purpose::Service,
            _ => Purpose::Sale,
        }
    }

    /// Whether facts and presentations count.
    pub fn is_presented(&self) -> bool {
        self.status == AgreementStatus::Presented
    }

    /// The documents that the payer examines, if it does.
    pub fn discrepant(&self, presentation: Option<Presentation>) -> Result<Presentation, ContractError> {
        let discrepant = presentation.filter(|_| self.status == AgreementStatus::Discrepant);
        discrepant.ok_or(ContractError::NothingToExamine { actual: self.status })
    }

    /// Refuses what needs a hold on the title.
    pub fn assert_holds(&self) -> Result<(), ContractError> {
        match self.title {
            TitleHold::Held | TitleHold::Bound | TitleHold::Due => Ok(()),
            actual => Err(ContractError::NoHold { actual }),
        }
    }

    /// Refuses a verdict on a title that belongs to a milestone nobody decides now: the one that releases it, or,
    /// where none is left that would, all that are open.
    pub fn assert_awards_title(
        &self,
        deal: &Deal,
        award: TitleAward,
        awarded: &[u8],
    ) -> Result<(), ContractError> {
        match (award, self.title) {
            (TitleAward::Unchanged, _) => return Ok(()),
            _ if self.status == AgreementStatus::Discrepant => {
                return Err(ContractError::TitleUnderExamination {});
            }
            (TitleAward::ToPayer, TitleHold::Held) => {}
            (TitleAward::ToHolder, TitleHold::Held | TitleHold::Bound) => {}
            (_, actual) => return Err(ContractError::NoTitleToAward { actual }),
        }
        match deal.releasing().filter(|index| self.is_open(*index)) {
            Some(milestone) if !awarded.contains(&milestone) => {
                Err(ContractError::TitleGoesWith { milestone })
            }
            None if !self.open_milestones().all(|index| awarded.contains(&index)) => {
                Err(ContractError::TitleGoesWithAll {})
            }
            _ => Ok(()),
        }
    }

    /// Whether a milestone is open.
    pub fn is_open(&self, index: u8) -> bool {
        self.open & bit(index) != 0
    }

    /// The open milestones.
    pub fn open_milestones(self) -> impl Iterator<Item = u8> {
        (0..16).filter(move |index| self.is_open(*index))
    }

    /// Follows a milestone that has changed.
    pub fn note(&mut self, index: u8, milestone: &Milestone) {
        use types::escrow::MilestoneState::Open;
        if milestone.state != Open {
            self.open &= !bit(index);
        }
        if milestone.is_over() {
            self.unsettled &= !bit(index);
        }
    }

    /// Whether the title is held for nothing any more: no milestone is open, and it is not due to the payer.
    pub fn holds_in_vain(&self) -> bool {
        self.open == 0 && matches!(self.title, TitleHold::Held | TitleHold::Bound)
    }
}

/// Refuses a list of milestones that is empty or names one twice.
pub fn assert_distinct(milestones: &[u8]) -> Result<(), ContractError> {
    if milestones.is_empty() {
        return Err(ContractError::NoMilestones {});
    }
    let mut seen = 0_u16;
    for index in milestones.iter().copied() {
        if seen & bit(index) != 0 {
            return Err(ContractError::RepeatedMilestone { milestone: index });
        }
        seen |= bit(index);
    }
    Ok(())
}

fn bit(index: u8) -> u16 {
    1_u16.checked_shl(index.into()).unwrap_or_default()
}
