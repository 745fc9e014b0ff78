//! What is paid by a number, and secured by stake.

use cosmwasm_std::{coin, to_json_binary};
use cw20::{Cw20ExecuteMsg, Denom};
use numeric::{Amount, BasisPoints, Reading, Seconds, UnixTime};
use suite::{day, milestone, pays, Suite, DISCHARGED};
use types::escrow::{
    AgreementId, AgreementStatus, Condition, Cw20Hook, ExecuteMsg, Measurement, MilestoneState, Pays,
};
use types::journey::{Outcome, Subject};
use types::oracle::{
    self, subject_digest, CapacityResponse, Consumer, FeedKind, FeedRules, Measures, ReservationResponse,
    Security,
};

/// The second feed.
const SCALES: u32 = 2;
/// What each reporter pledges to it.
const PLEDGE: u128 = 2_000;

fn rules() -> FeedRules {
    FeedRules {
        tolerance: Seconds::minutes(15),
        collection: Seconds::hours(1),
        min_operators: 2,
        min_classes: 2,
        correction: Seconds::days(7),
        longest_reservation: Seconds::days(400),
        unpledge_notice: Seconds::days(30),
        deposit: None,
        measures: Some(Measures {
            quantity: suite::word("outturn_weight"),
            unit: suite::word("KGM"),
            decimals: 0,
            least: Reading::new(0),
            most: Reading::new(100_000),
            heartbeat: Seconds::days(60),
            max_jump: 100_000,
            max_dispersion: 500,
            accuracy: 20,
            min_reporters: 7,
        }),
    }
}

/// 1,000 by weight: nothing at 17,000 kg, all at 18,000 kg.
fn by_weight(deliveries: Option<u8>, pays: Pays) -> Condition {
    Condition::Measurement(Measurement { feed: SCALES, at: milestone(DISCHARGED), pays, deliveries })
}

fn scaled(nothing_at: i64, all_at: i64) -> Pays {
    Pays::Scaled { nothing_at: Reading::new(nothing_at), all_at: Reading::new(all_at) }
}

trait Scales {
    fn named_scales(&mut self);
    fn secured_scales(&mut self);
    fn weighed(&mut self, agreement: AgreementId, round: u32, value: i64, at: UnixTime);
}

impl Scales for Suite {
    /// Any five of the nine.
    fn named_scales(&mut self) {
        let kind = FeedKind::Named { reporters: self.committee.all().collect(), threshold: 5 };
        self.oracle("keeper", &oracle::ExecuteMsg::CreateFeed { kind, rules: rules() });
    }

    /// With a pledge of each of the nine, and room for `escrow`.
    fn secured_scales(&mut self) {
        let security = Security {
            conviction: BasisPoints::new(9_000).unwrap(),
            haircut: BasisPoints::new(10_000).unwrap(),
            margin: 2,
            period: Seconds::days(1),
            challenge: Seconds::days(2),
            adjudication: Seconds::days(7),
            block_time: Seconds::ZERO,
            adjudicator: self.address("arbiter").to_string(),
            bond: Amount::new(100),
            bond_share: BasisPoints::new(500).unwrap(),
            fee: 1_000,
            treasury: None,
            consumers: vec![Consumer {
                address: self.escrow.to_string(),
                share: BasisPoints::new(10_000).unwrap(),
            }],
        };
        let kind = FeedKind::Staked {
            asset: self.asset.clone().into(),
            min_pledge: Amount::new(PLEDGE),
            operators: self.committee.operators().iter().map(ToString::to_string).collect(),
            security: Some(Box::new(security)),
        };
        self.oracle("keeper", &oracle::ExecuteMsg::CreateFeed { kind, rules: rules() });
        for reporter in self.committee.all() {
            let operator = self.committee.reporter(reporter).operator.clone();
            match self.asset.clone() {
                Denom::Native(denom) => {
                    let bond = oracle::ExecuteMsg::Bond {};
                    self.chain.execute(&operator, &self.oracle, &bond, &[coin(PLEDGE, denom)]).unwrap();
                }
                Denom::Cw20(token) => {
                    let msg = to_json_binary(&oracle::Cw20Hook::Bond {}).unwrap();
                    let contract = self.oracle.to_string();
                    let send = Cw20ExecuteMsg::Send { contract, amount: PLEDGE.into(), msg };
                    self.chain.execute(&operator, &token, &send, &[]).unwrap();
                }
            }
            let amount = Amount::new(PLEDGE);
            self.oracle(&operator, &oracle::ExecuteMsg::Pledge { feed: SCALES, reporter, amount });
        }
        self.chain.advance(3_600);
    }

    /// All nine read the scales, each a little differently, and anyone brings their word in one transaction.
    fn weighed(&mut self, agreement: AgreementId, round: u32, value: i64, at: UnixTime) {
        let subject = Subject {
            collection: self.escrow.to_string(),
            token_id: suite::word(&format!("{agreement}/0")),
            milestone: milestone(DISCHARGED),
        };
        let digest = subject_digest(testing::CHAIN_ID, self.oracle.as_str(), SCALES, &subject, round);
        let now = self.now();
        let reports = self.committee.all().map(|number| {
            let read = Reading::new(value + i64::from(number) - 5);
            let outcome = Outcome::Measured { value: read, at };
            self.committee.reporter(number).sign(number, &digest, outcome, now)
        });
        let msg = oracle::ExecuteMsg::Report { subject, round, reports: reports.collect() };
        self.oracle("anyone", &msg);
    }
}

