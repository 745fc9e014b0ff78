//! What comes after the end of something: of a pot, of a round that earned nothing, of a question, of a case.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what goes wrong in a test should stop it, with its reason"
)]

mod support;

use oracle::ContractError;
use support::secured::*;
use support::*;
use types::oracle::ExposureKind::Time as OnTime;
use types::oracle::*;

fn overturned(s: &mut Secured, round: u32, fault: Fault) {
    s.challenge(departure(), round, None);
    s.rule(departure(), round, Ruling::Overturned { truth: happened(hour(20)), fault });
}

/// What was burned is nobody's share any more: who claims of what is slashed for the round later has equal parts of that.
#[test]
fn a_pot_that_was_burned_is_divided_anew() {
    let mut s = Secured::new();
    let part = s.part(20_000, OnTime, 1);
    for reference in [1, 2] {
        s.reserve(reference, &[part]);
        s.bind(reference, &[(0, departure())]);
    }
    s.world.settle(departure(), 0, happened(hour(10)));
    // All nine are negligent, which takes 20 % of 450,000. Of it 54,000 are for the harmed, who lost 40,000: of the first two
    // 6,000 each are kept, of the third the other 2,000.
    overturned(&mut s, 0, Fault::Negligence);
    s.pass(UNBONDING);
    s.anyone(&ExecuteMsg::Burn(s.round(departure(), 0)));
    let [first, second] = [10, 12].map(|at| s.world.signed(3, departure(), 0, happened(hour(at))));
    s.anyone(&ExecuteMsg::Convict { round: s.round(departure(), 0), first, second });
    let paid = [1, 2].map(|reference| {
        let before = s.world.usd_of(&s.payer);
        s.anyone(&s.compensate_msg(departure(), 0, (reference, 0)));
        s.world.usd_of(&s.payer) - before
    });
    assert_eq!(paid, [13_000, 13_000], "60 % of the third's other 40,000, and the 2,000");
    s.assert_conserved();
}

/// Liars who see their conviction coming have themselves convicted of something else first, of which nobody but themselves
/// was harmed. What they lost is kept for those whom they robbed.
#[test]
fn who_was_robbed_is_paid_whatever_the_liars_were_convicted_of_first() {
    type Ruse = fn(&mut Secured);
    const RUSES: [(&str, Ruse); 4] = [
        ("two words", |s| {
            for who in 1..=9 {
                let [first, second] =
                    [10, 12].map(|at| s.world.signed(who, arrival(), 0, happened(hour(at))));
                s.anyone(&ExecuteMsg::Convict { round: s.round(arrival(), 0), first, second });
            }
        }),
        ("two logs", |s| {
            for who in 1..=9 {
                s.anyone(&device_evidence(s, who, [59, 60]));
            }
        }),
        ("a lie on which nothing hangs", another_lie),
        ("a deal of their own", |s| {
            let part = s.part(1, OnTime, 1);
            s.reserve(2, &[part]);
            s.bind(2, &[(0, arrival())]);
            another_lie(s);
        }),
    ];
    fn another_lie(s: &mut Secured) {
        s.world.settle(arrival(), 0, happened(hour(12)));
        s.challenge(arrival(), 0, None);
        s.rule(arrival(), 0, Ruling::Overturned { truth: happened(hour(20)), fault: Fault::Falsification });
    }
    for (what, ruse) in RUSES {
        let mut s = Secured::new();
        let part = s.part(50_000, OnTime, 1);
        s.reserve(1, &[part]);
        s.bind(1, &[(0, departure())]);
        s.world.settle(departure(), 0, happened(hour(10)));
        ruse(&mut s);
        assert_eq!(s.world.weight(1), 0, "{what}");
        overturned(&mut s, 0, Fault::Falsification);
        let before = s.world.usd_of(&s.payer);
        s.anyone(&s.compensate_msg(departure(), 0, (1, 0)));
        assert_eq!(s.world.usd_of(&s.payer) - before, 50_000, "{what}");
        s.pass(UNBONDING);
        let records: Vec<RecordResponse> = s.world.query(&QueryMsg::Records { feed: FEED });
        let kept: u128 = records.iter().map(|record| record.kept.get()).sum();
        let own = u128::from(what == "a deal of their own");
        assert_eq!(kept, 270_000 - 50_000 - own, "{what}: 60 % of 450,000");
        s.assert_conserved();
    }
}

