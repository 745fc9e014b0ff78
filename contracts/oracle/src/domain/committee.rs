//! Who answers for a feed, with what weight, and by which rules: the one record that a round is decided by.

use numeric::{Amount, Seconds, UnixTime};
use serde::{Deserialize, Serialize};
use types::oracle::{SourceClass, MAX_COMMITTEE};

use crate::domain::key::ReporterKey;
use crate::domain::measurement::Gauge;
use crate::domain::stake::positive;
use crate::ContractError;

/// The reporters of a feed with the rules of its rounds. A round keeps the version that it began with.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Committee {
    /// Grows with every change of a weight or a seat.
    pub version: u32,
    /// How its rounds are decided.
    pub rules: RoundRules,
    /// At most 31, in the order in which they came.
    pub members: Vec<Member>,
}

/// What of a feed's rules a round needs. Never changes.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct RoundRules {
    /// How far from the weighted median a report may lie and still agree.
    pub tolerance: Seconds,
    /// How long a round collects before anyone may close it.
    pub collection: Seconds,
    /// How long after its fact a question takes corrections.
    pub correction: Seconds,
    /// Least number of operators that agree.
    pub min_operators: u8,
    /// Least number of source classes that agree.
    pub min_classes: u8,
    /// How much must agree.
    pub quorum: Quorum,
    /// How its facts are secured, if they are.
    pub assurance: Option<Assurance>,
    /// What a round needs of what is measured, if the feed is one of numbers.
    pub gauge: Option<Gauge>,
}

/// What of a feed's security a round needs.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assurance {
    /// What may hang on a coalition's stake, in millionths of it.
    pub ratio: u32,
    /// How many times the caps may be decided in one challenge window, ahead of their days.
    pub backlog: u32,
    /// Width of a bucket of exposure.
    pub period: Seconds,
    /// How long a closed round can be challenged.
    pub challenge: Seconds,
    /// How slowly a healthy chain makes blocks.
    pub block_time: Seconds,
}

impl Assurance {
    /// How many periods a challenge window touches.
    pub fn span(&self) -> usize {
        let whole = self.challenge.started_periods(self.period);
        usize::try_from(whole.saturating_add(1)).unwrap_or(usize::MAX)
    }
}

/// How much must agree.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quorum {
    /// Two thirds of the committee's weight.
    TwoThirds,
    /// So many reporters.
    Reporters(u8),
}

/// A seat of a committee.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The reporter's number.
    pub reporter: u32,
    /// The operator's place in the feed's list: an address here would cost each report its bytes.
    pub operator: u8,
    /// What the reporter sees with.
    pub class: SourceClass,
    /// What it signs with.
    pub key: ReporterKey,
    /// The pledge, or one.
    pub weight: Amount,
    /// What of the pledge is under notice. It counts until the notice is carried out.
    pub leaving: Option<Notice>,
}

/// A notice of unpledging.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notice {
    /// How much.
    pub amount: Amount,
    /// From when anyone may carry it out.
    pub at: UnixTime,
}

impl Committee {
    /// The whole committee's weight.
    pub fn weight(&self) -> Result<Amount, ContractError> {
        let add = |sum: Amount, member: &Member| sum.checked_add(member.weight);
        Ok(self.members.iter().try_fold(Amount::ZERO, add)?)
    }

    /// The reporter's seat, if it has one.
    pub fn seat(&self, reporter: u32) -> Option<&Member> {
        self.members.iter().find(|member| member.reporter == reporter)
    }

    /// The reporter takes a seat with this pledge, or adds to its own. Returns the weight it has then.
    pub fn pledge(&mut self, seat: Member, min_pledge: Amount) -> Result<Amount, ContractError> {
        let amount = positive(seat.weight)?;
        self.assert_key_is_free(&seat)?;
        let weight = match self.seat(seat.reporter) {
            Some(own) => {
                let weight = own.weight.checked_add(amount)?;
                assert_stays(weight.checked_sub(own.under_notice())?, min_pledge)?;
                weight
            }
            None if self.members.len() >= MAX_COMMITTEE => {
                return Err(ContractError::NoSeatLeft { max: MAX_COMMITTEE });
            }
            None => {
                assert_stays(amount, min_pledge)?;
                amount
            }
        };
        self.change()?;
        match self.members.iter_mut().find(|member| member.reporter == seat.reporter) {
            Some(own) => own.weight = weight,
            None => self.members.push(seat),
        }
        Ok(weight)
    }

    /// Notice of taking back a pledge. A second one adds to the first and starts its time anew, so that one
    /// date a seat is enough and none of it leaves early. The weight counts until the notice is carried out.
    pub fn give_notice(
        &mut self,
        reporter: u32,
        amount: Amount,
        at: UnixTime,
        min_pledge: Amount,
    ) -> Result<Notice, ContractError> {
        let seat = self.seat_mut(reporter)?;
        let leaving = seat.under_notice().checked_add(positive(amount)?)?;
        if leaving > seat.weight {
            return Err(ContractError::MoreThanPledged { pledged: seat.weight, leaving });
        }
        let stays = seat.weight.checked_sub(leaving)?;
        if !stays.is_zero() {
            assert_stays(stays, min_pledge)?;
        }
        let notice = Notice { amount: leaving, at };
        seat.leaving = Some(notice);
        Ok(notice)
    }

