//! The terms of the feed that is attacked. Its caps follow from them and from the committee's stake.

use anyhow::Result;
use cosmwasm_std::Addr;
use numeric::{Amount, BasisPoints, Reading, Seconds};
use serde::Serialize;
use types::denom::UncheckedDenom;
use types::oracle::{Consumer, FeedKind, FeedRules, Measures, Security};
use types::unit::Unit;

use crate::deploy::NATIVE;
use crate::money::DOLLAR;

/// What a seat is backed by at least; at most three times that.
pub const PLEDGE: Amount = Amount::new(50_000 * DOLLAR);
/// Width of a bucket of exposure.
pub const PERIOD: Seconds = Seconds::days(1);
/// How long a closed round can be challenged.
pub const CHALLENGE: Seconds = Seconds::days(2);
/// How long the adjudicator has.
pub const ADJUDICATION: Seconds = Seconds::days(5);
/// How long a round collects.
pub const COLLECTION: Seconds = Seconds::minutes(30);
/// How far apart times may lie and still agree.
pub const TOLERANCE: Seconds = Seconds::minutes(10);
/// How long unbonding takes.
pub const UNBONDING: Seconds = Seconds::days(21);
/// How long a notice of unpledging runs.
pub const NOTICE: Seconds = Seconds::days(14);
/// The longest that room can be reserved for.
pub const LONGEST: Seconds = Seconds::days(400);
/// The fee of room for a period, in millionths.
pub const FEE: u32 = 1_000;

/// How near the median a number is no outlier: a sensor's accuracy.
pub const ACCURACY: u64 = 40;

/// What a feed answers with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answers {
    /// What happened, and when.
    Events,
    /// What was measured.
    Numbers,
}

/// Outturn weights, in kilograms.
fn measures() -> Result<Measures> {
    Ok(Measures {
        quantity: "outturn_weight".to_owned().try_into()?,
        unit: Unit::Kilogram,
        decimals: 0,
        least: Reading::new(0),
        most: Reading::new(100_000),
        heartbeat: LONGEST,
        max_jump: 100_000,
        max_dispersion: 200,
        accuracy: ACCURACY,
        min_reporters: 3,
    })
}

/// What a feed assumes of the world.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Terms {
    /// The chance that what is false is convicted.
    pub conviction: BasisPoints,
    /// What slashed stake is worth.
    pub haircut: BasisPoints,
    /// How many times over.
    pub margin: u8,
}

impl Terms {
    /// A feed of these terms.
    pub fn kind(self, operators: &[Addr], adjudicator: &Addr, treasury: &Addr, consumer: &Addr) -> FeedKind {
        FeedKind::Staked {
            asset: UncheckedDenom::Native(NATIVE.to_owned()),
            min_pledge: PLEDGE,
            operators: operators.iter().map(ToString::to_string).collect(),
            security: Some(Box::new(Security {
                conviction: self.conviction,
                haircut: self.haircut,
                margin: self.margin,
                period: PERIOD,
                challenge: CHALLENGE,
                adjudication: ADJUDICATION,
                // The embedded chain makes a block when time passes, and only then.
                block_time: Seconds::ZERO,
                adjudicator: adjudicator.to_string(),
                bond: Amount::new(500 * DOLLAR),
                bond_share: BasisPoints::new(500).unwrap_or(BasisPoints::ZERO),
                fee: FEE,
                treasury: Some(treasury.to_string()),
                consumers: vec![Consumer { address: consumer.to_string(), share: BasisPoints::WHOLE }],
            })),
        }
    }

    /// How it makes facts.
    pub fn rules(self, answers: Answers) -> Result<FeedRules> {
        let measures = match answers {
            Answers::Events => None,
            Answers::Numbers => Some(measures()?),
        };
        Ok(FeedRules {
            tolerance: TOLERANCE,
            collection: COLLECTION,
            min_operators: 3,
            min_classes: 2,
            correction: Seconds::days(7),
            longest_reservation: LONGEST,
            unpledge_notice: NOTICE,
            deposit: None,
            measures,
        })
    }
}
