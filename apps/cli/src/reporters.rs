//! The nine who see the goods move: whose they are, what they see with, how honest they are, and their signatures.

use std::cell::Cell;
use std::time::Duration;

use anyhow::{Context, Result};
use numeric::{Reading, Seconds, UnixTime};
use sha2::{Digest as _, Sha256};
use types::journey::{Outcome, Subject};
use types::oracle::{report_digest, subject_digest, PublicKey, SignedReport, SourceClass};

use crate::chance::{Chance, Draws};
use crate::clock::Pace;
use crate::deploy::feed::TOLERANCE;
use crate::processor;
use crate::reporter_key::ReporterKey;

/// How long a reporter may take to sign before its round is submitted, seconds.
const SIGNING_TIME: Seconds = Seconds::minutes(5);
/// What a lie is off by at least, however fast the scenario goes: three times what the feed tolerates.
const LEAST_LIE: u64 = 3;

/// What a reporter makes of what it sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Character {
    /// Reports what it sees, as well as it sees it.
    Honest,
    /// The same, but says nothing one time in five.
    Shy,
    /// Never reports what it sees.
    Liar,
}

/// What really happened to a milestone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// It happened then.
    Happened(UnixTime),
    /// It had not happened by then.
    NotBy {
        /// The cut-off.
        cutoff: UnixTime,
        /// When it was planned: what a liar says it was.
        planned: UnixTime,
    },
    /// So much was measured then.
    Measured {
        /// The number.
        value: Reading,
        /// When.
        at: UnixTime,
    },
}

/// Who sees wrongly or not at all, where a file says so. Everybody else reports the exact truth.
#[derive(Clone, Debug, Default)]
pub struct Sight {
    /// Reporters who lie, by name.
    pub liars: Vec<String>,
    /// Reporters who say nothing, by name.
    pub silent: Vec<String>,
}

impl Sight {
    fn of(&self, reporter: &Reporter) -> Option<Character> {
        let named = |names: &[String]| names.iter().any(|name| name == reporter.name);
        if named(&self.silent) {
            return None;
        }
        Some(if named(&self.liars) { Character::Liar } else { Character::Honest })
    }
}

/// What the reporters are called.
pub fn names() -> impl Iterator<Item = &'static str> {
    CAST.iter().map(|(name, ..)| *name)
}

/// The name, operator, class, curve and character of each reporter.
const CAST: [(&str, &str, SourceClass, Curve, Character); 9] = {
    use Character::{Honest, Liar, Shy};
    use Curve::{Ed25519, Secp256k1};
    use SourceClass::{Carrier, Satellite, Terminal};
    [
        ("Meridian movement desk", "Meridian", Carrier, Secp256k1, Honest),
        ("Meridian gate cameras", "Meridian", Terminal, Secp256k1, Honest),
        ("Kestrel crew log", "Kestrel", Carrier, Secp256k1, Honest),
        ("Kestrel satellite", "Kestrel", Satellite, Ed25519, Honest),
        ("Portside terminal", "Portside", Terminal, Secp256k1, Honest),
        ("Portside dispatch", "Portside", Carrier, Secp256k1, Liar),
        ("Apron handling", "Apron", Terminal, Ed25519, Honest),
        ("Apron antenna", "Apron", Satellite, Secp256k1, Honest),
        ("Orbit antenna", "Orbit", Satellite, Ed25519, Shy),
    ]
};

/// A scheme that reporters sign by.
#[derive(Clone, Copy)]
pub enum Curve {
    /// ECDSA.
    Secp256k1,
    /// ECDSA as in secure elements: no reporter's here, but a device's.
    Secp256r1,
    /// EdDSA.
    Ed25519,
}

/// A reporter and its key.
pub struct Reporter {
    /// What it is called.
    pub name: &'static str,
    /// Whose it is.
    pub operator: &'static str,
    /// What it sees with.
    pub class: SourceClass,
    /// How honest it is.
    pub character: Character,
    /// Its number at the oracle, once it is enrolled.
    pub number: u32,
    key: ReporterKey,
}

