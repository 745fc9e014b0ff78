//! Signing, and what is sent.

use anyhow::{Context, Result};
use numeric::UnixTime;
use types::oracle::{report_digest, ExecuteMsg, SignedReport};

use super::asked::Asked;
use super::journal::{Entry, Journal};
use super::Report;
use crate::reporter_key::ReporterKey;

/// Signs each word, but hands out what was signed before for the very same word. All are in the journal when it returns.
pub fn sign(
    asked: &Asked,
    reports: &[Report],
    key: &ReporterKey,
    reporter: u32,
    now: UnixTime,
    journal: &mut Journal,
) -> Result<Vec<Entry>> {
    let (mut signed, mut new) = (Vec::new(), Vec::new());
    for report in reports {
        if let Some(before) = &report.before {
            signed.push(before.clone());
            continue;
        }
        let question = asked.inquiry.questions.get(report.question).context("a report on no question")?;
        let digest = report_digest(&asked.digest(question), &report.outcome, now);
        let entry = Entry {
            chain_id: asked.chain_id.clone(),
            oracle: asked.oracle.clone(),
            feed: asked.inquiry.feed,
            subject: asked.subject(report.milestone),
            round: report.round,
            report: SignedReport {
                reporter,
                outcome: report.outcome,
                signed_at: now,
                signature: key.sign(&digest)?,
            },
            ids: report.ids.clone(),
        };
        signed.push(entry.clone());
        new.push(entry);
    }
    journal.keep(&new)?;
    Ok(signed)
}

/// The message with a signed word, for anyone to send.
pub fn message(entry: &Entry) -> ExecuteMsg {
    ExecuteMsg::Report {
        subject: entry.subject.clone(),
        round: entry.round,
        reports: vec![entry.report.clone()],
    }
}
