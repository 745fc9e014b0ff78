//! One attack: deals that hang on facts, facts that are told, judgement, and what is left to whom.

use anyhow::{ensure, Context, Result};
use numeric::{Amount, Reading, Seconds, UnixTime};
use types::journey::{MilestoneRef, Outcome, Standing, Subject};
use types::oracle::{
    reservation_fee, BoundPart, Cutoff, ExecuteMsg, ExposureKind, Measured, QueryMsg, QuestionResponse,
    ReserveMsg, ReservedPart,
};
use types::text::TokenId;

use super::feed::{Feed, FEED};
use super::reckoning::{Reckoning, Takings, Wealth};
use super::sight::Sight;
use super::terms::{Answers, Terms, CHALLENGE, FEE, LONGEST, PERIOD};
use crate::chain::Answer;
use crate::chance::Draws;
use crate::deploy::NATIVE;

/// How long before the truth the deadline is that a lie about a time has to meet.
const GAP: Seconds = Seconds::minutes(4);
/// How long before the truth the lie is: within the tolerance, so that who is honest agrees.
const EARLY: Seconds = Seconds::minutes(5);

/// What the goods weigh, what the attacker says, and up to what less is paid.
const FULL: i64 = 20_000;
const SHORT: i64 = 19_965;
const LESS_UP_TO: i64 = 19_970;

/// What the contract says of what does not fit under its caps.
const OVER_CAP: &str = "does not fit";

/// Whose loss a false fact is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Somebody else's: it is the attacker's gain.
    Victim,
    /// Somebody else's, and the gain of somebody else again, who has bribed nobody.
    Stranger,
    /// The attacker deals with itself.
    Own,
}

/// What is reported on, what is true of it, and what the attacker would have of it.
#[derive(Clone, Debug)]
pub struct Voyage {
    /// The question.
    pub subject: Subject,
    /// What is true.
    pub truth: Outcome,
    /// What the attacker wants to be a fact.
    pub lie: Outcome,
}

/// Money that hangs on a voyage.
pub(super) struct Deal {
    pub(super) reference: u64,
    side: Side,
    amount: Amount,
    pub(super) token_id: Option<TokenId>,
    moved: bool,
    waits: bool,
}

/// An attack under way.
pub struct Trial {
    /// What is attacked.
    pub feed: Feed,
    /// The seats of the coalition.
    pub coalition: Vec<usize>,
    /// What the profit is measured by.
    pub cap: Amount,
    pub(super) terms: Terms,
    pub(super) sight: Sight,
    pub(super) draws: Draws,
    pub(super) convicts: bool,
    pub(super) deals: Vec<Deal>,
    voyages: u32,
    pub(super) reckoning: Reckoning,
}

impl Trial {
    /// A feed of so many seats that nobody has attacked yet.
    pub fn open(terms: Terms, answers: Answers, seats: u32, sight: Sight, mut draws: Draws) -> Result<Self> {
        let feed = Feed::open(terms, answers, seats, &mut draws)?;
        let cap = feed.capacity()?.cap_outcome;
        Ok(Self {
            feed,
            coalition: vec![],
            cap,
            terms,
            sight,
            draws,
            convicts: true,
            deals: vec![],
            voyages: 0,
            reckoning: Reckoning::default(),
        })
    }

    // Voyages

    /// A voyage whose fact will be told in an hour, and is not what the attacker would have: it arrives minutes after a
    /// deadline.
    pub fn late_arrival(&mut self) -> Result<Voyage> {
        let at = self.feed.now()?.checked_add(Seconds::hours(1))?;
        let lie = Outcome::Happened { at: before(at, EARLY)? };
        self.voyage(Outcome::Happened { at }, lie)
    }

    /// One that never happens.
    pub fn never_left(&mut self) -> Result<Voyage> {
        let cutoff = self.feed.now()?.checked_add(Seconds::hours(1))?;
        let lie = Outcome::Happened { at: before(cutoff, EARLY)? };
        self.voyage(Outcome::NotBy { cutoff }, lie)
    }

    /// One whose goods weigh more than would pay less: the attacker would have it a little less, as near as sensors differ.
    pub fn full_weight(&mut self) -> Result<Voyage> {
        let at = self.feed.now()?.checked_add(Seconds::hours(1))?;
        let of = |value| Outcome::Measured { value: Reading::new(value), at };
        self.voyage(of(FULL), of(SHORT))
    }