/// All reporters of a feed.
pub struct Reporters {
    /// In the order in which they are enrolled.
    pub all: Vec<Reporter>,
    /// How fast the scenario goes.
    pub pace: Pace,
    /// How far an honest time may be off.
    noise: Seconds,
    chance: Chance,
    signing: Cell<Duration>,
}

/// What is asked, and of whom: the chain's own name for it, of which every signature is a part.
#[derive(Clone, Copy)]
pub struct Inquiry<'a> {
    /// The chain.
    pub chain_id: &'a str,
    /// The oracle on it.
    pub oracle: &'a str,
    /// The feed.
    pub feed: u32,
    /// The milestone.
    pub subject: &'a Subject,
    /// The round.
    pub round: u32,
}

impl Reporters {
    /// The nine, with an honest noise of at most `noise` to both sides.
    pub fn assemble(chance: Chance, noise: Seconds, pace: Pace) -> Result<Self> {
        let all = CAST.iter().map(|&(name, operator, class, curve, character)| {
            Ok(Reporter { name, operator, class, character, number: 0, key: key(curve, name)? })
        });
        Ok(Self {
            all: all.collect::<Result<_>>()?,
            noise: pace.within(noise),
            pace,
            chance,
            signing: Cell::default(),
        })
    }

    /// The operators, each once.
    pub fn operators(&self) -> Vec<&'static str> {
        let mut operators: Vec<&'static str> = self.all.iter().map(|reporter| reporter.operator).collect();
        operators.dedup();
        operators
    }

    /// Those of an operator.
    pub fn of<'a>(&'a self, operator: &'a str) -> impl Iterator<Item = &'a Reporter> {
        self.all.iter().filter(move |reporter| reporter.operator == operator)
    }

    /// When a round about this can be submitted: everyone has seen it, and has had time to sign.
    pub fn ready(&self, truth: Truth) -> Result<UnixTime> {
        let seen = match truth {
            Truth::Happened(at) => at.checked_add(self.noise)?,
            Truth::NotBy { cutoff, .. } => cutoff,
            Truth::Measured { at, .. } => at,
        };
        Ok(seen.checked_add(self.pace.of(SIGNING_TIME))?)
    }

    /// What each reporter signs in one round, submitted at `now`.
    pub fn sign(&self, inquiry: &Inquiry, truth: Truth, now: UnixTime) -> Result<Vec<SignedReport>> {
        self.signed(inquiry, self.words(inquiry, truth)?, now)
    }

    /// The same where it is written who lies and who is silent.
    pub fn sign_as_told(
        &self,
        inquiry: &Inquiry,
        truth: Truth,
        now: UnixTime,
        sight: &Sight,
    ) -> Result<Vec<SignedReport>> {
        let mut words = Vec::with_capacity(self.all.len());
        for reporter in &self.all {
            let Some(character) = sight.of(reporter) else { continue };
            let mut draws = self.occasion(reporter, inquiry, b"sees");
            if let Some(outcome) = character.word(truth, Seconds::ZERO, self.pace, &mut draws)? {
                words.push((reporter, outcome));
            }
        }
        self.signed(inquiry, words, now)
    }

    fn signed(
        &self,
        inquiry: &Inquiry,
        words: Vec<(&Reporter, Outcome)>,
        now: UnixTime,
    ) -> Result<Vec<SignedReport>> {
        let started = processor::time();
        let subject =
            subject_digest(inquiry.chain_id, inquiry.oracle, inquiry.feed, inquiry.subject, inquiry.round);
        let mut reports = Vec::with_capacity(self.all.len());
        for (reporter, outcome) in words {
            let delay = self.occasion(reporter, inquiry, b"signs").below(self.pace.of(SIGNING_TIME).get());
            let signed_at = earlier(now, delay)?.max(seen_at(outcome).unwrap_or(now));
            let signature = reporter.key.sign(&report_digest(&subject, &outcome, signed_at))?;
            reports.push(SignedReport { reporter: reporter.number, outcome, signed_at, signature });
        }
        self.signing.set(self.signing.get().saturating_add(processor::time().saturating_sub(started)));
        Ok(reports)
    }

    /// What each reporter says in one round, if it says anything.
    pub fn words(&self, inquiry: &Inquiry, truth: Truth) -> Result<Vec<(&Reporter, Outcome)>> {
        let mut words = Vec::with_capacity(self.all.len());
        for reporter in &self.all {
            let mut draws = self.occasion(reporter, inquiry, b"sees");
            if let Some(outcome) = reporter.character.word(truth, self.noise, self.pace, &mut draws)? {
                words.push((reporter, outcome));
            }
        }
        Ok(words)
    }

    /// How much time signing has taken so far.
    pub fn time_spent_signing(&self) -> Duration {
        self.signing.get()
    }

    fn occasion(&self, reporter: &Reporter, inquiry: &Inquiry, does: &[u8]) -> Draws {
        self.chance.occasion(&[
            inquiry.subject.token_id.as_str().as_bytes(),
            &[inquiry.subject.milestone.leg],
            inquiry.subject.milestone.event.canonical().as_bytes(),
            &inquiry.round.to_be_bytes(),
            reporter.name.as_bytes(),
            does,
        ])
    }
}

