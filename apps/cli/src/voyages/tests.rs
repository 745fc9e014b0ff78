//! A person's mistakes in the file: each is refused with its line and what to do.

use std::num::NonZeroU32;

use super::*;
use crate::clock::{Clock, Pace};

const GOOD: &str = r#"[[voyage]]
id = "SHORT-TRIP"
about = "a short trip"
people = { seller = "Seller", buyer = "Buyer", carrier = "Line", judge = "Judge" }
document.kind = "order bill"
document.goods = [{ hs = "090111", quantity = 1, unit = "TNE", packages = 1 }]
document.legs = [
  { by = "sea", from = "BRSSZ", to = "DEHAM", carrier = "LINE", departs = "2025-03-04 18:00", arrives = "2025-03-24 06:00", containers = ["CSQU3054383"], watch = ["ARRI"] },
]
sale.resolver = "judge"
sale.long_stop = "2025-06-01 00:00"
sale.payments = [{ on = "ARRI", amount = "84,000" }]
steps = [
  { at = "2025-02-18 09:00", who = "seller", does = "propose" },
  { at = "2025-02-19 09:00", who = "buyer", does = "accept" },
  { at = "2025-03-24 09:00", who = "reporters", does = "report", what = "ARRI", happened = "2025-03-24 07:10" },
]
expect.title = "issued"
expect.holder = "buyer"
expect.payments = ["paid"]
"#;

/// What is said of the good file with one place in it changed.
fn refusal(from: &str, to: &str) -> String {
    assert!(GOOD.contains(from), "{from} is not in the file");
    read("trip.toml", &GOOD.replacen(from, to, 1)).unwrap_err().to_string()
}

#[track_caller]
fn assert_refused(from: &str, to: &str, line: usize, says: &[&str]) {
    let refusal = refusal(from, to);
    assert!(refusal.contains(&format!("line {line}")), "not line {line}: {refusal}");
    for part in says {
        assert!(refusal.contains(part), "{part:?} is not in: {refusal}");
    }
}

#[test]
fn the_good_file_is_read() {
    let voyages = read("trip.toml", GOOD).unwrap();
    assert_eq!(voyages.len(), 1);
    assert_eq!(voyages[0].steps.len(), 3);
    assert_eq!(voyages[0].steps[2].line, 16);
}

#[test]
fn the_commands_own_file_is_read() {
    assert!(load(None).unwrap().len() >= 12);
}