/// A fact that is found false long after some were paid for it pays nobody else.
#[test]
fn an_overturned_round_has_earned_nothing_for_those_who_come_late() {
    let mut s = Secured::new();
    let part = s.part(10_000, OnTime, 1);
    s.reserve(1, &[part]);
    s.bind(1, &[(0, departure())]);
    s.world.settle(departure(), 0, happened(hour(10)));
    s.pass(UNBONDING);
    let rounds = vec![s.round(departure(), 0)];
    let claim = |reporter| ExecuteMsg::ClaimRewards { reporter, rounds: rounds.clone() };
    s.anyone(&claim(1));
    let part = s.part(10_000, OnTime, 50);
    s.reserve(2, &[part]);
    s.bind(2, &[(0, departure())]);
    overturned(&mut s, 0, Fault::None);
    let operator = s.world.operator(2);
    let before = (s.world.usd_of(&operator), s.world.usd_of(&s.treasury));
    s.anyone(&claim(2));
    assert_eq!((s.world.usd_of(&operator), s.world.usd_of(&s.treasury)), (before.0, before.1 + 2));
    s.assert_conserved();
}

/// A round that ends with its question ends its number too: who signed in it cannot be held to that in another, and nobody
/// brings the old word again.
#[test]
fn a_round_that_was_given_up_has_used_its_number() {
    let mut world = World::with_questions();
    let end = testing::START + 100 * DAY;
    world.cutoffs(departure(), &[hour(20)]);
    world.chain.advance(end - DAY - world.chain.now());
    world.settle(departure(), 0, not_by(hour(20)));
    world.chain.advance(DAY);
    let (stranger, retire) = (world.stranger.clone(), world.retire());
    let said = world.report(1, &all([1], happened(hour(30))));
    world.must(&stranger, &said);
    world.must(&stranger, &retire);
    world.refused(&stranger, &said, ContractError::WrongRound { expected: 2, actual: 1 });
    world.settle(departure(), 2, happened(hour(31)));
    assert_eq!(world.standing().happened, Some(hour(31)), "what is retired still takes corrections");
}

/// A fact that an adjudicator made of silence is a fact: what is bound to it lapses with a window, and is not due for ever.
#[test]
fn what_is_bound_to_a_fact_by_ruling_lapses() {
    let mut s = Secured::new();
    let part = s.part(10_000, OnTime, 3);
    s.reserve(1, &[part]);
    s.say_and_close(0, &all(1..=5, happened(hour(10))));
    overturned(&mut s, 0, Fault::None);
    s.bind(1, &[(0, departure())]);
    assert_eq!(s.hanging(), (10_000, 0));
    s.pass(3 * DAY);
    assert_eq!(s.hanging(), (0, 0));
    s.assert_conserved();
}

/// Whoever hangs dust on a question for as many days as it keeps apart keeps nobody else from it: the dust is due at once.
#[test]
fn dust_for_many_days_keeps_nobody_from_a_question() {
    let given = || {
        let mut s = Secured::new();
        let dust: Vec<_> = (2..18).map(|day| s.part(1, OnTime, day)).collect();
        s.reserve(1, &dust);
        s.bind(1, &(0..16).map(|part| (part, departure())).collect::<Vec<_>>());
        let part = s.part(CAP_TIME - 16, OnTime, 30);
        s.reserve(2, &[part]);
        s.bind(2, &[(0, departure())]);
        assert_eq!(s.hanging(), (1, 0));
        s
    };
    let mut s = given();
    s.world.settle(departure(), 0, happened(hour(10)));
    assert_eq!(s.hanging(), (CAP_TIME, 0));
    s.pass(3 * DAY);
    assert_eq!(s.hanging(), (0, 0));
    // Given up in any order, and after any time, it leaves nothing.
    for (wait, order) in [(0, [1, 2]), (0, [2, 1]), (5 * DAY, [1, 2]), (20 * DAY, [2, 1])] {
        let mut s = given();
        s.pass(wait);
        let consumer = s.consumer.clone();
        for reference in order {
            let parts = if reference == 1 { (0..16).collect() } else { vec![0] };
            s.world.must(&consumer, &ExecuteMsg::Release { reference, parts });
        }
        let (part, now) = (s.part(CAP_TIME, OnTime, 30), s.part(CAP_TIME, OnTime, 1));
        assert_eq!(s.hanging(), (0, 0));
        s.reserve(3, &[part]);
        if wait < 20 * DAY {
            s.reserve(4, &[now]);
        }
        s.assert_conserved();
    }
}

