//! The real oracle on a chain in memory, asked about a voyage of two containers; three reporters, one a curve.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use cosmwasm_std::{coin, Addr};
use numeric::Seconds;
use types::journey::{Journey, Leg, Subject};
use types::oracle::{
    Cutoff, ExecuteMsg, FeedKind, FeedResponse, FeedRules, InquiryResponse, InstantiateMsg,
    MeasurementResponse, Measures, QueryMsg, SourceClass,
};

use super::super::journal::Journal;
use super::super::sign::{message, sign};
use super::*;
use crate::chain::{ask, call, instantiate, must, Answer, Chain, Code, Embedded, Transaction};
use crate::reporter_key::ReporterKey;

/// ISO 6346's own example, and DCSA's.
pub const FIRST: &str = "CSQU3054383";
pub const SECOND: &str = "APZU4812090";
/// When the reporters sign, unless a test says otherwise.
pub const NOW: &str = "2025-04-20T00:00:00Z";
/// By which it may be asked whether the ship has sailed.
pub const CUTOFF: &str = "2025-03-10T00:00:00Z";

pub struct Feed {
    pub chain: Embedded,
    pub keys: Vec<ReporterKey>,
    pub asked: Asked,
    pub places: Places,
    pub references: Vec<String>,
    pub now: UnixTime,
    folder: PathBuf,
    collection: Addr,
}

impl Drop for Feed {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn keys() -> Vec<ReporterKey> {
    let secp256k1 = k256::ecdsa::SigningKey::from_slice(&[1; 32]).unwrap();
    let secp256r1 = p256::ecdsa::SigningKey::from_slice(&[2; 32]).unwrap();
    let ed25519 = ed25519_dalek::SigningKey::from_bytes(&[3; 32]);
    vec![
        ReporterKey::Secp256k1(Box::new(secp256k1)),
        ReporterKey::Secp256r1(Box::new(secp256r1)),
        ReporterKey::Ed25519(Box::new(ed25519)),
    ]
}

fn journey() -> Journey {
    let leg = Leg {
        mode: "maritime".parse().unwrap(),
        from: "CNSHA".parse().unwrap(),
        to: "NLRTM".parse().unwrap(),
        carrier: "MSCU".to_owned(),
        departure: at("2025-03-02T00:00:00Z"),
        arrival: at("2025-04-01T00:00:00Z"),
        equipment: vec![FIRST.parse().unwrap(), SECOND.parse().unwrap()],
    };
    Journey { feed: 1, legs: vec![leg], milestones: vec![] }
}

fn question(event: &str, place: &str) -> MilestoneRef {
    MilestoneRef { leg: 0, event: event.parse().unwrap(), place: place.parse().unwrap() }
}

impl Feed {
    /// Everybody is there, and everything about the voyage is asked.
    pub fn new() -> Self {
        let questions =
            [("GTIN", "CNSHA"), ("LOAD", "CNSHA"), ("DEPA", "CNSHA"), ("ARRI", "NLRTM"), ("DISC", "NLRTM")];
        Self::asking(None, &questions)
    }

    /// A feed of temperatures in tenths of a degree, from -40.0 to 40.0, one a day.
    pub fn of_temperatures() -> Self {
        let measures = Measures {
            quantity: "temperature".parse().unwrap(),
            unit: types::unit::Unit::DegreeCelsius,
            decimals: 1,
            least: Reading::new(-400),
            most: Reading::new(400),
            heartbeat: Seconds::days(1),
            max_jump: 1_000,
            max_dispersion: 100,
            accuracy: 5,
            min_reporters: 2,
        };
        Self::asking(Some(measures), &[("INSP", "NLRTM")])
    }

    fn asking(measures: Option<Measures>, questions: &[(&str, &str)]) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("portolan-attest-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();

        let begin = at("2025-03-01T00:00:00Z");
        let mut chain = Embedded::starting(begin, "treasury", coin(1, "uusd")).unwrap();
        let owner = chain.account("owner").unwrap();
        let collection = chain.account("collection").unwrap();
        let setup = InstantiateMsg {
            owner: owner.to_string(),
            guardian: None,
            unbonding: Seconds::days(21),
            assets: vec![],
        };
        let oracle = instantiate(&mut chain, &owner, &owner, Code::Oracle, "oracle", &setup).unwrap();
        let keys = keys();
        let enrolments = keys
            .iter()
            .map(|key| ExecuteMsg::EnrolReporter { key: key.public_key(), class: SourceClass::Carrier });
        let create = ExecuteMsg::CreateFeed {
            kind: FeedKind::Named { reporters: vec![1, 2, 3], threshold: 2 },
            rules: FeedRules {
                tolerance: Seconds::minutes(10),
                collection: Seconds::minutes(30),
                min_operators: 1,
                min_classes: 1,
                correction: Seconds::days(30),
                longest_reservation: Seconds::days(60),
                unpledge_notice: Seconds::days(60),
                deposit: None,
                measures: measures.clone(),
            },
        };
        for msg in enrolments.chain([create]) {
            must(&mut chain, Transaction::of(&owner, call(&oracle, &msg, vec![]).unwrap())).unwrap();
        }
        let questions: Vec<_> = questions.iter().map(|(event, place)| question(event, place)).collect();
        let token_id: types::text::TokenId = "MSC:BL-7".parse().unwrap();
        let request = ExecuteMsg::Ask {
            token_id: token_id.clone(),
            feed: 1,
            questions: questions.clone(),
            refund_to: owner.to_string(),
            until: at("2025-12-01T00:00:00Z"),
        };
        let departure = questions.iter().find(|asked| asked.event == EventCode::Departed);
        let cutoff = departure.map(|asked| Cutoff { milestone: *asked, cutoff: at(CUTOFF) });
        let cutoffs =
            cutoff.map(|cutoff| ExecuteMsg::AddCutoffs { token_id: token_id.clone(), cutoffs: vec![cutoff] });
        for msg in [request].into_iter().chain(cutoffs) {
            must(&mut chain, Transaction::of(&collection, call(&oracle, &msg, vec![]).unwrap())).unwrap();
        }
        let inquiry = QueryMsg::Inquiry { collection: collection.to_string(), token_id: token_id.clone() };
        let inquiry: InquiryResponse = ask(&chain, &oracle, &inquiry).unwrap();
        let feed: FeedResponse = ask(&chain, &oracle, &QueryMsg::Feed { feed: 1 }).unwrap();
        let asked = Asked {
            chain_id: chain.id().to_owned(),
            oracle: oracle.to_string(),
            collection: collection.to_string(),
            token_id,
            journey: journey(),
            inquiry,
            tolerance: feed.rules.tolerance,
            measures,
            committee: feed.committee,
        };
        Self {
            chain,
            keys,
            asked,
            places: Places::default(),
            references: vec![],
            now: at(NOW),
            folder,
            collection,
        }
    }