    fn voyage(&mut self, truth: Outcome, lie: Outcome) -> Result<Voyage> {
        self.voyages = self.voyages.saturating_add(1);
        let token_id = TokenId::try_from(format!("VOYAGE-{}", self.voyages))?;
        let milestone = MilestoneRef { leg: 0, event: "DEPA".parse()?, place: "USJFK".parse()? };
        let collection = self.feed.people.collection.clone();
        let ask = ExecuteMsg::Ask {
            token_id: token_id.clone(),
            feed: FEED,
            questions: vec![milestone],
            refund_to: collection.to_string(),
            until: self.feed.now()?.checked_add(LONGEST)?,
        };
        self.feed.must(&collection, &ask, Amount::ZERO)?;
        if let Outcome::NotBy { cutoff } = truth {
            let cutoffs = vec![Cutoff { milestone, cutoff }];
            let add = ExecuteMsg::AddCutoffs { token_id: token_id.clone(), cutoffs };
            self.feed.must(&collection, &add, Amount::ZERO)?;
        }
        let subject = Subject { collection: collection.to_string(), token_id, milestone };
        Ok(Voyage { subject, truth, lie })
    }

    /// Waits until everybody knows what there is to know.
    pub fn sail(&mut self) -> Result<()> {
        self.feed.pass(Seconds::minutes(70))
    }

    // Deals

    /// Reserves room for a deal, as the market does when the money comes. The attacker pays the fee of its own.
    pub fn reserve(&mut self, side: Side, amount: Amount, kind: ExposureKind, days: u64) -> Result<Answer> {
        let now = self.feed.now()?;
        let reference = u64::try_from(self.deals.len())?;
        let periods = CHALLENGE.started_periods(PERIOD).saturating_add(1);
        let fee = reservation_fee(amount, u64::from(FEE).saturating_mul(periods))?;
        let beneficiary = match side {
            Side::Victim | Side::Stranger => &self.feed.people.victim,
            Side::Own => &self.feed.people.attacker,
        };
        let msg = ExecuteMsg::Reserve(ReserveMsg {
            reference,
            feed: FEED,
            asset: types::denom::UncheckedDenom::Native(NATIVE.to_owned()),
            parts: vec![ReservedPart { amount, kind, expected: now.checked_add(Seconds::days(days))? }],
            until: now.checked_add(LONGEST)?,
            too_early: beneficiary.to_string(),
            too_late: Some(beneficiary.to_string()),
        });
        let market = self.feed.people.market.clone();
        let answer = self.feed.send(&market, &msg, fee)?;
        if answer.is_ok() {
            if side == Side::Own {
                let attacker = self.feed.people.attacker.clone();
                self.feed.pay(&attacker, &market, fee)?;
            }
            self.deals.push(Deal { reference, side, amount, token_id: None, moved: false, waits: false });
        }
        Ok(answer)
    }

    /// Takes all the room there is for deals of a kind, and tries to take one unit more. Returns how much that was.
    pub fn fill(&mut self, side: Side, kind: ExposureKind) -> Result<Amount> {
        let capacity = self.feed.capacity()?;
        let all = capacity.time.checked_add(capacity.outcome)?;
        let room = capacity.cap_outcome.checked_sub(all.min(capacity.cap_outcome))?;
        let room = match kind {
            ExposureKind::Time => room.min(capacity.cap_time.checked_sub(capacity.time)?),
            ExposureKind::Outcome => room,
        };
        if !room.is_zero() {
            self.reserve(side, room, kind, 0)?.context("there is room, and it was refused")?;
        }
        self.try_above(side, kind)?;
        Ok(room)
    }

    /// One unit more than there is room for.
    pub fn try_above(&mut self, side: Side, kind: ExposureKind) -> Result<()> {
        match self.reserve(side, Amount::new(1), kind, 0)? {
            Ok(_) => self.admit(),
            // Another reason would say nothing about the cap.
            Err(refused) => {
                ensure!(refused.reason.contains(OVER_CAP), "refused for another reason: {refused}");
                self.refuse();
            }
        }
        Ok(())
    }

    /// Presents the title of a voyage under every deal that has none.
    pub fn present(&mut self, voyage: &Voyage) -> Result<Answer> {
        let market = self.feed.people.market.clone();
        for place in 0..self.deals.len() {
            let Some(deal) = self.deals.get(place).filter(|deal| deal.token_id.is_none()) else { continue };
            let msg = ExecuteMsg::Bind {
                reference: deal.reference,
                collection: voyage.subject.collection.clone(),
                token_id: voyage.subject.token_id.clone(),
                parts: vec![BoundPart { part: 0, milestone: voyage.subject.milestone }],
            };
            match self.feed.send(&market, &msg, Amount::ZERO)? {
                Ok(_) => {
                    let token_id = Some(voyage.subject.token_id.clone());
                    self.deals
                        .iter_mut()
                        .skip(place)
                        .take(1)
                        .for_each(|deal| deal.token_id = token_id.clone());
                }
                refused => return Ok(refused),
            }
        }
        self.collect(voyage)?;
        let at = self.feed.now()?;
        Ok(Ok(crate::chain::Receipt { at, events: vec![] }))
    }

