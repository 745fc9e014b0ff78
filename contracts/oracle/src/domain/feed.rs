//! A feed: who made it, how it is trusted, and the rules by which it makes facts.

use cosmwasm_std::{Addr, Uint128};
use cw20::Denom;
use numeric::{Amount, BasisPoints, Rounding, Seconds, UnixTime};
use serde::{Deserialize, Serialize};
use types::oracle::{
    FeedRules, Measures, PublishedFeed, PublishedReservations, Security, SourceClass, MAX_COMMITTEE,
    MAX_CONSUMERS, MAX_SPAN,
};

use crate::domain::coalition::{backlog, ratio, Caps};
use crate::domain::committee::{Assurance, Committee, Member, Quorum, RoundRules};
use crate::domain::inquiry::Deposit;
use crate::domain::key::ReporterKey;
use crate::domain::measurement::{measures, Scale};
use crate::domain::stake::positive;
use crate::ContractError;

/// Most operators that one feed admits.
pub const MAX_OPERATORS: usize = 64;
/// How many source classes there are.
pub const CLASSES: usize = 5;
/// The longest tolerance of a report's time and the longest collection of a round.
pub const LONGEST_ROUND: Seconds = Seconds::days(7);
/// The shortest collection of a round.
pub const SHORTEST_COLLECTION: Seconds = Seconds::SECOND;
/// The longest time for corrections.
pub const LONGEST_CORRECTION: Seconds = Seconds::days(90);
/// The longest time that an agreement may count on a feed.
pub const LONGEST_RESERVATION: Seconds = Seconds::days(730);

/// What of a feed a report does not need. The rules of rounds are in its [`Committee`].
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Feed {
    /// What peers read of it: the record begins with it.
    pub published: PublishedFeed,
    /// Who created it.
    pub creator: Addr,
    /// How it is trusted.
    pub trust: Trust,
    /// The operators of its seats, and those that may take one. A place here never changes.
    pub operators: Vec<Addr>,
    /// How long a notice of unpledging runs.
    pub unpledge_notice: Seconds,
    /// What a question costs its asker until it closes.
    pub deposit: Option<Deposit>,
    /// What its numbers are of, if it is a feed of measurements.
    pub scale: Option<Scale>,
}

/// How a feed is trusted.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub enum Trust {
    /// Reporters weigh what is pledged for them.
    Staked {
        /// The asset of the pledges.
        asset: Denom,
        /// Least pledge of a seat.
        min_pledge: Amount,
        /// What secures its facts, beside what its rounds need of it.
        secured: Option<Secured>,
    },
    /// So many of the named reporters must agree.
    Named,
}

/// What of a feed's security a round does not need.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Secured {
    /// The chance that a false fact is convicted.
    pub conviction: BasisPoints,
    /// What pledged stake is worth when it is slashed.
    pub haircut: BasisPoints,
    /// How many times over.
    pub margin: u8,
    /// How long the adjudicator has.
    pub adjudication: Seconds,
    /// Who decides challenges.
    pub adjudicator: Addr,
    /// Least bond of a challenge.
    pub bond: Amount,
    /// The bond as a share of what hangs on the round.
    pub bond_share: BasisPoints,
    /// The fee for each period.
    pub fee: u32,
    /// Who gets what nobody else earned.
    pub treasury: Addr,
    /// Who may reserve, with its share of the caps. A place here never changes.
    pub consumers: Vec<(Addr, BasisPoints)>,
}

/// The longest that an adjudicator may have.
const LONGEST_ADJUDICATION: Seconds = Seconds::days(30);
/// The highest fee for a period, in millionths.
const HIGHEST_FEE: u32 = 100_000;
/// The least and the most times over that a coalition's expected loss covers what it could move.
const MARGINS: (u8, u8) = (2, 20);