impl Reporter {
    /// Its public key.
    pub fn public_key(&self) -> PublicKey {
        self.key.public_key()
    }
}

impl Character {
    /// What somebody like this says of what happened, if anything.
    fn word(self, truth: Truth, noise: Seconds, pace: Pace, draws: &mut Draws) -> Result<Option<Outcome>> {
        let keeps_quiet = self == Self::Shy && draws.happens(1, 5);
        if keeps_quiet {
            return Ok(None);
        }
        let outcome = match (truth, self) {
            (Truth::Happened(at), Self::Liar) => {
                let hours = 2u64.saturating_add(draws.below(7));
                let least = pace.of(TOLERANCE).get().saturating_mul(LEAST_LIE);
                Outcome::Happened { at: earlier(at, pace.of(Seconds::hours(hours)).get().max(least))? }
            }
            (Truth::NotBy { planned, .. }, Self::Liar) => Outcome::Happened { at: planned },
            (Truth::Happened(at), _) => {
                let off = draws.below(noise.get().saturating_mul(2).saturating_add(1));
                let latest = at.checked_add(noise)?;
                Outcome::Happened { at: earlier(latest, off)? }
            }
            (Truth::NotBy { cutoff, .. }, _) => Outcome::NotBy { cutoff },
            // A liar adds a tenth; the others' scales are exact.
            (Truth::Measured { value, at }, Self::Liar) => {
                let more = value.get().checked_div(10).and_then(|tenth| value.get().checked_add(tenth));
                Outcome::Measured { value: Reading::new(more.unwrap_or(i64::MAX)), at }
            }
            (Truth::Measured { value, at }, _) => Outcome::Measured { value, at },
        };
        Ok(Some(outcome))
    }
}

/// The key that follows from a name: good for a demo, and only for that.
pub fn key(curve: Curve, name: &str) -> Result<ReporterKey> {
    let secret: [u8; 32] = Sha256::digest(name.as_bytes()).into();
    Ok(match curve {
        Curve::Secp256k1 => {
            let key = k256::ecdsa::SigningKey::from_slice(&secret);
            ReporterKey::Secp256k1(Box::new(key.context("this name gives no key")?))
        }
        Curve::Secp256r1 => {
            let key = p256::ecdsa::SigningKey::from_slice(&secret);
            ReporterKey::Secp256r1(Box::new(key.context("this name gives no key")?))
        }
        Curve::Ed25519 => ReporterKey::Ed25519(Box::new(ed25519_dalek::SigningKey::from_bytes(&secret))),
    })
}

