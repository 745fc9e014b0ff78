//! Journeys that a shipment can follow, and what facts make of their milestones.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "small numbers, and a test may panic"
)]

use numeric::UnixTime;
use proptest::prelude::*;
use serde::de::DeserializeOwned;
use types::journey::{Journey, JourneyError as E, Leg, MilestoneRef, Outcome, PlannedMilestone, Standing};

/// 2013-01-01.
const START: u64 = 1_356_998_400;

fn word<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_value(text.into()).unwrap()
}

fn day(days: u64) -> UnixTime {
    UnixTime::new(START + days * 86_400).unwrap()
}

fn leg(mode: &str, from: &str, to: &str, departure: u64, arrival: u64) -> Leg {
    Leg {
        mode: word(mode),
        from: word(from),
        to: word(to),
        carrier: "MSCU".to_owned(),
        departure: day(departure),
        arrival: day(arrival),
        equipment: vec![],
    }
}

fn planned(leg: u8, event: &str, days: u64) -> PlannedMilestone {
    PlannedMilestone { leg, event: word(event), planned: day(days) }
}

fn at(leg: u8, event: &str, place: &str) -> MilestoneRef {
    MilestoneRef { leg, event: word(event), place: word(place) }
}

/// Shanghai to Hamburg by sea, to Prague by rail, and by truck to Brno.
fn journey() -> Journey {
    Journey {
        feed: 3,
        legs: vec![
            leg("maritime", "CNSHA", "DEHAM", 2, 32),
            leg("rail", "DEHAM", "CZPRG", 33, 35),
            leg("road", "CZPRG", "CZBRQ", 35, 36),
        ],
        milestones: vec![
            planned(0, "LOAD", 1),
            planned(0, "DISC", 32),
            planned(1, "ARRI", 35),
            planned(2, "DLV", 36),
        ],
    }
}

fn with(change: impl FnOnce(&mut Journey)) -> Result<(), E> {
    let mut changed = journey();
    change(&mut changed);
    changed.validate()
}

#[test]
fn a_journey_of_several_modes_is_followed() {
    assert_eq!(journey().validate(), Ok(()));
    assert_eq!(journey().port_of_loading(), Some(word("CNSHA")));
    assert_eq!(journey().port_of_discharge(), Some(word("CZBRQ")));
    let places: Vec<_> = journey().milestones.iter().map(|m| journey().reference(m).unwrap()).collect();
    assert_eq!(
        places,
        [at(0, "LOAD", "CNSHA"), at(0, "DISC", "DEHAM"), at(1, "ARRI", "CZPRG"), at(2, "DLV", "CZBRQ")]
    );
}

#[test]
fn goods_at_rest_have_no_legs_and_then_no_milestones() {
    let nothing = Journey { feed: 3, legs: vec![], milestones: vec![] };
    assert_eq!(nothing.validate(), Ok(()));
    let waiting = Journey { milestones: vec![planned(0, "LOAD", 1)], ..nothing };
    assert_eq!(waiting.validate(), Err(E::UnknownLeg { leg: 0, legs: 0 }));
}

#[test]
fn a_leg_arrives_after_it_departs() {
    for arrival in [1, 2] {
        let refusal = E::ArrivesBeforeDeparture { departure: day(2), arrival: day(arrival) };
        assert_eq!(with(|journey| journey.legs[0].arrival = day(arrival)), Err(refusal));
    }
}

#[test]
fn legs_meet_in_place_and_time() {
    let apart = E::LegsDoNotMeet { to: word("DEHAM"), from: word("DEBRV") };
    assert_eq!(with(|journey| journey.legs[1].from = word("DEBRV")), Err(apart));
    let early = E::DepartsBeforeArrival { arrival: day(32), departure: day(31) };
    assert_eq!(with(|journey| journey.legs[1].departure = day(31)), Err(early));
    assert_eq!(with(|journey| journey.legs[1].departure = day(32)), Ok(()), "at once is possible");
    let nowhere = E::LegGoesNowhere { place: word("CNSHA") };
    assert_eq!(with(|journey| journey.legs[0].to = word("CNSHA")), Err(nowhere));
}