impl Secured {
    /// A feed's security in its two parts; the addresses are checked by the caller.
    pub fn new(
        security: &Security,
        adjudicator: Addr,
        treasury: Addr,
        consumers: Vec<(Addr, BasisPoints)>,
    ) -> Result<(Self, Assurance), ContractError> {
        let (least, most) = MARGINS;
        if security.margin < least || security.margin > most {
            return Err(ContractError::Margin { actual: security.margin, least, most });
        }
        if security.conviction.is_zero() || security.haircut.is_zero() {
            return Err(ContractError::NoAssurance {});
        }
        if security.fee > HIGHEST_FEE {
            return Err(ContractError::FeeTooHigh { actual: security.fee, most: HIGHEST_FEE });
        }
        let second = Seconds::SECOND;
        assert_in("period", security.period, second, Seconds::days(7))?;
        assert_in("adjudication", security.adjudication, second, LONGEST_ADJUDICATION)?;
        assert_in("block_time", security.block_time, Seconds::ZERO, Seconds::hours(1))?;
        assert_in("challenge", security.challenge, second, Seconds::days(49))?;
        if security.challenge.started_periods(security.period) > MAX_SPAN {
            let (challenge, period) = (security.challenge, security.period);
            return Err(ContractError::TooManyPeriods { challenge, period, most: MAX_SPAN });
        }
        let assurance = Assurance {
            ratio: ratio(security.conviction, security.haircut, security.margin),
            backlog: backlog(security.conviction, security.margin),
            period: security.period,
            challenge: security.challenge,
            block_time: security.block_time,
        };
        let secured = Self {
            conviction: security.conviction,
            haircut: security.haircut,
            margin: security.margin,
            adjudication: security.adjudication,
            adjudicator,
            bond: security.bond,
            bond_share: security.bond_share,
            fee: security.fee,
            treasury,
            consumers: Vec::new(),
        };
        consumers
            .into_iter()
            .try_fold(secured, |mut secured, (consumer, share)| {
                if secured.place(&consumer).is_some() {
                    return Err(ContractError::ConsumerNamedTwice { consumer });
                }
                secured.admit(consumer, share)?;
                Ok(secured)
            })
            .map(|secured| (secured, assurance))
    }

    /// Admits a consumer, or changes its share.
    pub fn admit(&mut self, consumer: Addr, share: BasisPoints) -> Result<(), ContractError> {
        if let Some((_, known)) = self.consumers.iter_mut().find(|(known, _)| *known == consumer) {
            *known = share;
            return Ok(());
        }
        if self.consumers.len() >= MAX_CONSUMERS {
            let found = self.consumers.len().saturating_add(1);
            return Err(ContractError::TooMany { what: "consumers", max: MAX_CONSUMERS, found });
        }
        self.consumers.push((consumer, share));
        Ok(())
    }

    /// A consumer's place in the list.
    pub fn place(&self, consumer: &Addr) -> Option<u8> {
        (0_u8..).zip(&self.consumers).find(|(_, (known, _))| known == consumer).map(|(place, _)| place)
    }

    /// What of the caps a consumer may use, rounded down.
    pub fn share(&self, place: u8, caps: Caps) -> Result<Caps, ContractError> {
        let share = self.consumers.get(usize::from(place)).map_or(BasisPoints::ZERO, |(_, share)| *share);
        let part = |cap: Amount| cap.share(share, Rounding::Down);
        Ok(Caps { time: part(caps.time)?, outcome: part(caps.outcome)? })
    }

    /// What a reservation costs, in millionths of its amount: for every period that its window touches.
    fn fee_of_a_window(&self, assurance: &Assurance) -> u64 {
        u64::from(self.fee).saturating_mul(u64::try_from(assurance.span()).unwrap_or(u64::MAX))
    }
}

/// A reporter, as the register knows it.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Reporter {
    /// Whose it is.
    pub operator: Addr,
    /// What it sees with.
    pub class: SourceClass,
    /// What it signs with.
    pub key: ReporterKey,
}

impl Feed {
    /// A feed by pledges, its seats still empty. `unbonding` is how long stake waits once it is no longer pledged.
    pub fn staked(
        creator: Addr,
        asset: Denom,
        min_pledge: Amount,
        operators: Vec<Addr>,
        rules: FeedRules,
        security: Option<(Secured, Assurance)>,
        unbonding: Seconds,
    ) -> Result<(Self, Committee), ContractError> {
        positive(min_pledge)?;
        check(&rules)?;
        assert_stake_stays(&rules, unbonding)?;
        if let Some((secured, assurance)) = &security {
            assert_stake_outlasts_cases(&rules, secured, assurance, unbonding)?;
        }
        let (secured, assurance) = security.unzip();
        within_reach("operators that agree", rules.min_operators, MAX_COMMITTEE)?;
        within_reach("source classes that agree", rules.min_classes, CLASSES)?;
        let reservations = secured.as_ref().zip(assurance).map(|(secured, assurance)| {
            PublishedReservations { challenge: assurance.challenge, fee: secured.fee_of_a_window(&assurance) }
        });
        let round_rules = RoundRules { assurance, ..round_rules(&rules, Quorum::TwoThirds) };
        let committee = Committee { version: 1, rules: round_rules, members: Vec::new() };
        let mut feed = Self::new(creator, Trust::Staked { asset, min_pledge, secured }, rules);
        feed.published.reservations = reservations;
        if !operators.is_empty() {
            feed.admit(operators)?;
        }
        Ok((feed, committee))
    }

