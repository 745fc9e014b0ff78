//! `portolan report`: what carriers and sensors publish, as signed reports.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::SystemTime;

use anyhow::{bail, ensure, Context, Result};
use clap::Args;
use cosmwasm_std::Addr;
use numeric::UnixTime;
use serde_json::json;
use types::oracle::ExecuteMsg;
use types::text::TokenId;

use super::node::{key, NodeOptions};
use super::say;
use crate::attest::asked::Asked;
use crate::attest::journal::{Entry, Journal};
use crate::attest::words::told;
use crate::attest::{decide, sign, Case, Decision, Places};
use crate::chain::keys::Keyring;
use crate::chain::node::Node;
use crate::chain::{call, must, Chain as _, Transaction};
use crate::deploy::file::DeploymentFile;
use crate::publications::{self, Fault, Format, Publication, Refused};
use crate::report::publications as tables;
use crate::reporter_key::ReporterKey;

/// Who pays for what is submitted.
const SENDER: &str = "sender";

/// What `portolan report` can be told.
#[derive(Args, Debug)]
pub struct Options {
    /// What was published: DCSA Track & Trace, IATA ONE Record, EPCIS 2.0, or a table (docs/report.md)
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// In which format all of it is [default: as it looks]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// What is asked of the shipment, as --save-journey wrote it; else the node is asked
    #[arg(long, value_name = "FILE", conflicts_with_all = ["node", "deployment", "token_id", "save_journey"])]
    journey: Option<PathBuf>,
    /// The deployment file that `portolan deploy` wrote
    #[arg(long, value_name = "FILE", required_unless_present = "journey")]
    deployment: Option<PathBuf>,
    /// The shipment
    #[arg(long, value_name = "ID", required_unless_present = "journey")]
    token_id: Option<String>,
    /// The collection that it is of [default: the deployment's titles]
    #[arg(long, value_name = "ADDRESS")]
    collection: Option<String>,
    /// Writes down what is asked, for a machine without a network
    #[arg(long, value_name = "FILE")]
    save_journey: Option<PathBuf>,
    /// A number by which publications name the shipment: booking, transport document, air waybill, order; may be repeated
    #[arg(long, value_name = "NUMBER")]
    reference: Vec<String>,
    /// What publications call that which the feed measures, if not the same: mass for outturn_weight
    #[arg(long, value_name = "NAME")]
    quantity: Option<String>,
    /// UN/LOCODEs of airports, GLNs and the like: a table with the columns code and locode
    #[arg(long, value_name = "FILE")]
    places: Option<PathBuf>,
    /// The reporter's key in a file that only you can read: PKCS#8 PEM, or a mnemonic. Without it nothing is signed
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
    /// Where all that this key ever signed is written down [default: KEY-FILE.signed]
    #[arg(long, value_name = "FILE", requires = "key_file")]
    journal: Option<PathBuf>,
    /// The time of signing, as in 2025-03-04T17:00:00Z [default: the clock's, or the chain's if that is behind]
    #[arg(long, value_name = "TIME", value_parser = time)]
    now: Option<UnixTime>,
    /// Signs the rest when something was refused
    #[arg(long)]
    skip_refused: bool,
    /// Writes the signed reports as messages to the oracle
    #[arg(long, value_name = "FILE", requires = "key_file")]
    out: Option<PathBuf>,
    /// Sends them
    #[arg(long, requires_all = ["key_file", "sender_key_file"], conflicts_with = "journey")]
    submit: bool,
    /// The mnemonic of the account that pays for sending, in a file that only you can read
    #[arg(long, value_name = "FILE")]
    sender_key_file: Option<PathBuf>,
    /// Prints JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    node: NodeOptions,
}

fn time(text: &str) -> Result<UnixTime, String> {
    publications::moment("--now", text).map_err(|fault| fault.to_string())
}