#[test]
fn the_median_of_nine_scales_pays_in_the_transaction_that_brings_it() {
    for mut suite in Suite::both() {
        suite.named_scales();
        let terms = suite.terms(vec![pays(1_000, by_weight(None, scaled(17_000, 18_000)))]);
        let agreement = suite.agree(terms);
        suite.wait_until(day(30));
        suite.weighed(agreement, 0, 17_640, day(30));
        assert_eq!((suite.gained("seller"), suite.spent("buyer")), (640, 640));
        assert_eq!(suite.status(agreement), AgreementStatus::Closed);
        suite.assert_solvent();
    }
}

#[test]
fn part_deliveries_are_paid_one_by_one() {
    for mut suite in Suite::both() {
        suite.named_scales();
        let terms = suite.terms(vec![pays(1_000, by_weight(Some(3), scaled(0, 30_000)))]);
        let agreement = suite.agree(terms);
        for (round, value, paid) in [(0, 12_000, 400), (1, 9_000, 700), (2, 6_000, 900)] {
            suite.wait_until(day(30 + u64::from(round)));
            let now = suite.now();
            suite.weighed(agreement, round, value, now);
            assert_eq!(suite.gained("seller"), paid);
            suite.assert_solvent();
        }
        assert_eq!((suite.spent("buyer"), suite.states(agreement)[0]), (900, MilestoneState::Settled));
    }
}

#[test]
fn a_secured_feed_of_numbers_takes_its_fee_binds_and_pays() {
    for mut suite in Suite::both() {
        suite.secured_scales();
        let terms = suite.terms(vec![pays(1_000, by_weight(None, scaled(17_000, 18_000)))]);
        let agreement = suite.propose(&terms);
        // A window of two days touches three periods, each at 0.1 %.
        assert_eq!(suite.agreement(agreement).fee, Amount::new(3));
        let digest = terms.digest().unwrap();
        let msg = ExecuteMsg::Accept { agreement, terms: digest.clone() };
        let call = suite.paid_call(&msg, &Cw20Hook::Accept { agreement, terms: digest }, 1_003);
        suite.at_once("buyer", vec![call]).unwrap();
        let capacity: CapacityResponse =
            suite.query(&suite.oracle, &oracle::QueryMsg::Capacity { feed: SCALES });
        assert!(!capacity.over);
        let reservation: ReservationResponse = suite.query(
            &suite.oracle,
            &oracle::QueryMsg::Reservation { consumer: suite.escrow.to_string(), reference: agreement },
        );
        assert_eq!(reservation.parts.len(), 1);
        assert!(reservation.parts[0].bound);
        suite.wait_until(day(30));
        suite.weighed(agreement, 0, 17_640, day(30));
        assert_eq!((suite.gained("seller"), suite.spent("buyer")), (640, 643));
        suite.assert_solvent();
    }
}

/// The cap is far below this.
#[test]
fn what_the_scales_cannot_answer_for_is_not_accepted() {
    for mut suite in Suite::both() {
        suite.secured_scales();
        let terms = suite.terms(vec![pays(100_000, by_weight(None, scaled(17_000, 18_000)))]);
        let agreement = suite.propose(&terms);
        let fee = suite.agreement(agreement).fee.get();
        assert_eq!(fee, 300);
        let digest = terms.digest().unwrap();
        let msg = ExecuteMsg::Accept { agreement, terms: digest.clone() };
        let call = suite.paid_call(&msg, &Cw20Hook::Accept { agreement, terms: digest }, 100_000 + fee);
        let refused = suite.at_once("buyer", vec![call]).unwrap_err();
        assert!(refused.downcast_ref::<::oracle::ContractError>().is_some(), "{refused:?}");
        assert_eq!((suite.spent("buyer"), suite.status(agreement)), (0, AgreementStatus::Proposed));
    }
}

/// What ends without a number gives its room back, and what it cost stays with the oracle.
#[test]
fn a_release_gives_room_to_the_next() {
    for mut suite in Suite::both() {
        suite.secured_scales();
        let terms = suite.terms(vec![pays(1_000, by_weight(None, scaled(17_000, 18_000)))]);
        let agreement = suite.propose(&terms);
        let digest = terms.digest().unwrap();
        let msg = ExecuteMsg::Accept { agreement, terms: digest.clone() };
        let call = suite.paid_call(&msg, &Cw20Hook::Accept { agreement, terms: digest }, 1_003);
        suite.at_once("buyer", vec![call]).unwrap();
        suite.escrow("buyer", &ExecuteMsg::Release { agreement, milestone: 0 });
        let reservation: ReservationResponse = suite.query(
            &suite.oracle,
            &oracle::QueryMsg::Reservation { consumer: suite.escrow.to_string(), reference: agreement },
        );
        assert_eq!(reservation.parts[0].amount, Amount::ZERO);
        assert_eq!((suite.gained("seller"), suite.spent("buyer")), (1_000, 1_003));
        suite.assert_solvent();
    }
}