#[test]
fn a_leg_has_a_vehicle_s_mode_a_carrier_s_code_and_few_containers() {
    for mode in ["mail", "multimodal", "fixed_installation"] {
        let refusal = E::ModeCarriesNoLeg { mode: word(mode) };
        assert_eq!(with(|journey| journey.legs[0].mode = word(mode)), Err(refusal));
    }
    for found in ["", "MSC U", "M\u{df}CU", "MSCU\n", &"M".repeat(25)] {
        let refusal = E::CarrierCode { found: found.to_owned() };
        assert_eq!(with(|journey| journey.legs[0].carrier = found.to_owned()), Err(refusal));
    }
    assert_eq!(with(|journey| journey.legs[0].carrier = "M".repeat(24)), Ok(()));
    let containers = |count| vec![word("CSQU3054383"); count];
    assert_eq!(with(|journey| journey.legs[0].equipment = containers(8)), Ok(()));
    let refusal = E::TooMany { what: "equipment of a leg", max: 8, found: 9 };
    assert_eq!(with(|journey| journey.legs[0].equipment = containers(9)), Err(refusal));
}

#[test]
fn a_journey_has_at_most_8_legs_and_24_milestones() {
    let shuttle = |legs: u64| {
        let of = |n: u64| if n.is_multiple_of(2) { ("CNSHA", "DEHAM") } else { ("DEHAM", "CNSHA") };
        (0..legs).map(|n| leg("maritime", of(n).0, of(n).1, 2 * n + 1, 2 * n + 2)).collect::<Vec<_>>()
    };
    let events = ["STUF", "GTIN", "LOAD", "DEPA"];
    let asked = |count: usize| {
        let all = (0_u8..8).flat_map(|leg| events.map(|event| planned(leg, event, u64::from(leg))));
        all.take(count).collect::<Vec<_>>()
    };
    let journey = |legs, milestones| Journey { feed: 3, legs: shuttle(legs), milestones: asked(milestones) };
    assert_eq!(journey(8, 24).validate(), Ok(()));
    assert_eq!(journey(9, 24).validate(), Err(E::TooMany { what: "legs", max: 8, found: 9 }));
    assert_eq!(journey(8, 25).validate(), Err(E::TooMany { what: "milestones", max: 24, found: 25 }));
}

#[test]
fn a_milestone_is_of_a_leg_and_asked_once() {
    let add = |milestone| with(move |journey| journey.milestones.push(milestone));
    assert_eq!(add(planned(3, "STRP", 37)), Err(E::UnknownLeg { leg: 3, legs: 3 }));
    assert_eq!(add(planned(2, "DLV", 37)), Err(E::RepeatedMilestone { milestone: at(2, "DLV", "CZBRQ") }));
    assert_eq!(add(planned(2, "receiving", 37)), Ok(()));
}

#[test]
fn milestones_are_listed_in_the_order_of_the_journey() {
    // An arrival before the departure, on one leg.
    let refusal = E::MilestonesOutOfOrder { before: at(0, "DISC", "DEHAM"), after: at(0, "LOAD", "CNSHA") };
    assert_eq!(with(|journey| journey.milestones.swap(0, 1)), Err(refusal));
    let refusal = E::MilestonesOutOfOrder { before: at(1, "ARRI", "CZPRG"), after: at(0, "DISC", "DEHAM") };
    assert_eq!(with(|journey| journey.milestones.swap(1, 2)), Err(refusal));
    // In order, but planned to happen backwards.
    let refusal =
        E::MilestoneBeforeEarlier { milestone: at(0, "DISC", "DEHAM"), planned: day(0), before: day(1) };
    assert_eq!(with(|journey| journey.milestones[1].planned = day(0)), Err(refusal));
    assert_eq!(
        with(|journey| journey.milestones[1].planned = day(1)),
        Ok(()),
        "at the same time is possible"
    );
    // What is said at either end of a leg may stand anywhere on it.
    let cleared_before_loading = |journey: &mut Journey| journey.milestones.insert(0, planned(0, "CUSR", 1));
    assert_eq!(with(cleared_before_loading), Ok(()));
}

fn happened(days: u64) -> Outcome {
    Outcome::Happened { at: day(days) }
}

fn not_by(days: u64) -> Outcome {
    Outcome::NotBy { cutoff: day(days) }
}

