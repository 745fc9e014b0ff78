//! A person's mistakes in the file: each is refused with its line and what to do.

use super::*;

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

#[test]
fn two_voyages_of_one_id_are_refused() {
    let twice = format!("{GOOD}\n{GOOD}");
    let refusal = read("trip.toml", &twice).unwrap_err().to_string();
    assert!(refusal.contains("line 23"), "{refusal}");
    assert!(refusal.contains("another id"), "{refusal}");
}