#[test]
fn a_place_that_is_none_is_refused() {
    assert_refused(r#""DEHAM""#, r#""Hamburg""#, 8, &["Hamburg"]);
    assert_refused(r#""DEHAM""#, r#""ZZHAM""#, 8, &["ZZ"]);
}

#[test]
fn a_container_with_a_wrong_check_digit_is_refused() {
    assert_refused("CSQU3054383", "CSQU3054384", 8, &["CSQU3054384", "check digit"]);
}

#[test]
fn a_step_that_nobody_knows_is_refused() {
    assert_refused(r#"does = "accept""#, r#"does = "acept""#, 15, &["acept", "`accept`"]);
}

#[test]
fn an_actor_who_is_nobody_is_refused() {
    assert_refused(
        r#"who = "buyer""#,
        r#"who = "bank""#,
        15,
        &["\"bank\" is nobody in SHORT-TRIP", "buyer", "people"],
    );
}

#[test]
fn a_field_that_is_none_is_refused() {
    assert_refused("quantity", "quantitiy", 6, &["quantitiy", "quantity"]);
}

#[test]
fn a_time_that_is_none_is_refused() {
    assert_refused("2025-02-19 09:00", "19 February", 15, &["2025-03-04 18:00"]);
}

#[test]
fn an_amount_that_is_none_is_refused() {
    assert_refused("84,000", "lots", 12, &["lots", "12,500.25"]);
}

#[test]
fn steps_go_forward_in_time() {
    assert_refused("2025-02-19 09:00", "2025-02-17 09:00", 15, &["order them by time"]);
}

#[test]
fn nothing_is_reported_before_it_happens() {
    assert_refused("2025-03-24 07:10", "2025-03-24 10:00", 16, &["report it later"]);
}

#[test]
fn only_what_is_watched_for_can_be_paid_on() {
    assert_refused(r#"on = "ARRI""#, r#"on = "DISC""#, 12, &["DISC on leg 1", "watch"]);
}

#[test]
fn a_leg_that_arrives_before_it_departs_is_refused() {
    assert_refused("2025-03-24 06:00", "2025-03-01 06:00", 5, &["must arrive later"]);
}

#[test]
fn a_step_without_what_it_needs_is_refused() {
    assert_refused(r#"does = "accept""#, r#"does = "release""#, 15, &["add payment = 1"]);
    assert_refused(r#"does = "accept""#, r#"does = "release", payment = 2"#, 15, &["there is no payment 2"]);
}

#[test]
fn a_reporter_whom_nobody_knows_is_refused() {
    let told = r#"what = "ARRI", liars = ["Pinocchio"]"#;
    assert_refused(r#"what = "ARRI""#, told, 16, &["Pinocchio", "Portside dispatch"]);
}

#[test]
fn every_payment_has_an_expected_end() {
    assert_refused(r#"["paid"]"#, "[]", 18, &["1 payments were agreed, but 0 are expected"]);
}

const REGISTER: &str = r#"{ at = "2025-02-20 09:00", who = "carrier", does = "register device" }"#;
const LOG: &str = r#"{ at = "2025-03-10 14:00", who = "carrier", does = "log", readings = [-1850, -1840] }"#;

/// The good file with these steps, from line 16 on.
fn with(steps: &[&str]) -> String {
    let report = r#"  { at = "2025-03-24 09:00""#;
    GOOD.replacen(report, &format!("{},\n{report}", steps.join(",\n")), 1)
}

#[track_caller]
fn assert_steps_refused(steps: &[&str], line: usize, says: &str) {
    let refusal = read("trip.toml", &with(steps)).unwrap_err().to_string();
    assert!(refusal.contains(&format!("line {line}")) && refusal.contains(says), "{refusal}");
}

#[test]
fn a_log_says_what_was_measured() {
    let add = "add readings = [-1850, -1840]";
    assert_steps_refused(&[REGISTER, &LOG.replace(", readings = [-1850, -1840]", "")], 17, add);
    assert_steps_refused(&[REGISTER, &LOG.replace("-1850, -1840", "")], 17, add);
    let many = vec!["-1850"; 4_097].join(", ");
    assert_steps_refused(&[REGISTER, &LOG.replace("-1850, -1840", &many)], 17, "4097 readings");
    assert_steps_refused(&[REGISTER, &LOG.replace("-1850", "-18.5")], 17, "expected i32");
}

#[test]
fn a_device_is_registered_once_and_before_it_logs() {
    assert_steps_refused(&[LOG], 16, r#"does = "register device""#);
    assert_steps_refused(&[REGISTER, REGISTER], 17, "one device");
}

#[test]
fn hours_of_a_device_do_not_overlap() {
    let soon = LOG.replace("14:00", "14:59");
    assert_steps_refused(&[REGISTER, LOG, &soon], 18, "begins before 2025-03-10T14:00:00Z");
    // What is to be refused may overlap.
    let refused = soon.replace("does", r#"refused = "window", does"#);
    read("trip.toml", &with(&[REGISTER, LOG, &refused])).unwrap();
}

#[test]
fn at_a_pace_hours_shrink_and_still_do_not_overlap() {
    let next = LOG.replace("14:00", "15:00");
    for seconds in [1, 1_000, 86_400] {
        let pace = Pace::new(NonZeroU32::new(seconds).unwrap());
        let voyage = read("trip.toml", &with(&[REGISTER, LOG, &next])).unwrap().remove(0);
        let origin = voyage.steps[0].at;
        let voyage = voyage.paced(&Clock { pace, origin, start: origin }).unwrap();
        let at = |step: usize| voyage.steps[step].at;
        assert!(at(3).since(at(2)) > pace.of(LOG_WINDOW), "{seconds}");
        assert!(at(4).since(at(3)) >= pace.of(LOG_WINDOW), "{seconds}");
    }
}

#[test]
fn two_voyages_of_one_id_are_refused() {
    let twice = format!("{GOOD}\n{GOOD}");
    let refusal = read("trip.toml", &twice).unwrap_err().to_string();
    assert!(refusal.contains("line 23"), "{refusal}");
    assert!(refusal.contains("another id"), "{refusal}");
}