    /// Whether what stands of a voyage pays as the attacker would have it, if anything stands.
    pub(super) fn stands(&self, voyage: &Voyage) -> Result<Option<bool>> {
        let subject = voyage.subject.clone();
        if let Outcome::Measured { .. } = voyage.truth {
            let question = QueryMsg::Measurements { subject, start_after: None, limit: Some(100) };
            let numbers: Vec<Measured> = self.feed.ask(&question)?;
            return Ok(numbers.last().map(|last| last.value <= Reading::new(LESS_UP_TO)));
        }
        let standing = self.feed.ask::<QuestionResponse>(&QueryMsg::Question { subject })?.standing;
        Ok(if standing == Standing::default() { None } else { Some(voyage.pays_by_lie(standing)?) })
    }

    /// What stands of a voyage pays its deals, each once.
    pub(super) fn collect(&mut self, voyage: &Voyage) -> Result<()> {
        let Some(is_lie) = self.stands(voyage)? else { return Ok(()) };
        for deal in &mut self.deals {
            if deal.moved || deal.token_id.as_ref() != Some(&voyage.subject.token_id) {
                continue;
            }
            // One that waits for what may still happen is not ended by what has not happened yet.
            deal.moved = is_lie || !deal.waits;
            if is_lie && deal.side == Side::Victim {
                self.reckoning.stolen = self.reckoning.stolen.checked_add(deal.amount)?;
            }
        }
        Ok(())
    }

    /// The market gives up the parts of deals that are paid.
    pub fn release_paid(&mut self) -> Result<()> {
        let market = self.feed.people.market.clone();
        for reference in self.deals.iter().filter(|deal| deal.moved).map(|deal| deal.reference) {
            let msg = ExecuteMsg::Release { reference, parts: vec![0] };
            // It may be given up already.
            let _ = self.feed.send(&market, &msg, Amount::ZERO)?;
        }
        Ok(())
    }

    /// A deal that a fact has ended waits for a later one after all: of a consumer that settles only when it is asked to.
    pub fn reopen(&mut self, voyage: &Voyage) {
        let of_it = |deal: &&mut Deal| deal.token_id.as_ref() == Some(&voyage.subject.token_id);
        self.deals.iter_mut().filter(of_it).for_each(|deal| (deal.moved, deal.waits) = (false, true));
    }

    /// Something above the cap was refused in another way than by `reserve`.
    pub fn refuse(&mut self) {
        self.reckoning.refused = self.reckoning.refused.saturating_add(1);
    }

    /// Something that must be refused was taken.
    pub fn admit(&mut self) {
        self.reckoning.admitted = self.reckoning.admitted.saturating_add(1);
    }

    // Reckoning

    /// From here on it counts what everybody has.
    pub fn begin(&mut self) -> Result<()> {
        let wealth = self.wealth()?;
        self.reckoning.before = wealth;
        Ok(())
    }

    /// What became of it.
    pub fn end(&self) -> Result<Takings> {
        self.reckoning.takings(self.wealth()?, self.cap, self.terms.haircut)
    }

    fn wealth(&self) -> Result<Wealth> {
        let mut wealth = Wealth {
            cash: self.feed.money(&self.feed.people.attacker)?,
            victim: self.feed.money(&self.feed.people.victim)?,
            ..Wealth::default()
        };
        for (place, seat) in self.feed.seats.iter().enumerate() {
            let (money, stake) = (self.feed.money(&seat.operator)?, self.feed.stake(&seat.operator)?);
            if self.coalition.contains(&place) {
                wealth.cash = wealth.cash.checked_add(money)?;
                wealth.stake = wealth.stake.checked_add(stake)?;
            } else {
                wealth.others = wealth.others.checked_add(money)?.checked_add(stake)?;
            }
        }
        Ok(wealth)
    }
}

impl Voyage {
    /// Whether what stands pays as the attacker would have it: it happened at all, or before the deadline.
    pub(super) fn pays_by_lie(&self, standing: Standing) -> Result<bool> {
        Ok(match (self.truth, standing.happened) {
            (_, None) => false,
            (Outcome::Happened { at }, Some(said)) => said <= before(at, GAP)?,
            (_, Some(_)) => true,
        })
    }
}

fn before(at: UnixTime, by: Seconds) -> Result<UnixTime> {
    Ok(UnixTime::new(at.seconds().saturating_sub(by.get()))?)
}