    fn oracle(&self) -> Addr {
        Addr::unchecked(&self.asked.oracle)
    }

    /// Reads the oracle's answers again.
    pub fn refresh(&mut self) {
        let (collection, token_id) = (self.asked.collection.clone(), self.asked.token_id.clone());
        let question = QueryMsg::Inquiry { collection, token_id };
        self.asked.inquiry = ask(&self.chain, &self.oracle(), &question).unwrap();
    }

    pub fn journal_file(&self, reporter: usize) -> PathBuf {
        self.folder.join(format!("{reporter}.signed"))
    }

    /// What one reporter makes of publications. Reporters are counted from 0.
    pub fn decide(&self, reporter: usize, publications: &[Publication]) -> Decision {
        let journal = Journal::open(&self.journal_file(reporter)).unwrap();
        self.decide_with(reporter, publications, journal.entries())
    }

    fn decide_with(&self, reporter: usize, publications: &[Publication], journal: &[Entry]) -> Decision {
        let case = Case {
            asked: &self.asked,
            references: &self.references,
            places: &self.places,
            quantity: None,
            now: self.now,
            reporter: self.asked.reporter(&self.keys[reporter].public_key()),
            journal,
        };
        decide(&case, publications)
    }

    /// What one reporter signs.
    pub fn sign(&self, reporter: usize, publications: &[Publication]) -> Vec<Entry> {
        let mut journal = Journal::open(&self.journal_file(reporter)).unwrap();
        let decision = self.decide_with(reporter, publications, journal.entries());
        assert_eq!(decision.doubted, []);
        let (key, number) = (&self.keys[reporter], u32::try_from(reporter).unwrap() + 1);
        sign(&self.asked, &decision.reports, key, number, self.now, &mut journal).unwrap()
    }

    /// Anyone sends signed reports, at the time of signing.
    pub fn submit(&mut self, entries: &[Entry]) -> Vec<Answer> {
        self.chain.wait_until(self.now).unwrap();
        let (sender, oracle) = (self.collection.clone(), self.oracle());
        let sent = entries
            .iter()
            .map(|entry| Transaction::of(&sender, call(&oracle, &message(entry), vec![]).unwrap()));
        let answers = self.chain.submit(sent.collect()).unwrap();
        self.refresh();
        answers
    }

    /// All reporters sign what was published, and the oracle takes it.
    pub fn all_report(&mut self, publications: &[Publication]) {
        for reporter in 0..self.keys.len() {
            let signed = self.sign(reporter, publications);
            for answer in self.submit(&signed) {
                answer.unwrap();
            }
        }
    }

    /// Anyone closes the open round of a question.
    pub fn close(&mut self, question: usize) {
        self.now = self.now.checked_add(Seconds::minutes(30)).unwrap();
        self.chain.wait_until(self.now).unwrap();
        let asked = &self.asked.inquiry.questions[question];
        let subject: Subject = self.asked.subject(asked.milestone);
        let close = ExecuteMsg::Close { subject, round: asked.round };
        let close = call(&self.oracle(), &close, vec![]).unwrap();
        must(&mut self.chain, Transaction::of(&self.collection.clone(), close)).unwrap();
        self.refresh();
    }

    /// The last final number of the only question.
    pub fn number(&self) -> Option<(i64, UnixTime)> {
        let subject = self.asked.subject(self.asked.inquiry.questions[0].milestone);
        let answer: MeasurementResponse =
            ask(&self.chain, &self.oracle(), &QueryMsg::Measurement { subject }).unwrap();
        answer.last.map(|last| (last.value.get(), last.at))
    }

    /// What is final of a question.
    pub fn standing(&self, question: usize) -> types::journey::Standing {
        self.asked.inquiry.questions[question].standing
    }
}