    /// A feed of named reporters. One that could never decide is refused.
    pub fn named(
        creator: Addr,
        reporters: Vec<(u32, Reporter)>,
        threshold: u8,
        rules: FeedRules,
    ) -> Result<(Self, Committee), ContractError> {
        check(&rules)?;
        let found = reporters.len();
        if found > MAX_COMMITTEE {
            return Err(ContractError::TooMany { what: "reporters", max: MAX_COMMITTEE, found });
        }
        let k = usize::from(threshold);
        if k.saturating_mul(2) <= found || k > found {
            return Err(ContractError::Threshold { threshold, reporters: found });
        }
        let quorum = Quorum::Reporters(threshold);
        let mut feed = Self::new(creator, Trust::Named, rules.clone());
        let mut committee = Committee { version: 1, rules: round_rules(&rules, quorum), members: Vec::new() };
        let mut classes: Vec<SourceClass> = Vec::new();
        for (number, reporter) in reporters {
            if committee.seat(number).is_some() {
                return Err(ContractError::RepeatedReporter { reporter: number });
            }
            if !classes.contains(&reporter.class) {
                classes.push(reporter.class);
            }
            if !feed.operators.contains(&reporter.operator) {
                feed.operators.push(reporter.operator.clone());
            }
            let seat = feed.seat(number, reporter, Amount::new(1))?;
            committee.assert_key_is_free(&seat)?;
            committee.members.push(seat);
        }
        within_reach("operators that agree", rules.min_operators, feed.operators.len())?;
        within_reach("source classes that agree", rules.min_classes, classes.len())?;
        Ok((feed, committee))
    }

    fn new(creator: Addr, trust: Trust, rules: FeedRules) -> Self {
        Self {
            creator,
            trust,
            operators: Vec::new(),
            published: PublishedFeed {
                longest_reservation: rules.longest_reservation,
                measures: false,
                reservations: None,
            },
            unpledge_notice: rules.unpledge_notice,
            scale: None,
            deposit: rules.deposit.map(|coin| Deposit { denom: coin.denom, amount: coin.amount.into() }),
        }
    }

    /// Makes it a feed of measurements.
    pub fn measuring(
        mut self,
        mut committee: Committee,
        rules: Option<Measures>,
    ) -> Result<(Self, Committee), ContractError> {
        if let Some(rules) = rules {
            let (scale, gauge) = measures(rules)?;
            within_reach("reporters that measure", gauge.min_reporters, MAX_COMMITTEE)?;
            (self.scale, committee.rules.gauge) = (Some(scale), Some(gauge));
            self.published.measures = true;
        }
        Ok((self, committee))
    }

    /// Lets more operators take seats, each once.
    pub fn admit(&mut self, operators: Vec<Addr>) -> Result<(), ContractError> {
        if operators.is_empty() {
            return Err(ContractError::Empty { what: "operators" });
        }
        let found = self.operators.len().saturating_add(operators.len());
        if found > MAX_OPERATORS {
            return Err(ContractError::TooMany { what: "operators", max: MAX_OPERATORS, found });
        }
        for operator in operators {
            if self.operators.contains(&operator) {
                return Err(ContractError::OperatorAdmitted { operator });
            }
            self.operators.push(operator);
        }
        Ok(())
    }

    /// The asset and the least amount of a pledge, if the feed takes any.
    pub fn pledges(&self, feed: u32) -> Result<(&Denom, Amount), ContractError> {
        match &self.trust {
            Trust::Staked { asset, min_pledge, .. } => Ok((asset, *min_pledge)),
            Trust::Named => Err(ContractError::NotStaked { feed }),
        }
    }

    /// Refuses whoever did not create it.
    pub fn assert_creator(&self, feed: u32, sender: &Addr) -> Result<(), ContractError> {
        if self.creator == *sender {
            return Ok(());
        }
        Err(ContractError::NotItsCreator { feed, creator: self.creator.clone(), sender: sender.clone() })
    }

    /// Until when stake that leaves now still answers for facts of the feed.
    pub fn answers_until(&self, rules: &RoundRules, now: UnixTime) -> Result<UnixTime, ContractError> {
        let (Some(assurance), Trust::Staked { secured: Some(secured), .. }) = (rules.assurance, &self.trust)
        else {
            return Ok(now);
        };
        let open = rules.collection.checked_add(assurance.challenge)?.checked_add(secured.adjudication)?;
        Ok(now.checked_add(open)?)
    }

