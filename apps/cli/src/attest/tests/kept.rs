//! The journal of what a key has signed.

use std::fs;

use super::super::journal::Journal;
use super::feed::FIRST;
use super::*;

fn departure() -> Vec<Publication> {
    table(&format!("d1 - DEPA ACT 2025-03-02T07:15:00Z CNSHA {FIRST}"))
}

#[test]
fn the_same_word_again_is_the_same_signature_at_whatever_time() {
    let mut feed = Feed::new();
    let signed = feed.sign(0, &departure());
    let kept = fs::read(feed.journal_file(0)).unwrap();
    feed.now = at("2025-04-21T00:00:00Z");
    assert_eq!(feed.sign(0, &departure()), signed);
    assert_eq!(fs::read(feed.journal_file(0)).unwrap(), kept, "and is not written twice");
}

#[test]
fn what_a_crash_left_half_written_is_cut_off_and_what_somebody_broke_is_refused() {
    let feed = Feed::new();
    let file = feed.journal_file(0);
    let signed = feed.sign(0, &departure());
    let whole = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{whole}{}", &whole[..whole.len() / 2])).unwrap();
    assert_eq!(Journal::open(&file).unwrap().entries(), signed);
    assert_eq!(fs::read_to_string(&file).unwrap(), whole);

    fs::write(&file, format!("{whole}{}\n", &whole[..whole.len() / 2])).unwrap();
    let refused = format!("{:#}", Journal::open(&file).err().unwrap());
    assert!(refused.contains(":2: this is no line of a journal"), "{refused}");
}

#[test]
fn two_do_not_sign_with_one_journal_at_once() {
    let feed = Feed::new();
    let first = Journal::open(&feed.journal_file(0)).unwrap();
    assert!(Journal::open(&feed.journal_file(0)).is_err());
    drop(first);
    assert!(Journal::open(&feed.journal_file(0)).is_ok());
}

#[test]
fn what_was_signed_elsewhere_is_no_word_here() {
    let feed = Feed::new();
    feed.sign(0, &departure());
    let mut other = Feed::new();
    other.asked.chain_id = "other-1".to_owned();
    fs::copy(feed.journal_file(0), other.journal_file(0)).unwrap();
    let later = table(&format!("d2 - DEPA ACT 2025-03-02T09:15:00Z CNSHA {FIRST}"));
    assert_eq!(other.decide(0, &later).reports.len(), 1);
    assert_eq!(feed.decide(0, &later).doubted.len(), 1);
}

#[test]
fn two_reporters_may_share_a_journal_and_never_a_word() {
    let mut feed = Feed::new();
    let first = feed.sign(0, &departure());
    fs::copy(feed.journal_file(0), feed.journal_file(1)).unwrap();
    let second = feed.sign(1, &departure());
    assert_eq!((first[0].report.reporter, second[0].report.reporter), (1, 2));
    for answer in feed.submit(&[first, second].concat()) {
        answer.unwrap();
    }
}