/// The silence of a round stays in dispute whatever rounds one seat opens and closes after it.
#[test]
fn a_question_says_since_when_a_round_of_it_is_challenged() {
    let mut s = Secured::new();
    s.say_and_close(0, &all(1..=5, happened(hour(10))));
    assert_eq!(s.world.question().challenged, None);
    let first = s.world.now();
    s.challenge(departure(), 0, None);
    s.say_and_close(1, &all([1], UNRESOLVABLE));
    assert_eq!(s.world.question().challenged, Some(first));
    let second = s.world.now();
    s.challenge(departure(), 1, None);
    assert_eq!(s.world.question().challenged, Some(first));
    s.rule(departure(), 0, Ruling::Upheld {});
    assert_eq!(s.world.question().challenged, Some(second));
    s.rule(departure(), 1, Ruling::Upheld {});
    assert_eq!(s.world.question().challenged, None);
    // Of a fact as well.
    s.world.settle(departure(), 2, happened(hour(10)));
    let third = s.world.now();
    s.challenge(departure(), 2, None);
    assert_eq!(
        (s.world.question().challenged, s.world.inquiry().questions[1].challenged),
        (Some(third), None)
    );
    s.assert_conserved();
}

/// A second conviction does not hide the first: whoever was convicted before its reward had vested has forfeited it.
#[test]
fn a_later_conviction_brings_no_forfeited_reward_back() {
    let mut s = Secured::new();
    let part = s.part(10_000, OnTime, 1);
    s.reserve(1, &[part]);
    s.bind(1, &[(0, departure())]);
    s.world.settle(departure(), 0, happened(hour(10)));
    let convict = |s: &mut Secured, round| {
        let [first, second] = [10, 12].map(|at| s.world.signed(3, arrival(), round, happened(hour(at))));
        s.anyone(&ExecuteMsg::Convict { round: s.round(arrival(), round), first, second });
    };
    convict(&mut s, 0);
    s.pass(UNBONDING);
    s.world.pledge(3, 1_000);
    convict(&mut s, 1);
    let operator = s.world.operator(3);
    let before = (s.world.usd_of(&operator), s.world.usd_of(&s.treasury));
    s.anyone(&ExecuteMsg::ClaimRewards { reporter: 3, rounds: vec![s.round(departure(), 0)] });
    // 9 are the treasury's anyway, of 30; 2 are the reporter's part.
    assert_eq!((s.world.usd_of(&operator), s.world.usd_of(&s.treasury)), (before.0, before.1 + 11));
    s.assert_conserved();
}

/// A poor pot does not use up what a rich one owes: whoever was harmed by two false facts has parts of both, up to its amount.
#[test]
fn a_part_of_a_poor_pot_is_not_all() {
    let mut s = Secured::new();
    let part = s.part(CAP_TIME, OnTime, 1);
    s.reserve(1, &[part]);
    s.bind(1, &[(0, departure())]);
    let later = at(hour(10).seconds() + 300);
    s.world.say(0, &[all(1..=5, happened(hour(10))), all(6..=9, happened(later))].concat());
    s.world.settle(departure(), 1, happened(hour(11)));
    // Five of nine are guilty of the first: 5 % × (1 + 3 · 5/9) are 13.34 % of 250,000; what is left of 33,350 is 20,011.
    overturned(&mut s, 0, Fault::Negligence);
    overturned(&mut s, 1, Fault::Falsification);
    let claim = |s: &Secured, round| s.compensate_msg(departure(), round, (1, 0));
    let stranger = s.world.stranger.clone();
    for (round, paid) in [(0, 20_011), (1, CAP_TIME)] {
        let msg = claim(&s, round);
        s.anyone(&msg);
        assert_eq!(s.world.usd_of(&s.payer), paid);
        s.world.refused(&stranger, &msg, ContractError::Compensated { part: 0 });
    }
    s.assert_conserved();
}

/// Whoever is paid out of a pot before more is slashed for the same round has its part of that too: a claim, which anyone may send for
/// another, uses nothing up.
#[test]
fn what_a_pot_gets_later_is_for_those_too_who_were_paid_before() {
    let mut s = Secured::new();
    let part = s.part(CAP_TIME / 2, OnTime, 1);
    for reference in [1, 2] {
        s.reserve(reference, &[part]);
        s.bind(reference, &[(0, departure())]);
    }
    let later = at(hour(10).seconds() + 300);
    s.world.say(0, &[all(1..=5, happened(hour(10))), all(6..=9, happened(later))].concat());
    overturned(&mut s, 0, Fault::Negligence);
    let claim = |s: &Secured, reference| s.compensate_msg(departure(), 0, (reference, 0));
    let paid = |s: &mut Secured, reference| {
        let before = s.world.usd_of(&s.payer);
        s.anyone(&claim(s, reference));
        s.world.usd_of(&s.payer) - before
    };
    assert_eq!(paid(&mut s, 1), 10_005, "half of the 20,011 that are left of five times 6,670");
    let [first, second] = [10, 12].map(|at| s.world.signed(1, departure(), 0, happened(hour(at))));
    s.anyone(&ExecuteMsg::Convict { round: s.round(departure(), 0), first, second });
    assert_eq!(
        paid(&mut s, 2),
        23_005,
        "half of that and of the 25,999 that are left of the first's other 43,330"
    );
    assert_eq!(paid(&mut s, 1), 13_000);
    let stranger = s.world.stranger.clone();
    for reference in [1, 2] {
        s.world.refused(&stranger, &claim(&s, reference), ContractError::Compensated { part: 0 });
    }
    s.assert_conserved();
}