/// Nobody signs for what has not happened yet.
fn seen_at(outcome: Outcome) -> Option<UnixTime> {
    match outcome {
        Outcome::Happened { at } | Outcome::Measured { at, .. } => Some(at),
        Outcome::NotBy { cutoff } => Some(cutoff),
        Outcome::Unresolvable {} => None,
    }
}

fn earlier(than: UnixTime, by: u64) -> Result<UnixTime> {
    Ok(UnixTime::new(than.seconds().saturating_sub(by))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> UnixTime {
        UnixTime::new(1_357_000_000 + seconds).unwrap()
    }

    fn subject() -> Subject {
        serde_json::from_str(
            r#"{"collection":"titles","token_id":"A","milestone":{"leg":0,"event":"ARRI","place":"NLRTM"}}"#,
        )
        .unwrap()
    }

    fn said(noise: Seconds, truth: Truth) -> Vec<(Character, Outcome)> {
        let reporters = Reporters::assemble(Chance::seeded(1), noise, Pace::REAL).unwrap();
        let subject = subject();
        let inquiry = Inquiry { chain_id: "chain", oracle: "oracle", feed: 1, subject: &subject, round: 0 };
        let words = reporters.words(&inquiry, truth).unwrap();
        words.into_iter().map(|(reporter, outcome)| (reporter.character, outcome)).collect()
    }

    #[test]
    fn nine_reporters_of_five_operators_and_three_classes() {
        let reporters = Reporters::assemble(Chance::seeded(1), Seconds::ZERO, Pace::REAL).unwrap();
        let mut classes: Vec<_> = reporters.all.iter().map(|reporter| reporter.class).collect();
        classes.sort();
        classes.dedup();
        assert_eq!((reporters.all.len(), reporters.operators().len(), classes.len()), (9, 5, 3));
    }

    #[test]
    fn only_the_liar_says_otherwise_than_it_was_without_noise() {
        for truth in [Truth::Happened(at(90_000)), Truth::NotBy { cutoff: at(90_000), planned: at(3_600) }] {
            let expected = match truth {
                Truth::Happened(at) => Outcome::Happened { at },
                Truth::NotBy { cutoff, .. } => Outcome::NotBy { cutoff },
                Truth::Measured { value, at } => Outcome::Measured { value, at },
            };
            let said = said(Seconds::ZERO, truth);
            assert!(said.len() >= 8);
            for (character, outcome) in said {
                assert_eq!(
                    outcome == expected,
                    character != Character::Liar,
                    "{character:?} said {outcome:?}"
                );
            }
        }
    }

    #[test]
    fn honest_noise_stays_within_its_bound() {
        for (character, outcome) in said(Seconds::minutes(3), Truth::Happened(at(90_000))) {
            let Outcome::Happened { at: said } = outcome else { panic!("{outcome:?}") };
            let off = said.seconds().abs_diff(at(90_000).seconds());
            assert_eq!(off <= 180, character != Character::Liar, "{off} s");
        }
    }

    #[test]
    fn whom_a_file_calls_silent_says_nothing_and_whom_it_calls_a_liar_lies() {
        let reporters = Reporters::assemble(Chance::seeded(1), Seconds::minutes(3), Pace::REAL).unwrap();
        let subject = subject();
        let inquiry = Inquiry { chain_id: "chain", oracle: "oracle", feed: 1, subject: &subject, round: 0 };
        let sight = Sight { liars: vec!["Kestrel crew log".into()], silent: vec!["Orbit antenna".into()] };
        let truth = Truth::Happened(at(90_000));
        let reports = reporters.sign_as_told(&inquiry, truth, at(90_060), &sight).unwrap();
        let honest = reports.iter().filter(|report| report.outcome == Outcome::Happened { at: at(90_000) });
        assert_eq!((reports.len(), honest.count()), (8, 7));
        assert!(reports
            .iter()
            .all(|report| report.signed_at >= at(90_000) || report.outcome != reports[0].outcome));
    }
}