    /// What secures its facts, with the asset of its pledges.
    pub fn secured(&self, feed: u32) -> Result<(&Denom, &Secured), ContractError> {
        match &self.trust {
            Trust::Staked { asset, secured: Some(secured), .. } => Ok((asset, secured)),
            Trust::Staked { .. } | Trust::Named => Err(ContractError::NotSecured { feed }),
        }
    }

    /// The same, to change it.
    pub fn secured_mut(&mut self, feed: u32) -> Result<&mut Secured, ContractError> {
        match &mut self.trust {
            Trust::Staked { secured: Some(secured), .. } => Ok(secured),
            Trust::Staked { .. } | Trust::Named => Err(ContractError::NotSecured { feed }),
        }
    }

    /// A seat of this weight for a reporter of an admitted operator.
    pub fn seat(&self, number: u32, reporter: Reporter, weight: Amount) -> Result<Member, ContractError> {
        let place = self.operators.iter().position(|admitted| *admitted == reporter.operator);
        match place.and_then(|place| u8::try_from(place).ok()) {
            Some(operator) => {
                let Reporter { class, key, .. } = reporter;
                Ok(Member { reporter: number, operator, class, key, weight, leaving: None })
            }
            None => Err(ContractError::OperatorNotAdmitted { operator: reporter.operator }),
        }
    }

    /// Whose seat it is.
    pub fn operator(&self, seat: &Member) -> Result<&Addr, ContractError> {
        let operator = self.operators.get(usize::from(seat.operator));
        operator.ok_or(ContractError::NoSeat { reporter: seat.reporter })
    }

    /// The deposit that so many questions cost.
    pub fn deposit_for(&self, questions: usize) -> Result<Option<Deposit>, ContractError> {
        let Some(each) = &self.deposit else { return Ok(None) };
        let times = u128::try_from(questions).ok();
        let amount = times.and_then(|times| each.amount.get().checked_mul(times));
        let amount = amount.map(Amount::new).ok_or(numeric::NumericError::AmountOverflow)?;
        Ok(Some(Deposit { denom: each.denom.clone(), amount }))
    }
}

fn round_rules(rules: &FeedRules, quorum: Quorum) -> RoundRules {
    RoundRules {
        tolerance: rules.tolerance,
        collection: rules.collection,
        correction: rules.correction,
        min_operators: rules.min_operators,
        min_classes: rules.min_classes,
        quorum,
        assurance: None,
        gauge: None,
    }
}

fn check(rules: &FeedRules) -> Result<(), ContractError> {
    let second = Seconds::new(1)?;
    let bounded = [
        ("tolerance", rules.tolerance, second, LONGEST_ROUND),
        ("collection", rules.collection, SHORTEST_COLLECTION, LONGEST_ROUND),
        ("correction", rules.correction, Seconds::ZERO, LONGEST_CORRECTION),
        ("longest_reservation", rules.longest_reservation, Seconds::ZERO, LONGEST_RESERVATION),
        ("unpledge_notice", rules.unpledge_notice, Seconds::ZERO, rules.longest_reservation),
    ];
    for (rule, actual, least, most) in bounded {
        assert_in(rule, actual, least, most)?;
    }
    if rules.deposit.as_ref().is_some_and(|coin| coin.amount == Uint128::zero()) {
        return Err(ContractError::NoAmount);
    }
    Ok(())
}

fn assert_in(
    rule: &'static str,
    actual: Seconds,
    least: Seconds,
    most: Seconds,
) -> Result<(), ContractError> {
    if actual < least || actual > most {
        return Err(ContractError::RuleOutOfRange { rule, actual, least, most });
    }
    Ok(())
}

/// Whoever agreed with a fact must still have its stake here when a case about it ends.
fn assert_stake_outlasts_cases(
    rules: &FeedRules,
    secured: &Secured,
    assurance: &Assurance,
    unbonding: Seconds,
) -> Result<(), ContractError> {
    let open = rules.collection.checked_add(assurance.challenge)?.checked_add(secured.adjudication)?;
    if open > unbonding {
        return Err(ContractError::OutlastsUnbonding { open, unbonding });
    }
    Ok(())
}

/// The stake behind a report must still be here while the round is open and its fact can be corrected.
fn assert_stake_stays(rules: &FeedRules, unbonding: Seconds) -> Result<(), ContractError> {
    let open = rules.collection.checked_add(rules.correction)?;
    let held = rules.unpledge_notice.checked_add(unbonding)?;
    if open > held {
        return Err(ContractError::OutlastsStake { open, held });
    }
    Ok(())
}

fn within_reach(what: &'static str, required: u8, possible: usize) -> Result<(), ContractError> {
    if usize::from(required) > possible {
        return Err(ContractError::OutOfReach { what, required, possible });
    }
    Ok(())
}