/// Reads, decides, signs, and says what became of each publication.
pub fn run(options: &Options) -> Result<ExitCode> {
    let (asked, mut node) = options.asked()?;
    if let Some(file) = &options.save_journey {
        asked.write(file)?;
    }
    let now = options.time_of_signing(node.as_ref())?;
    let places = options.places.as_deref().map(Places::read).transpose()?.unwrap_or_default();
    let signer = options.signer(&asked)?;
    let (mut journal, reporter) = match &signer {
        Some(signer) => (Some(Journal::open(&options.journal_file()?)?), Some(signer.reporter)),
        None => (None, None),
    };
    let (mut published, mut unread) = (Vec::new(), Vec::new());
    for file in &options.files {
        let sheet = publications::read(file, options.format);
        published.extend(sheet.publications);
        unread.extend(sheet.refused);
    }

    let said = journal.as_ref().map(|journal| journal.entries().to_vec()).unwrap_or_default();
    let case = Case {
        asked: &asked,
        references: &options.reference,
        places: &places,
        quantity: options.quantity.as_deref(),
        now,
        reporter,
        journal: &said,
    };
    let found = Found { decision: decide(&case, &published), published, unread };
    let may_sign = found.is_clear() || options.skip_refused;

    let mut signed = Vec::new();
    if let (Some(signer), Some(journal), true) = (&signer, &mut journal, may_sign) {
        let Found { decision: Decision { reports, .. }, .. } = &found;
        signed = sign::sign(&asked, reports, &signer.key, signer.reporter, now, journal)?;
    }
    let messages: Vec<ExecuteMsg> = signed.iter().map(sign::message).collect();
    if let Some(file) = options.out.as_ref().filter(|_| may_sign) {
        let text = serde_json::to_string_pretty(&messages)? + "\n";
        fs::write(file, text).with_context(|| format!("{} cannot be written", file.display()))?;
    }
    if options.json {
        say(serde_json::to_string_pretty(&found.as_json(&messages))?)?;
    } else {
        found.say(&signed, signer.is_some(), may_sign)?;
    }
    if let (true, Some(node)) = (options.submit && !messages.is_empty(), &mut node) {
        submit(node, &asked, &messages)?;
        if !options.json {
            say(format!("Sent {} to {}", count(messages.len(), "report"), asked.oracle))?;
        }
    }
    Ok(if found.is_clear() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// `1 report`, `2 reports`.
fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

fn submit(node: &mut Node, asked: &Asked, messages: &[ExecuteMsg]) -> Result<()> {
    let sender = node.account(SENDER)?;
    let oracle = Addr::unchecked(&asked.oracle);
    let messages = messages.iter().map(|message| call(&oracle, message, vec![])).collect::<Result<_>>()?;
    must(node, Transaction { sender, messages }).context("the oracle did not take the reports")?;
    Ok(())
}

/// Who signs.
struct Signer {
    key: ReporterKey,
    reporter: u32,
}

impl Options {
    /// What is asked, and the node that said so.
    fn asked(&self) -> Result<(Asked, Option<Node>)> {
        if let Some(file) = &self.journey {
            return Ok((Asked::read(file)?, None));
        }
        let (Some(deployment), Some(token_id)) = (&self.deployment, &self.token_id) else {
            bail!("name what is asked: --journey FILE, or --node URL --deployment FILE --token-id ID");
        };
        let mut keys = Keyring::of_run("");
        if let Some(file) = self.sender_key_file.as_deref().filter(|_| self.submit) {
            keys = keys.with(SENDER, key(Some(file))?);
        }
        let node = Node::connect(&self.node.connection(None)?, keys, SENDER)?;
        let deployment = DeploymentFile::read(deployment, node.id())?;
        let of = |name: &str| {
            let contract = deployment.contracts.get(name);
            contract
                .map(|contract| contract.address.clone())
                .with_context(|| format!("the deployment has no {name}"))
        };
        let collection = self.collection.as_ref().map(Addr::unchecked).map_or_else(|| of("shipment"), Ok)?;
        let token_id: TokenId = token_id.parse().context("--token-id")?;
        let asked = Asked::of(&node, &of("oracle")?, &collection, &token_id)
            .with_context(|| format!("{token_id} of {collection} cannot be asked about"))?;
        Ok((asked, Some(node)))
    }

    /// A report may not be dated after the block that takes it, nor tell of what is still to come.
    fn time_of_signing(&self, node: Option<&Node>) -> Result<UnixTime> {
        let clock =
            SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).context("the clock is before 1970")?;
        let clock = UnixTime::new(clock.as_secs())?;
        let latest = match node {
            Some(node) => clock.min(node.now()?),
            None => clock,
        };
        let now = self.now.unwrap_or(latest);
        ensure!(
            now <= latest,
            "--now is ahead of the clock, which shows {}: nobody signs ahead",
            told(latest)
        );
        Ok(now)
    }

    fn signer(&self, asked: &Asked) -> Result<Option<Signer>> {
        let Some(file) = &self.key_file else { return Ok(None) };
        let key = ReporterKey::from_file(file)?;
        let feed = asked.inquiry.feed;
        let reporter = asked.reporter(&key.public_key()).with_context(|| {
            format!(
                "the key in {} has no seat in feed {feed}: name that of a reporter who has",
                file.display()
            )
        })?;
        Ok(Some(Signer { key, reporter }))
    }

    fn journal_file(&self) -> Result<PathBuf> {
        if let Some(file) = &self.journal {
            return Ok(file.clone());
        }
        let file = self.key_file.as_ref().context("there is no journal without a key")?;
        let mut name = file.file_name().context("--key-file is no file")?.to_owned();
        name.push(".signed");
        ensure!(!name.is_empty(), "--key-file is no file");
        Ok(file.with_file_name(name))
    }
}

/// All that was found.
pub struct Found {
    /// What could be read.
    pub published: Vec<Publication>,
    /// What could not.
    pub unread: Vec<Refused<Fault>>,
    /// What became of the rest.
    pub decision: Decision,
}

impl Found {
    fn is_clear(&self) -> bool {
        self.unread.is_empty() && self.decision.doubted.is_empty()
    }

    fn say(&self, signed: &[Entry], has_key: bool, may_sign: bool) -> Result<()> {
        say(tables::fates(self))?;
        let refused = self.unread.iter().map(ToString::to_string);
        let refused: Vec<String> =
            refused.chain(self.decision.doubted.iter().map(ToString::to_string)).collect();
        for line in &refused {
            say(tables::harmless(&format!("refused {line}")))?;
        }
        let reports = self.decision.reports.len();
        say(match (has_key, may_sign) {
            (true, true) => format!("Signed {}.", count(signed.len(), "report")),
            (true, false) => format!(
                "Nothing was signed: {} refused. Correct them, or sign the other {} with --skip-refused.",
                count(refused.len(), "publication"),
                count(reports, "report")
            ),
            (false, _) => format!(
                "{} could be signed: name the reporter's key with --key-file.",
                count(reports, "report")
            ),
        })?;
        Ok(())
    }

    fn as_json(&self, messages: &[ExecuteMsg]) -> serde_json::Value {
        let refused = |mark: &publications::Mark, why: String| json!({"at": mark.to_string(), "why": why});
        let unread = self.unread.iter().map(|one| refused(&one.mark, one.fault.to_string()));
        let doubted = self.decision.doubted.iter().map(|one| refused(&one.mark, one.fault.to_string()));
        json!({
            "publications": tables::rows(self),
            "observations": tables::observations(self),
            "refused": unread.chain(doubted).collect::<Vec<_>>(),
            "messages": messages,
        })
    }
}