    /// Carries out a notice whose time has come; a seat without weight is given up. Returns what is free again.
    pub fn carry_out_notice(
        &mut self,
        reporter: u32,
        now: UnixTime,
    ) -> Result<(Amount, Member), ContractError> {
        let seat = self.seat_mut(reporter)?;
        let notice = seat.leaving.ok_or(ContractError::NoNotice { reporter })?;
        if now < notice.at {
            return Err(ContractError::NoticeRuns { reporter, until: notice.at });
        }
        seat.weight = seat.weight.checked_sub(notice.amount)?;
        seat.leaving = None;
        let seat = seat.clone();
        self.change()?;
        self.members.retain(|member| !member.weight.is_zero());
        Ok((notice.amount, seat))
    }

    /// Takes so much of a seat's pledge, at most all of it; what was under notice goes with it. Returns how much that was.
    pub fn slash(&mut self, reporter: u32, amount: Amount) -> Result<Amount, ContractError> {
        let Some(seat) = self.members.iter_mut().find(|member| member.reporter == reporter) else {
            return Ok(Amount::ZERO);
        };
        let taken = amount.min(seat.weight);
        if taken.is_zero() {
            return Ok(taken);
        }
        seat.weight = seat.weight.checked_sub(taken)?;
        let weight = seat.weight;
        seat.leaving = seat.leaving.map(|notice| Notice { amount: notice.amount.min(weight), ..notice });
        self.change()?;
        self.members.retain(|member| !member.weight.is_zero());
        Ok(taken)
    }

    /// Refuses a seat whose key another reporter sits with.
    pub fn assert_key_is_free(&self, seat: &Member) -> Result<(), ContractError> {
        let other =
            self.members.iter().find(|other| other.reporter != seat.reporter && other.key == seat.key);
        match other {
            Some(other) => Err(ContractError::KeySeated { reporter: other.reporter }),
            None => Ok(()),
        }
    }

    fn seat_mut(&mut self, reporter: u32) -> Result<&mut Member, ContractError> {
        self.members
            .iter_mut()
            .find(|member| member.reporter == reporter)
            .ok_or(ContractError::NoSeat { reporter })
    }

    fn change(&mut self) -> Result<(), ContractError> {
        let next = self.version.checked_add(1);
        self.version = next.ok_or(ContractError::NumbersExhausted { what: "committee version" })?;
        Ok(())
    }
}

impl Member {
    /// What the seat loses at most: what is not under notice.
    pub fn at_risk(&self) -> Result<Amount, ContractError> {
        Ok(self.weight.checked_sub(self.under_notice())?)
    }

    fn under_notice(&self) -> Amount {
        self.leaving.map_or(Amount::ZERO, |notice| notice.amount)
    }
}

