//! Disputes: who may open one, who decides it and until when.

use cosmwasm_std::Addr;
use numeric::UnixTime;
use serde::{Deserialize, Serialize};
use types::escrow::{Award, Resolver, Side};

use super::milestone::Milestone;
use crate::ContractError;

/// A milestone's open dispute.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Disputed {
    /// Who opened it.
    pub by: Addr,
    /// When.
    pub since: UnixTime,
}

/// Which sides have disputed a milestone: each may once.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sides {
    payer: bool,
    payee: bool,
}

/// When a dispute passes from one to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// From then on the resolver decides no more.
    pub resolver_until: UnixTime,
    /// From then on the successor, if there is one, decides no more.
    pub successor_until: Option<UnixTime>,
}

impl Clock {
    /// The clock of a dispute that began then.
    pub fn of(resolver: &Resolver, since: UnixTime) -> Result<Self, ContractError> {
        let resolver_until = since.checked_add(resolver.limit)?;
        let next =
            resolver.successor.as_ref().map(|_| resolver_until.checked_add(resolver.limit)).transpose()?;
        Ok(Self { resolver_until, successor_until: next })
    }

    /// When nobody decides any more.
    pub fn ends(&self) -> UnixTime {
        self.successor_until.unwrap_or(self.resolver_until)
    }

    /// Who may decide now.
    pub fn decides<'a>(&self, resolver: &'a Resolver, now: UnixTime) -> Option<&'a str> {
        if now < self.resolver_until {
            Some(&resolver.address)
        } else if now < self.ends() {
            resolver.successor.as_deref()
        } else {
            None
        }
    }
}

impl Sides {
    fn has_disputed(self, side: Side) -> bool {
        match side {
            Side::Payer => self.payer,
            Side::Payee => self.payee,
        }
    }

    fn disputes(&mut self, side: Side) {
        match side {
            Side::Payer => self.payer = true,
            Side::Payee => self.payee = true,
        }
    }
}

impl Milestone {
    /// One side disputes an open milestone.
    pub fn open_dispute(
        &mut self,
        index: u8,
        by: &Addr,
        side: Side,
        now: UnixTime,
    ) -> Result<(), ContractError> {
        self.assert_open(index)?;
        if let Some(open) = &self.dispute {
            return Err(ContractError::DisputedAlready { milestone: index, since: open.since });
        }
        if self.disputed.has_disputed(side) {
            return Err(ContractError::DisputeUsedUp { milestone: index });
        }
        self.disputed.disputes(side);
        self.dispute = Some(Disputed { by: by.clone(), since: now });
        Ok(())
    }

    /// Refuses an award by anybody but who decides now, of what is not disputed, or of more than there is.
    pub fn assert_decides(
        &self,
        award: &Award,
        resolver: &Resolver,
        sender: &Addr,
        now: UnixTime,
    ) -> Result<(), ContractError> {
        let milestone = award.milestone;
        let dispute = self.dispute.as_ref().ok_or(ContractError::NotDisputed { milestone })?;
        let clock = Clock::of(resolver, dispute.since)?;
        let decides = clock.decides(resolver, now);
        if decides != Some(sender.as_str()) {
            let decides = decides.map(str::to_owned);
            return Err(ContractError::NotResolver { milestone, sender: sender.clone(), decides });
        }
        let amount = self.rest()?;
        if award.to_payee > amount {
            let actual = award.to_payee;
            return Err(ContractError::AwardTooLarge { milestone, amount, actual });
        }
        Ok(())
    }

    /// Ends a dispute that nobody decided in time. Whether there was one to end.
    pub fn lapse_dispute(&mut self, resolver: &Resolver, now: UnixTime) -> Result<bool, ContractError> {
        let Some(dispute) = &self.dispute else { return Ok(false) };
        if now < Clock::of(resolver, dispute.since)?.ends() {
            return Ok(false);
        }
        self.dispute = None;
        Ok(true)
    }
}

/// Refuses who would award himself anything: by owning the receivable he has become a party. He may decide against himself,
/// so that nobody prevents a verdict by giving him one.
pub fn assert_impartial(award: &Award, sender: &Addr, owner: &Addr) -> Result<(), ContractError> {
    if sender == owner && !award.to_payee.is_zero() {
        return Err(ContractError::PartyResolves { party: sender.to_string() });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use numeric::Seconds;

    use super::*;

    fn at(seconds: u64) -> UnixTime {
        UnixTime::new(1_357_000_000_u64.saturating_add(seconds)).unwrap()
    }

    fn resolver(successor: Option<&str>) -> Resolver {
        Resolver {
            address: "arbiter".to_owned(),
            limit: Seconds::minutes(10),
            successor: successor.map(str::to_owned),
        }
    }

    #[test]
    fn the_resolver_decides_then_its_successor_then_nobody() {
        let resolver = resolver(Some("chamber"));
        let clock = Clock::of(&resolver, at(0)).unwrap();
        for (now, decides) in [
            (0, Some("arbiter")),
            (599, Some("arbiter")),
            (600, Some("chamber")),
            (1_199, Some("chamber")),
            (1_200, None),
        ] {
            assert_eq!(clock.decides(&resolver, at(now)), decides, "after {now} s");
        }
    }

    #[test]
    fn without_a_successor_the_dispute_ends_with_the_resolvers_time() {
        let resolver = resolver(None);
        let clock = Clock::of(&resolver, at(0)).unwrap();
        assert_eq!(clock.decides(&resolver, at(600)), None);
        assert_eq!(clock.ends(), at(600));
    }
}
