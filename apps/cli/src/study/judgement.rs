//! What is shown to be false, and what follows.

use anyhow::Result;
use cosmwasm_std::Addr;
use numeric::{Amount, Seconds};
use types::journey::Standing;
use types::oracle::{ExecuteMsg, Fault, QueryMsg, RoundRef, Ruling};

use super::trial::{Deal, Trial, Voyage};

impl Trial {
    /// The same draw for all of an attack: either what is false in it can be shown, or none of it.
    pub fn convicts(&self) -> bool {
        self.convicts
    }

    /// Whoever watches challenges what is false, if it can be shown, and whom it harmed are compensated.
    pub fn judge(&mut self, voyage: &Voyage, round: u32) -> Result<()> {
        let is_decided = self.feed.round(&voyage.subject, round)?.outcome.is_some();
        if self.convicts && is_decided {
            let watchman = self.feed.people.watchman.clone();
            self.accuse(&watchman, voyage, round, Fault::Falsification)?;
        }
        Ok(())
    }

    /// The attacker itself challenges. If it cannot be shown, nothing is established and the bond returns.
    pub fn confess(&mut self, voyage: &Voyage, round: u32) -> Result<()> {
        if self.feed.round(&voyage.subject, round)?.outcome.is_none() {
            return Ok(());
        }
        let attacker = self.feed.people.attacker.clone();
        self.accuse(&attacker, voyage, round, Fault::Falsification)
    }

    /// A challenge, the ruling and the compensations.
    pub fn accuse(&mut self, accuser: &Addr, voyage: &Voyage, round: u32, fault: Fault) -> Result<()> {
        self.challenge(accuser, voyage, round)?;
        self.feed.pass(Seconds::days(1))?;
        let ruling = self.finding(voyage, fault);
        self.rule(voyage, round, ruling)?;
        self.compensate(voyage, round)
    }

    /// A challenge with its bond.
    pub fn challenge(&mut self, accuser: &Addr, voyage: &Voyage, round: u32) -> Result<()> {
        let round = RoundRef { subject: voyage.subject.clone(), round };
        let bond: Amount = self.feed.ask(&QueryMsg::ChallengeBond(round.clone()))?;
        let challenge = ExecuteMsg::Challenge { round, claim: Some(voyage.truth), evidence: None };
        self.feed.must(accuser, &challenge, bond)
    }

    /// What the adjudicator finds.
    pub fn rule(&mut self, voyage: &Voyage, round: u32, ruling: Ruling) -> Result<()> {
        let adjudicator = self.feed.people.adjudicator.clone();
        let round = RoundRef { subject: voyage.subject.clone(), round };
        self.feed.must(&adjudicator, &ExecuteMsg::Rule { round, ruling }, Amount::ZERO)?;
        self.collect(voyage)
    }

    /// Every deal that hung on the voyage gets what it can of what was slashed.
    pub fn compensate(&mut self, voyage: &Voyage, round: u32) -> Result<()> {
        let market = self.feed.people.market.clone();
        for place in 0..self.deals.len() {
            let of_it = |deal: &&Deal| deal.token_id.as_ref() == Some(&voyage.subject.token_id);
            let Some(deal) = self.deals.get(place).filter(of_it) else { continue };
            let round = RoundRef { subject: voyage.subject.clone(), round };
            let (consumer, reference) = (market.to_string(), deal.reference);
            let msg = ExecuteMsg::Compensate { round, consumer, reference, part: 0 };
            // Nobody was harmed, or nothing is left: that is an answer too.
            let _ = self.feed.send(&market, &msg, Amount::ZERO)?;
        }
        Ok(())
    }

    /// The same, unless what was decided is true.
    pub fn judge_if_false(&mut self, voyage: &Voyage, round: u32) -> Result<()> {
        match self.feed.round(&voyage.subject, round)?.outcome {
            Some(outcome) if voyage.pays_by_lie(Standing::default().after(outcome))? => {
                self.judge(voyage, round)
            }
            _ => Ok(()),
        }
    }

    /// A draw of its own, for an attack that begins anew when nothing was shown.
    pub fn draw_again(&mut self) -> bool {
        let found = self.convicts;
        self.convicts = self.draws.happens(self.terms.conviction.get().into(), 10_000);
        if found {
            self.convicts = true;
        }
        found
    }

    /// Whoever watches challenges the first rounds of all of these, if it can be shown that they are false.
    pub fn judge_all(&mut self, voyages: &[Voyage]) -> Result<()> {
        if !self.convicts {
            return Ok(());
        }
        let watchman = self.feed.people.watchman.clone();
        let rounds: Vec<(&Voyage, u32)> = voyages.iter().map(|voyage| (voyage, 0)).collect();
        self.accuse_all(&watchman, &rounds)
    }

    /// The attacker challenges all of these rounds before any of them is ruled on.
    pub fn confess_all(&mut self, rounds: &[(&Voyage, u32)]) -> Result<()> {
        let attacker = self.feed.people.attacker.clone();
        self.accuse_all(&attacker, rounds)
    }

    fn accuse_all(&mut self, accuser: &Addr, rounds: &[(&Voyage, u32)]) -> Result<()> {
        let mut decided = Vec::new();
        for (voyage, round) in rounds {
            if self.feed.round(&voyage.subject, *round)?.outcome.is_some() {
                decided.push((*voyage, *round));
            }
        }
        let rounds = decided;
        for (voyage, round) in &rounds {
            self.challenge(accuser, voyage, *round)?;
        }
        for (voyage, round) in &rounds {
            let ruling = self.finding(voyage, Fault::Falsification);
            self.rule(voyage, *round, ruling)?;
            self.compensate(voyage, *round)?;
        }
        Ok(())
    }

    fn finding(&self, voyage: &Voyage, fault: Fault) -> Ruling {
        if self.convicts {
            Ruling::Overturned { truth: voyage.truth, fault }
        } else {
            Ruling::Unresolvable {}
        }
    }
}
