//! What the coalition does with its seats and its stake.

use anyhow::{Context, Result};
use numeric::{Amount, Seconds};
use types::denom::UncheckedDenom;
use types::journey::Outcome;
use types::oracle::{ExecuteMsg, QueryMsg, RecordResponse, RoundRef, StakeResponse};

use super::feed::FEED;
use super::terms::{NOTICE, UNBONDING};
use super::trial::{Trial, Voyage};
use crate::deploy::NATIVE;

impl Trial {
    /// Bribes the cheapest seats that have this share of the weight.
    pub fn bribe(&mut self, (num, den): (u128, u128)) -> Result<()> {
        let all = self.weight(&self.everyone())?;
        let mut coalition = Vec::new();
        for place in self.everyone() {
            if self.weight(&coalition)?.saturating_mul(den) >= all.saturating_mul(num) {
                break;
            }
            coalition.push(place);
        }
        self.coalition = coalition;
        Ok(())
    }

    /// Bribes the cheapest seats that are half of a round in which no more than this share is heard. Returns the honest
    /// ones that are heard in it; what keeps the others silent costs the attacker nothing here.
    pub fn bribe_half_of(&mut self, heard: (u128, u128)) -> Result<Vec<usize>> {
        let all = self.weight(&self.everyone())?;
        for seats in 1..=self.feed.seats.len() {
            self.coalition = (0..seats).collect();
            let bribed = self.weight(&self.coalition)?;
            let mut honest = Vec::new();
            for place in self.others() {
                let weight = bribed.saturating_add(self.weight(&honest)?);
                if weight.saturating_mul(heard.1) >= all.saturating_mul(heard.0) {
                    break;
                }
                honest.push(place);
            }
            if bribed >= self.weight(&honest)? {
                return Ok(honest);
            }
        }
        anyhow::bail!("no coalition is half of a round")
    }

    /// Every seat.
    pub fn everyone(&self) -> Vec<usize> {
        (0..self.feed.seats.len()).collect()
    }

    /// Those that nobody bribed.
    pub fn others(&self) -> Vec<usize> {
        self.everyone().into_iter().filter(|place| !self.coalition.contains(place)).collect()
    }

    fn weight(&self, places: &[usize]) -> Result<u128> {
        let mut sum = Amount::ZERO;
        for place in places {
            sum = sum.checked_add(self.feed.seats.get(*place).context("there is no such seat")?.stake)?;
        }
        Ok(sum.get())
    }

    /// Whether these words are so many that a round closes by itself.
    pub fn closes(&self, words: &[(usize, Outcome)]) -> Result<bool> {
        let places: Vec<usize> = words.iter().map(|(place, _)| *place).collect();
        let (said, all) = (self.weight(&places)?, self.weight(&self.everyone())?);
        Ok(said.saturating_mul(10_000) >= all.saturating_mul(types::oracle::CLOSES_AT.into()))
    }

    /// Waits until rewards have vested, and claims those of the coalition.
    pub fn claim(&mut self, voyage: &Voyage, round: u32) -> Result<()> {
        self.feed.pass(UNBONDING)?;
        let agreeing = self.feed.round(&voyage.subject, round)?.agreeing;
        for (reporter, operator) in self.bribed()? {
            if !agreeing.contains(&reporter) {
                continue;
            }
            let rounds = vec![RoundRef { subject: voyage.subject.clone(), round }];
            self.feed.must(&operator, &ExecuteMsg::ClaimRewards { reporter, rounds }, Amount::ZERO)?;
        }
        Ok(())
    }

    /// Anyone collects the fines of the coalition.
    pub fn fine(&mut self) -> Result<()> {
        let records: Vec<RecordResponse> = self.feed.ask(&QueryMsg::Records { feed: FEED })?;
        let watchman = self.feed.people.watchman.clone();
        for record in records.iter().filter(|record| record.fines > 0) {
            let reporter = record.reporter;
            self.feed.must(&watchman, &ExecuteMsg::Fine { feed: FEED, reporter }, Amount::ZERO)?;
        }
        Ok(())
    }

    /// The coalition gives notice of taking all of its pledges.
    pub fn give_notice(&mut self) -> Result<()> {
        for (reporter, operator) in self.bribed()? {
            let amount = self.feed.stake(&operator)?;
            let msg = ExecuteMsg::Unpledge { feed: FEED, reporter, amount };
            self.feed.must(&operator, &msg, Amount::ZERO)?;
        }
        Ok(())
    }

    /// Until shortly before it may go.
    pub fn wait_for_notice(&mut self) -> Result<()> {
        self.feed.pass(NOTICE.saturating_sub(Seconds::hours(1)))
    }

    /// The coalition takes its pledges, tries to pledge them anew, and unbonds them.
    pub fn take_away(&mut self) -> Result<()> {
        self.feed.pass(Seconds::hours(1))?;
        for (reporter, operator) in self.bribed()? {
            self.feed.must(
                &operator,
                &ExecuteMsg::CompleteUnpledge { feed: FEED, reporter },
                Amount::ZERO,
            )?;
            let asset = UncheckedDenom::Native(NATIVE.to_owned());
            let question = QueryMsg::Stake { operator: operator.to_string(), asset: asset.clone() };
            let amount = self.feed.ask::<StakeResponse>(&question)?.free;
            let again = ExecuteMsg::Pledge { feed: FEED, reporter, amount };
            // What stands behind facts that can be challenged secures nothing else.
            if self.feed.send(&operator, &again, Amount::ZERO)?.is_ok() {
                self.admit();
            }
            self.feed.must(&operator, &ExecuteMsg::Unbond { asset, amount }, Amount::ZERO)?;
        }
        Ok(())
    }

    /// The coalition's accomplice shows two contradicting signatures of each of its seats about a voyage.
    pub fn convict_each_other(&mut self, voyage: &Voyage) -> Result<()> {
        let Outcome::Happened { at } = voyage.lie else { anyhow::bail!("a lie is about what happened") };
        let attacker = self.feed.people.attacker.clone();
        for place in self.coalition.clone() {
            let other = Outcome::Happened { at: at.checked_add(Seconds::SECOND)? };
            let first = self.feed.sign(place, &voyage.subject, 0, voyage.lie)?;
            let second = self.feed.sign(place, &voyage.subject, 0, other)?;
            let round = RoundRef { subject: voyage.subject.clone(), round: 0 };
            self.feed.must(&attacker, &ExecuteMsg::Convict { round, first, second }, Amount::ZERO)?;
        }
        Ok(())
    }

    fn bribed(&self) -> Result<Vec<(u32, cosmwasm_std::Addr)>> {
        let seat = |place: &usize| {
            let seat = self.feed.seats.get(*place).context("there is no such seat")?;
            Ok((seat.reporter, seat.operator.clone()))
        };
        self.coalition.iter().map(seat).collect()
    }
}
