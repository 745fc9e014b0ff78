//! A signature counts for one word, in one round, about one thing, to one contract of one chain, once.

use oracle::ContractError;
use suite::{day, word, Suite, BILL, DEPARTED, HOUR, LOADED};
use types::digest::Digest;
use types::journey::Subject;
use types::oracle::{subject_digest, ExecuteMsg, SignedReport, SourceClass};

use crate::{happened, present};

/// On board on day 4, and it is day 5.
fn loaded() -> (Suite, u64) {
    let (mut suite, sale) = present(Suite::native());
    suite.wait_until(day(5));
    (suite, sale)
}

/// What `number` signs for the round with this digest.
fn over(suite: &Suite, number: u32, round: &Digest) -> SignedReport {
    suite.committee.reporter(number).sign(number, round, happened(day(4)), suite.now())
}

fn batch(suite: &Suite, reports: Vec<SignedReport>) -> ExecuteMsg {
    ExecuteMsg::Report { subject: suite.subject(BILL, LOADED), round: 0, reports }
}

#[test]
fn a_signature_for_anything_else_is_refused_and_with_it_the_whole_batch() {
    let (mut suite, _) = loaded();
    let mut second = suite.order_bill();
    second.token_id = word("MSC:BL-8");
    suite.issue(second);
    let subject = suite.subject(BILL, LOADED);
    let (chain, own, feed) = (testing::CHAIN_ID, suite.oracle.to_string(), suite.feed);
    let other_contract = Subject { collection: suite.escrow.to_string(), ..subject.clone() };
    for (what, round) in [
        ("another chain", subject_digest("portolan-1", &own, feed, &subject, 0)),
        ("another oracle", subject_digest(chain, suite.escrow.as_str(), feed, &subject, 0)),
        ("another feed", subject_digest(chain, &own, feed + 1, &subject, 0)),
        ("another event", subject_digest(chain, &own, feed, &suite.subject(BILL, DEPARTED), 0)),
        ("another title", subject_digest(chain, &own, feed, &suite.subject("MSC:BL-8", LOADED), 0)),
        ("another collection", subject_digest(chain, &own, feed, &other_contract, 0)),
        ("another round", subject_digest(chain, &own, feed, &subject, 1)),
    ] {
        // One of each scheme, last in a batch that is good otherwise.
        for number in [1, 2, 3] {
            let good = suite.round_digest(&subject, 0);
            let mut reports: Vec<_> = (4..=9).map(|number| over(&suite, number, &good)).collect();
            reports.push(over(&suite, number, &round));
            let msg = batch(&suite, reports);
            let refused = ContractError::BadSignature { reporter: number };
            suite.refused("thief", "oracle", &msg, refused);
            assert_eq!(suite.question(BILL, LOADED).open, None, "{what}");
        }
    }
}

#[test]
fn an_altered_word_or_signature_is_refused() {
    let (mut suite, _) = loaded();
    let round = suite.round_digest(&suite.subject(BILL, LOADED), 0);
    for number in [1, 2, 3] {
        let good = over(&suite, number, &round);
        let later = suite.committee.reporter(number).sign(number, &round, happened(day(4)), day(4));
        let mut flipped = good.signature.to_vec();
        flipped[40] ^= 1;
        for altered in [
            SignedReport { outcome: happened(day(3)), ..good.clone() },
            SignedReport { signed_at: day(4), ..good.clone() },
            SignedReport { signature: later.signature.clone(), ..good.clone() },
            SignedReport { signature: flipped.into(), ..good.clone() },
            SignedReport { signature: vec![0; 64].into(), ..good.clone() },
        ] {
            let msg = batch(&suite, vec![altered]);
            suite.refused("thief", "oracle", &msg, ContractError::BadSignature { reporter: number });
        }
        // In another's name.
        let theirs = SignedReport { reporter: number + 3, ..good };
        let msg = batch(&suite, vec![theirs]);
        suite.refused("thief", "oracle", &msg, ContractError::BadSignature { reporter: number + 3 });
    }
}

#[test]
fn the_high_s_twin_of_a_signature_counts_no_second_time() {
    let (mut suite, sale) = loaded();
    let round = suite.round_digest(&suite.subject(BILL, LOADED), 0);
    let reports: Vec<_> = (1..=5).map(|number| over(&suite, number, &round)).collect();
    let msg = batch(&suite, reports.clone());
    suite.oracle("anyone", &msg);
    let twins: Vec<_> = reports
        .into_iter()
        .filter(|report| report.reporter % 3 != 2)
        .map(|report| {
            let signer = &suite.committee.reporter(report.reporter).signer;
            SignedReport { signature: signer.high_s_twin(&report.signature), ..report }
        })
        .collect();
    assert_eq!(twins.len(), 3);
    let msg = batch(&suite, twins);
    suite.refused("thief", "oracle", &msg, ContractError::NothingNew {});
    suite.chain.advance(HOUR);
    suite.close_round(BILL, LOADED);
    assert_eq!(suite.gained("seller"), 0, "five are five");
    assert_eq!(suite.states(sale)[0], types::escrow::MilestoneState::Open);
}

#[test]
fn a_round_that_is_over_takes_its_signatures_no_more() {
    let (mut suite, _) = loaded();
    let msg = suite.report(BILL, LOADED, happened(day(4)), 1..=9);
    suite.oracle("anyone", &msg);
    assert_eq!(suite.gained("seller"), 3_000);
    let over = ContractError::WrongRound { expected: 1, actual: 0 };
    suite.refused("thief", "oracle", &msg, over);
}

#[test]
fn a_reporter_without_a_seat_is_refused() {
    let (mut suite, _) = loaded();
    let stranger = testing::Signer::ed25519("stranger");
    let key = types::oracle::PublicKey::Ed25519(stranger.public_key());
    suite.oracle("thief", &ExecuteMsg::EnrolReporter { key, class: SourceClass::Device });
    let round = suite.round_digest(&suite.subject(BILL, LOADED), 0);
    let foreign =
        suite::Reporter { operator: suite.address("thief"), class: SourceClass::Device, signer: stranger };
    let mut reports: Vec<_> = (1..=9).map(|number| over(&suite, number, &round)).collect();
    reports.push(foreign.sign(10, &round, happened(day(4)), suite.now()));
    let msg = batch(&suite, reports);
    let version = suite.feed().version;
    suite.refused("thief", "oracle", &msg, ContractError::NotInCommittee { reporter: 10, version });
}

#[test]
fn a_reporter_that_is_named_twice_is_refused() {
    let (mut suite, _) = loaded();
    let round = suite.round_digest(&suite.subject(BILL, LOADED), 0);
    let mut reports: Vec<_> = (1..=8).map(|number| over(&suite, number, &round)).collect();
    reports.push(over(&suite, 3, &round));
    let msg = batch(&suite, reports);
    suite.refused("thief", "oracle", &msg, ContractError::RepeatedReporter { reporter: 3 });
}

#[test]
fn nobody_signs_ahead_or_before_what_it_saw() {
    let (mut suite, _) = loaded();
    let round = suite.round_digest(&suite.subject(BILL, LOADED), 0);
    let now = suite.now();
    for (outcome, signed_at, refused) in [
        (day(4), day(6), ContractError::SignedAhead { reporter: 1, signed_at: day(6), now }),
        (day(5), day(4), ContractError::SignedBefore { reporter: 1, signed_at: day(4), time: day(5) }),
    ] {
        let report = suite.committee.reporter(1).sign(1, &round, happened(outcome), signed_at);
        let msg = batch(&suite, vec![report]);
        suite.refused("thief", "oracle", &msg, refused);
    }
}
