use numeric::BasisPoints;

use super::*;

fn played(seats: u32, only: &[&str]) -> Study {
    let only = only.iter().map(|name| (*name).to_owned()).collect();
    study(plan(10, 1, seats, only)).unwrap()
}

/// On the terms of the worked example in the oracle's reference.
fn plan(runs: u32, seed: u64, seats: u32, only: Vec<String>) -> Plan {
    let points = |n| BasisPoints::new(n).unwrap();
    let terms = Terms { conviction: points(9_000), haircut: points(8_000), margin: 2 };
    Plan { runs, seed, seats: vec![seats], terms, all: false, only }
}

/// Against nine seats: whoever is bribed, or copies, or challenges itself, loses, and above the cap nothing is taken.
#[test]
fn at_the_cap_an_attack_loses_and_above_it_the_contract_refuses() {
    let study = played(
        9,
        &[
            "bribed third moves a time",
            "bribed minority moves a time at once",
            "bribed minority moves a number",
            "bribed two thirds",
            "bribed three quarters",
            "copying",
            "silence for a bribe",
            "self-agreement",
            "self-challenge",
            "theft after theft in one window",
            "theft, window after window",
            "presentation after the fact",
            "the same, of facts that nobody watches",
            "framing the honest",
            "leaving with the stake",
            "equivocation first",
            "filling the cap",
            "challenging everything",
        ],
    );
    assert_eq!(study.findings.len(), 18);
    for finding in &study.findings {
        assert!(finding.profit.high < 0.0, "{finding:?}");
        assert!(finding.refused > 0 && finding.admitted == 0, "{finding:?}");
    }
    assert!(study.holds());
}

/// Sixty caps are reserved for sixty spans and reported on today: ten are decided, one of them at once, and fifty are refused.
#[test]
fn no_window_is_worth_more_than_half_of_what_breaks_even() {
    let study = played(9, &["all future days at once", "future days beside today's"]);
    let [at_once, beside] = &study.findings[..] else { panic!("{study:?}") };
    assert!(study.holds());
    assert_eq!(at_once.refused, 50 * u64::from(at_once.runs));
    // The first is stolen at once, the other nine only if nobody sees it: one in ten.
    assert!((at_once.stolen.mean - 190.0).abs() < 1e-9, "{at_once:?}");
    // Eleven caps, none of them at once, but for what the eighths round off.
    assert!((beside.stolen.mean - 110.0).abs() < 1e-3, "{beside:?}");
}

/// Honest work is paid, and the most that a stranger gains by signatures that he chooses is nothing.
#[test]
fn honest_work_pays_and_choosing_signatures_does_not() {
    let study = played(9, &[HONEST, "late reports", "chosen signatures", "one wrong source"]);
    let of = |name: &str| study.findings.iter().find(|finding| finding.strategy == name).unwrap();
    assert!(of(HONEST).profit.low > 0.0, "{:?}", of(HONEST));
    assert!(of("late reports").profit.low <= 0.0 && of("chosen signatures").profit.low <= 0.0);
    assert!(of("one wrong source").profit.high < 0.0);
    assert!(study.holds());
}

/// Half of the victims' loss is the attacker's own deal: the victims of the other half have all of theirs back.
#[test]
fn who_is_harmed_has_it_back_from_what_was_slashed() {
    let study = played(7, &["bribed three quarters"]);
    let finding = &study.findings[0];
    assert!((finding.stolen.mean - 100.0).abs() < 1e-9, "{finding:?}");
    // Nine of ten are convicted, and repaid in full.
    assert!(finding.repaid.mean > 50.0 && finding.repaid.mean <= 100.0, "{finding:?}");
}

#[test]
fn the_same_seed_is_the_same_study_and_another_one_is_not() {
    let once = |seed| {
        let only = vec!["bribed third moves a time".to_owned()];
        let study = study(plan(4, seed, 9, only)).unwrap();
        serde_json::to_string(&study.findings).unwrap()
    };
    assert_eq!(once(5), once(5));
    assert_ne!(once(5), once(6));
}

#[test]
fn what_is_unknown_is_refused_with_what_there_is() {
    let refused = study(plan(2, 1, 9, vec!["bribery".to_owned()])).unwrap_err().to_string();
    assert!(refused.contains("bribed two thirds"), "{refused}");
}
