//! What the contract owes, added up from what it says of each agreement, against what it says it owes and what it has.

use cosmwasm_std::Addr;
use cw20::Denom;
use numeric::Amount;
use types::escrow::{
    AgreementResponse, AgreementStatus, MilestoneState, OwedResponse, QueryMsg, Settlement, Side,
};

use super::World;

impl World {
    /// Invariant 1, without donations: balance = owed = what is unpaid of open prefunded milestones + money of the payer's
    /// proposals, the oracle's fee with it + claimable payments.
    #[track_caller]
    pub fn assert_books(&self) {
        for asset in self.assets() {
            self.assert_books_in(&asset);
        }
    }

    /// The same in one asset.
    #[track_caller]
    pub fn assert_books_in(&self, asset: &Denom) {
        let all: Vec<AgreementResponse> =
            self.query(&QueryMsg::Agreements { start_after: None, limit: Some(30) });
        let held: u128 = all.iter().filter(|of| of.terms.asset == asset.clone().into()).map(held).sum();
        let claims: u128 = self.accounts().iter().map(|account| self.claimable_in(account, asset)).sum();
        let owed = self.owed(asset);
        assert_eq!(owed, held + claims, "{asset:?}: owed ≠ {held} held + {claims} claimable");
        assert_eq!(self.chain.balance(asset, &self.escrow), owed, "{asset:?}: balance ≠ owed");
    }

    fn assets(&self) -> [Denom; 2] {
        [Denom::Native("uusd".to_owned()), Denom::Cw20(self.token.clone())]
    }

    /// Everybody who can be owed something: people, and contracts (which are numbered on this chain).
    fn accounts(&self) -> Vec<Addr> {
        let mut accounts: Vec<Addr> = [
            &self.owner,
            &self.buyer,
            &self.seller,
            &self.carrier,
            &self.bank,
            &self.surveyor,
            &self.arbiter,
            &self.chamber,
            &self.stranger,
        ]
        .map(Clone::clone)
        .into();
        accounts.extend(self.contracts.iter().cloned());
        accounts
    }

    #[track_caller]
    pub fn owed(&self, asset: &Denom) -> u128 {
        self.query::<OwedResponse>(&QueryMsg::Owed { asset: asset.clone().into() }).owed.get()
    }

    /// What an account can withdraw.
    #[track_caller]
    pub fn claimable(&self, account: &Addr) -> u128 {
        self.claimable_in(account, &self.asset)
    }

    #[track_caller]
    fn claimable_in(&self, account: &Addr, asset: &Denom) -> u128 {
        let (account, asset) = (account.to_string(), asset.clone().into());
        self.query::<Amount>(&QueryMsg::Claimable { account, asset }).get()
    }
}

/// The money of an agreement that is here.
fn held(agreement: &AgreementResponse) -> u128 {
    use AgreementStatus::{Active, Discrepant, Presented, Proposed};
    let is_here = match agreement.status {
        Proposed => agreement.proposed_by == Side::Payer,
        Active | Discrepant | Presented => true,
        _ => false,
    };
    let parts = agreement.milestones.iter().zip(&agreement.terms.milestones);
    let open = parts.filter(|(milestone, terms)| {
        is_here && milestone.state == MilestoneState::Open && terms.settlement == Settlement::Prefunded {}
    });
    let fee = if agreement.status == Proposed && is_here { agreement.fee.get() } else { 0 };
    open.map(|(milestone, _)| milestone.amount.get() - milestone.paid.get()).sum::<u128>() + fee
}