fn assert_stays(stays: Amount, min_pledge: Amount) -> Result<(), ContractError> {
    if stays < min_pledge {
        return Err(ContractError::BelowLeastPledge { stays, least: min_pledge });
    }
    Ok(())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::domain::key::Scheme;

    pub(crate) fn at(seconds: u64) -> UnixTime {
        UnixTime::new(seconds).unwrap()
    }

    pub(crate) fn member(reporter: u32, operator: u8, class: SourceClass, weight: u128) -> Member {
        let key = ReporterKey { scheme: Scheme::Ed25519, bytes: reporter.to_be_bytes().repeat(8) };
        Member { reporter, operator, class, key, weight: Amount::new(weight), leaving: None }
    }

    pub(crate) fn rules() -> RoundRules {
        RoundRules {
            tolerance: Seconds::minutes(15),
            collection: Seconds::hours(1),
            correction: Seconds::days(30),
            min_operators: 1,
            min_classes: 1,
            quorum: Quorum::TwoThirds,
            assurance: None,
            gauge: None,
        }
    }

    fn given_committee() -> Committee {
        Committee { version: 1, rules: rules(), members: vec![] }
    }

    const LEAST: Amount = Amount::new(10);
    const LATER: u64 = 1_357_000_000;

    fn pledge(committee: &mut Committee, reporter: u32, amount: u128) -> Result<Amount, ContractError> {
        committee.pledge(member(reporter, 0, SourceClass::Carrier, amount), LEAST)
    }

    #[test]
    fn a_seat_weighs_what_is_pledged_for_it() {
        let mut committee = given_committee();
        assert_eq!(pledge(&mut committee, 7, 10), Ok(Amount::new(10)));
        assert_eq!(pledge(&mut committee, 7, 1), Ok(Amount::new(11)));
        assert_eq!(pledge(&mut committee, 8, 20), Ok(Amount::new(20)));
        assert_eq!(committee.weight(), Ok(Amount::new(31)));
        assert_eq!((committee.version, committee.members.len()), (4, 2));
    }

    #[test]
    fn a_seat_needs_the_least_pledge() {
        let mut committee = given_committee();
        let refused = ContractError::BelowLeastPledge { stays: Amount::new(9), least: LEAST };
        assert_eq!(pledge(&mut committee, 7, 9), Err(refused));
        assert_eq!(pledge(&mut committee, 7, 0), Err(ContractError::NoAmount));
        assert_eq!(committee, given_committee());
    }

    #[test]
    fn there_are_thirty_one_seats() {
        let mut committee = given_committee();
        for reporter in 1..=31 {
            pledge(&mut committee, reporter, 10).unwrap();
        }
        assert_eq!(pledge(&mut committee, 32, 10), Err(ContractError::NoSeatLeft { max: 31 }));
        assert_eq!(pledge(&mut committee, 31, 10), Ok(Amount::new(20)));
    }

    #[test]
    fn weight_under_notice_counts_until_the_notice_is_carried_out() {
        let mut committee = given_committee();
        pledge(&mut committee, 7, 30).unwrap();
        committee.give_notice(7, Amount::new(20), at(LATER), LEAST).unwrap();
        assert_eq!((committee.weight(), committee.version), (Ok(Amount::new(30)), 2));

        let runs = ContractError::NoticeRuns { reporter: 7, until: at(LATER) };
        assert_eq!(committee.carry_out_notice(7, at(LATER - 1)), Err(runs));
        let (freed, seat) = committee.carry_out_notice(7, at(LATER)).unwrap();
        assert_eq!((freed, seat.weight), (Amount::new(20), Amount::new(10)));
        assert_eq!((committee.weight(), committee.version), (Ok(Amount::new(10)), 3));
        let none = ContractError::NoNotice { reporter: 7 };
        assert_eq!(committee.carry_out_notice(7, at(LATER)), Err(none));
    }

    #[test]
    fn a_second_notice_adds_and_starts_the_time_anew() {
        let mut committee = given_committee();
        pledge(&mut committee, 7, 30).unwrap();
        committee.give_notice(7, Amount::new(5), at(LATER), LEAST).unwrap();
        let notice = committee.give_notice(7, Amount::new(15), at(LATER + 60), LEAST);
        assert_eq!(notice, Ok(Notice { amount: Amount::new(20), at: at(LATER + 60) }));
    }

    #[test]
    fn nothing_or_the_least_pledge_stays() {
        let mut committee = given_committee();
        pledge(&mut committee, 7, 30).unwrap();
        let give = |committee: &mut Committee, amount: u128| {
            committee.give_notice(7, Amount::new(amount), at(LATER), LEAST)
        };
        let below = ContractError::BelowLeastPledge { stays: Amount::new(9), least: LEAST };
        assert_eq!(give(&mut committee, 21), Err(below));
        let more = ContractError::MoreThanPledged { pledged: Amount::new(30), leaving: Amount::new(31) };
        assert_eq!(give(&mut committee, 31), Err(more));
        assert_eq!(give(&mut committee, 0), Err(ContractError::NoAmount));
        give(&mut committee, 30).unwrap();
        let more = ContractError::MoreThanPledged { pledged: Amount::new(30), leaving: Amount::new(31) };
        assert_eq!(give(&mut committee, 1), Err(more));

        committee.carry_out_notice(7, at(LATER)).unwrap();
        assert_eq!(committee.members, []);
        assert_eq!(give(&mut committee, 1), Err(ContractError::NoSeat { reporter: 7 }));
    }

    #[test]
    fn a_pledge_behind_a_notice_must_stand_by_itself() {
        let mut committee = given_committee();
        pledge(&mut committee, 7, 30).unwrap();
        committee.give_notice(7, Amount::new(30), at(LATER), LEAST).unwrap();
        let below = ContractError::BelowLeastPledge { stays: Amount::new(9), least: LEAST };
        assert_eq!(pledge(&mut committee, 7, 9), Err(below));
        pledge(&mut committee, 7, 10).unwrap();
        committee.carry_out_notice(7, at(LATER)).unwrap();
        assert_eq!(committee.weight(), Ok(Amount::new(10)));
    }

    #[test]
    fn versions_and_weights_end() {
        let mut committee = Committee { version: u32::MAX, ..given_committee() };
        let none = ContractError::NumbersExhausted { what: "committee version" };
        assert_eq!(pledge(&mut committee, 7, 10), Err(none));
        assert!(committee.members.is_empty());

        let mut committee = given_committee();
        pledge(&mut committee, 7, u128::MAX).unwrap();
        let too_much = ContractError::Numeric(numeric::NumericError::AmountOverflow);
        assert_eq!(pledge(&mut committee, 7, 10), Err(too_much));
    }
}
