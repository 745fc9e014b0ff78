use cosmwasm_std::Uint128;

use super::*;
use crate::money::DOLLAR;

fn points(n: u16) -> BasisPoints {
    BasisPoints::new(n).unwrap()
}

fn at(hours: u64) -> numeric::UnixTime {
    numeric::UnixTime::new(1_356_998_400 + hours * 3_600).unwrap()
}

/// Leaves at the hour and takes three, `late` hours later than planned.
fn flight(carrier: &str, hour: u64, late: u64) -> Flight {
    Flight {
        id: format!("{carrier}{hour}"),
        carrier: carrier.to_owned(),
        number: 1,
        origin: "USJFK".parse().unwrap(),
        dest: "USBOS".parse().unwrap(),
        planned_departure: at(hour),
        planned_arrival: at(hour + 3),
        actual_departure: Some(at(hour + late)),
        actual_arrival: Some(at(hour + 3 + late)),
    }
}

fn setting(terms: Terms, by: By) -> Setting {
    let assumptions = Assumptions { conviction: points(9_000), haircut: BasisPoints::WHOLE, margin: 2 };
    let window = Window { challenge: Seconds::days(2), period: Seconds::days(1) };
    let demo = Setting::demo(Amount::new(9_000 * DOLLAR), assumptions, window, points(1_000), by);
    Setting { terms, ..demo }
}

fn dollars(amount: Amount) -> u128 {
    Uint128::from(amount.get()).u128() / DOLLAR
}

/// Two flights of one day at 9,000 each: 18,000 hang on their outcomes for three days; 18,000 / 0.45 = 40,000 is two
/// thirds of 60,000, to the dollar a seat 60,003.
#[test]
fn outcomes_of_one_day() {
    let flights = [flight("AA", 6, 0), flight("UA", 8, 0)];
    let cost = setting(Terms::OutcomeOnly, By::All).cost(&flights).unwrap();
    assert_eq!((dollars(cost.peak), dollars(cost.peak_time), cost.feeds), (18_000, 0, 1));
    assert_eq!(dollars(cost.mean), 18_000);
    assert_eq!(dollars(cost.stake), 60_003);
    // 60,003 · 10 % / 365 = 16.44 a day, of 18,000: 9.1329 basis points.
    assert_eq!(cost.days, 1);
    assert_eq!(cost.centipoints, 914);
}

/// The same by airline: 9,000 each take 30,000, to the dollar a seat 30,006: nothing is saved, and nothing pooled is lost
/// when both peaks are on one day.
#[test]
fn splitting_flights_of_one_day_saves_nothing() {
    let flights = [flight("AA", 6, 0), flight("UA", 8, 0)];
    let cost = setting(Terms::OutcomeOnly, By::Airline).cost(&flights).unwrap();
    assert_eq!((cost.feeds, dollars(cost.stake), dollars(cost.largest)), (2, 60_012, 30_006));
}

/// On days 0 and 9: pooled, one stake serves both; split, each airline's feed has its own.
#[test]
fn splitting_flights_of_two_days_doubles_the_stake() {
    let flights = [flight("AA", 6, 0), flight("UA", 8 + 9 * 24, 0)];
    let pooled = setting(Terms::OutcomeOnly, By::All).cost(&flights).unwrap();
    let split = setting(Terms::OutcomeOnly, By::Airline).cost(&flights).unwrap();
    assert_eq!((dollars(pooled.stake), dollars(split.stake)), (30_006, 60_012));
}

/// As the demo reserves: 2,700 for departure, expected at its cut-off a day later, and 6,300 for arrival, all on times:
/// 9,000 / 0.45 · 3 = 60,000, to the dollar a seat 60,003.
#[test]
fn the_demo_s_terms_hang_on_times() {
    let cost = setting(Terms::Demo, By::All).cost(&[flight("AA", 6, 0)]).unwrap();
    assert_eq!((dollars(cost.peak_time), dollars(cost.peak)), (9_000, 9_000));
    assert_eq!(dollars(cost.stake), 60_003);
}

/// Of 6,300 for arrival lateness can take 1,260; it needs 1,260 / 0.45 · 3 = 8,400, the whole 9,000 / 0.45 · 1.5 = 30,000.
#[test]
fn a_penalty_alone_hangs_on_the_time() {
    let cost = setting(Terms::PenaltyOnTime, By::All).cost(&[flight("AA", 6, 0)]).unwrap();
    assert_eq!((dollars(cost.peak_time), dollars(cost.peak)), (1_260, 9_000));
    assert_eq!(dollars(cost.stake), 30_006);
}

/// A flight 30 hours late hangs on the feed on days 0 to 3, and its arrival to day 3 as well: beside one of day 3.
#[test]
fn what_is_late_needs_its_room_longer() {
    let late = [flight("AA", 6, 30), flight("UA", 3 * 24 + 6, 0)];
    let punctual = [flight("AA", 6, 0), flight("UA", 3 * 24 + 6, 0)];
    let stake =
        |flights: &[Flight]| dollars(setting(Terms::OutcomeOnly, By::All).cost(flights).unwrap().stake);
    assert_eq!((stake(&punctual), stake(&late)), (30_006, 60_003));
}

/// Nothing in the list of what may be done makes it dearer than it is, and the steps stop where it is cheap enough.
#[test]
fn steps_end_at_the_goal() {
    let flights: Vec<Flight> = (0..40).map(|day| flight("AA", day * 24 + 6, 0)).collect();
    let dear = setting(Terms::Demo, By::All);
    let before = dear.cost(&flights).unwrap().centipoints;
    let steps = steps(dear, &flights, 3_000).unwrap();
    let after = steps.last().unwrap().cost.centipoints;
    assert!(before > 3_000 && after <= 3_000, "{before} {after}");
    assert!(steps.iter().rev().skip(1).all(|step| step.cost.centipoints > 3_000));
    assert!(super::steps(dear, &flights, before).unwrap().is_empty());
}