/// Whoever binds something to a fact whose falsehood was found before has lost nothing by it, whatever else of the question is still in
/// dispute: the pot is for those who were there.
#[test]
fn nobody_comes_to_a_pot_that_was_there_before() {
    for open in [1, 0] {
        let mut s = Secured::new();
        let part = s.part(15_000, OnTime, 1);
        s.reserve(1, &[part]);
        s.bind(1, &[(0, departure())]);
        let later = at(hour(10).seconds() + 300);
        s.world.say(0, &[all(1..=5, happened(hour(10))), all(6..=9, happened(later))].concat());
        let later = at(hour(11).seconds() + 300);
        s.world.say(1, &[all(1..=5, happened(hour(11))), all(6..=9, happened(later))].concat());
        s.challenge(departure(), open, None);
        overturned(&mut s, 1 - open, Fault::Negligence);
        s.pass(1);
        let part = s.part(15_000, OnTime, 3);
        s.reserve(2, &[part]);
        s.bind(2, &[(0, departure())]);
        let claim = |s: &Secured, reference| s.compensate_msg(departure(), 1 - open, (reference, 0));
        let stranger = s.world.stranger.clone();
        s.world.refused(&stranger, &claim(&s, 2), ContractError::NotHarmed { part: 0 });
        s.anyone(&claim(&s, 1));
        assert_eq!(s.world.usd_of(&s.payer), 15_000);
        s.assert_conserved();
    }
}

/// Liars who put one falsehood after the other on a question of their own use up nothing that is for those whom they robbed: all
/// pots of a question together hold no more than what hangs on it.
#[test]
fn one_lie_after_the_other_about_the_same_takes_no_more_than_one() {
    let mut s = Secured::new();
    let parts = [s.part(20_000, OnTime, 1), s.part(34_000, OnTime, 1)];
    s.reserve(1, &parts);
    s.bind(1, &[(0, arrival())]);
    s.bind(1, &[(1, departure())]);
    s.world.settle(arrival(), 0, happened(hour(12)));
    for round in 0..8 {
        s.world.settle(departure(), round, happened(hour(2 + u64::from(round))));
    }
    for round in 0..8 {
        s.challenge(departure(), round, None);
    }
    s.challenge(arrival(), 0, None);
    let ruling = Ruling::Overturned { truth: happened(hour(20)), fault: Fault::Falsification };
    for round in 0..8 {
        s.rule(departure(), round, ruling);
    }
    s.rule(arrival(), 0, ruling);
    for (of, part) in [(arrival(), 0), (departure(), 1)] {
        s.anyone(&s.compensate_msg(of, 0, (1, part)));
    }
    assert_eq!(s.world.usd_of(&s.payer), 54_000);
    s.assert_conserved();
}

/// A case in which nothing was found uses up nobody's challenge: a liar would have an accomplice complain before anybody cares.
#[test]
fn a_fact_of_which_nothing_was_found_can_be_challenged_again() {
    let mut s = Secured::new();
    let parts = [s.part(CAP_TIME, OnTime, 30), s.part(CAP_TIME, OnTime, 40)];
    s.reserve(1, &parts);
    s.world.settle(departure(), 0, happened(hour(10)));
    s.challenge(departure(), 0, None);
    s.pass(ADJUDICATION);
    s.anyone(&ExecuteMsg::LapseCase(s.round(departure(), 0)));
    s.bind(1, &[(0, departure())]);
    let (consumer, msg) = (s.consumer.clone(), s.bind_msg(1, &[(1, departure())]));
    s.world.refused(&consumer, &msg, ContractError::DecidedOverCap {});
    overturned(&mut s, 0, Fault::Falsification);
    s.anyone(&s.compensate_msg(departure(), 0, (1, 0)));
    assert_eq!(s.world.usd_of(&s.payer), CAP_TIME);
    s.assert_conserved();
}