fn standing(happened: Option<u64>, not_by: Option<u64>, unresolvable: bool) -> Standing {
    Standing { happened: happened.map(day), not_by: not_by.map(day), unresolvable }
}

fn after(facts: &[Outcome]) -> Standing {
    facts.iter().fold(Standing::default(), |standing, fact| standing.after(*fact))
}

#[test]
fn a_later_fact_strikes_what_it_contradicts_and_keeps_the_rest() {
    let nothing = Outcome::Unresolvable {};
    for (facts, expected) in [
        (vec![], standing(None, None, false)),
        (vec![happened(3)], standing(Some(3), None, false)),
        (vec![not_by(1), happened(2)], standing(Some(2), Some(1), false)),
        (vec![happened(2), not_by(1)], standing(Some(2), Some(1), false)),
        (vec![not_by(3), happened(2)], standing(Some(2), None, false)),
        (vec![not_by(2), happened(2)], standing(Some(2), None, false)), // on the dot is in time
        (vec![happened(2), not_by(2)], standing(None, Some(2), false)),
        (vec![happened(2), not_by(3)], standing(None, Some(3), false)),
        (vec![not_by(3), not_by(1)], standing(None, Some(3), false)),
        (vec![happened(2), happened(5)], standing(Some(5), None, false)),
        (vec![happened(5), nothing], standing(None, None, true)),
        (vec![not_by(1), nothing, happened(5)], standing(Some(5), None, false)),
        (vec![nothing, not_by(1)], standing(None, Some(1), false)),
    ] {
        assert_eq!(after(&facts), expected, "{facts:?}");
        assert_eq!(after(&facts).is_known(), !facts.is_empty());
    }
}

#[test]
fn a_cut_off_is_missed_by_a_fact_and_never_by_silence() {
    let missed = |facts: &[Outcome], cutoff| after(facts).missed(day(cutoff));
    assert!(!missed(&[], 0));
    assert!(!missed(&[Outcome::Unresolvable {}], 0));
    assert!(missed(&[not_by(3)], 3) && missed(&[not_by(3)], 2) && !missed(&[not_by(3)], 4));
    assert!(missed(&[happened(4)], 3) && !missed(&[happened(4)], 4) && !missed(&[happened(4)], 5));
}

fn outcome() -> impl Strategy<Value = Outcome> {
    let days = 0_u64..12;
    prop_oneof![days.clone().prop_map(happened), days.prop_map(not_by), Just(Outcome::Unresolvable {}),]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Whatever was said before, the last word holds, and nothing that stands contradicts it.
    #[test]
    fn the_last_word_stands(facts in prop::collection::vec(outcome(), 1..8)) {
        let now = after(&facts);
        match facts.last().unwrap() {
            Outcome::Happened { at } => prop_assert_eq!(now.happened, Some(*at)),
            Outcome::NotBy { cutoff } => prop_assert!(now.missed(*cutoff)),
            Outcome::Unresolvable {} => prop_assert_eq!(now, standing(None, None, true)),
            Outcome::Measured { .. } => unreachable!("no number is drawn"),
        }
        if let (Some(at), Some(cutoff)) = (now.happened, now.not_by) {
            prop_assert!(at > cutoff);
        }
        prop_assert_eq!(now.after(*facts.last().unwrap()), now, "saying it again changes nothing");
    }

    /// Facts that are all true end in the same standing, in whatever order they become final.
    #[test]
    fn true_facts_come_in_any_order(
        at in 1_u64..20,
        cutoffs in prop::collection::vec(0_u64..20, 0..5),
        order in prop::collection::vec(any::<u32>(), 6),
    ) {
        let mut facts: Vec<_> = cutoffs.iter().filter(|day| **day < at).map(|day| not_by(*day)).collect();
        facts.push(happened(at));
        let latest = cutoffs.iter().filter(|day| **day < at).max().copied();
        let mut shuffled: Vec<_> = facts.iter().zip(order).collect();
        shuffled.sort_by_key(|(_, place)| *place);
        let shuffled: Vec<_> = shuffled.into_iter().map(|(fact, _)| *fact).collect();
        prop_assert_eq!(after(&shuffled), standing(Some(at), latest, false));
    }
}
