use std::fmt;

use numeric::UnixTime;
use thiserror::Error;
use types::event::EventCode;
use types::journey::Outcome;
use types::unit::Unit;

use super::order::Known;
use super::words::told;
use crate::publications::Mark;

/// Why a publication that could be read is not believed, or must not be signed for.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Doubt {
    #[error("{code} is said to have happened at {at}, which is still to come (it is {now}): an actual event lies in the past", at = told(*at), now = told(*now))]
    Future { code: EventCode, at: UnixTime, now: UnixTime },
    #[error("it is said to have been measured at {at}, which is still to come (it is {now})", at = told(*at), now = told(*now))]
    FutureReading { at: UnixTime, now: UnixTime },
    #[error("it is said to have been published at {issued}, which is still to come (it is {now}): it would pass for newer than all that follows", issued = told(*issued), now = told(*now))]
    PublishedAhead { issued: UnixTime, now: UnixTime },
    #[error("{code} is said to have happened at {at}, but it was published before, at {issued}: ask the publisher which is wrong", at = told(*at), issued = told(*issued))]
    PublishedBefore { code: EventCode, at: UnixTime, issued: UnixTime },
    #[error("it has the id of {others} and says something else, and nothing shows which is the newer: ask the publisher")]
    SameId { others: Marks },
    #[error("it contradicts {others}, and neither takes the other back: leave out what is wrong, or add its retraction")]
    Contradicts { others: Marks },
    #[error("{} at {} is later than {} at {}, which comes after it ({other}): one of the two is wrong", first.milestone.event, told(first.at), second.milestone.event, told(second.at))]
    OutOfOrder { first: Known, second: Known, other: Source },
    #[error("{code} says no place, and it is asked where: ask the publisher for the UN/LOCODE")]
    NoPlace { code: EventCode },
    #[error("the place {place:?} has no UN/LOCODE here: give it one in the file that --places names")]
    UnknownPlace { place: String },
    #[error("{code} is asked there of several legs: say in a CSV row which leg it was")]
    Ambiguous { code: EventCode },
    #[error("it is in {unit}, and the feed in {wanted}: convert it")]
    OtherUnit { unit: Unit, wanted: Unit },
    #[error("{value} lies outside what the feed takes: the truth beyond its range is no number of it")]
    OffScale { value: String },
    #[error("{devices} measured different things at one time: name with --reference the device that counts, or leave out what is wrong")]
    ReadingsDiffer { devices: String },
    #[error("several numbers are asked, and a reading does not say which it is: ask one alone")]
    SeveralQuestions,
    #[error(
        "what it declares wrong is to be replaced by {ids}, which is not here: name the file that has it"
    )]
    CorrectionMissing { ids: String },
    #[error(
        "you have already signed {} in round {round}, and two words of one key in one round convict it: \
         wait until that round is closed, then this goes into the next",
        said(said_then)
    )]
    SecondWord { round: u32, said_then: Outcome },
}

fn said(outcome: &Outcome) -> String {
    super::words::outcome(*outcome)
}

/// Other publications, of which the first few are named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marks {
    named: Vec<Mark>,
    more: usize,
}

impl Marks {
    /// How many are named.
    const NAMED: usize = 3;

    /// Those of all but one. `all` is sorted.
    pub fn but(own: Option<&Mark>, all: &[Mark]) -> Self {
        let named: Vec<Mark> =
            all.iter().filter(|mark| Some(*mark) != own).take(Self::NAMED).cloned().collect();
        let is_in = own.is_some_and(|own| all.binary_search(own).is_ok());
        let more = all.len().saturating_sub(named.len()).saturating_sub(usize::from(is_in));
        Self { named, more }
    }
}

impl fmt::Display for Marks {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let marks: Vec<String> = self.named.iter().map(ToString::to_string).collect();
        f.write_str(&marks.join(", "))?;
        if self.more > 0 {
            write!(f, " and {} more", self.more)?;
        }
        Ok(())
    }
}

/// Who says so.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Source {
    #[error("{0}")]
    Published(Marks),
    #[error("a final fact")]
    Final,
}
