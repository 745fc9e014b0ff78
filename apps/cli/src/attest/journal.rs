//! What a key has signed. Two different words of one key about one round convict it, whoever submits them and whenever:
//! so each word is written down before it is handed out, and no other is signed in that round.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{bail, Context, Result};
use serde::{Deserialize, Serialize};
use types::journey::Subject;
use types::oracle::SignedReport;

use super::asked::Asked;

/// One signed word.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// On which chain.
    pub chain_id: String,
    /// To which oracle.
    pub oracle: String,
    /// For which feed.
    pub feed: u32,
    /// About what.
    pub subject: Subject,
    /// In which round.
    pub round: u32,
    /// The word itself.
    pub report: SignedReport,
    /// The ids of the publications that say so.
    pub ids: Vec<String>,
}

impl Entry {
    /// Whether it is about this shipment, on this oracle.
    pub fn is_about(&self, asked: &Asked) -> bool {
        self.chain_id == asked.chain_id
            && self.oracle == asked.oracle
            && self.feed == asked.inquiry.feed
            && self.subject.collection == asked.collection
            && self.subject.token_id == asked.token_id
    }
}

impl Eq for Entry {}

/// The journal of a key. While it is open nobody else can write to it.
pub struct Journal {
    path: PathBuf,
    file: File,
    entries: Vec<Entry>,
}

impl Journal {
    /// Opens it, or begins one.
    pub fn open(path: &Path) -> Result<Self> {
        let shown = path.display();
        let mut file =
            OpenOptions::new().create(true).read(true).append(true).open(path).with_context(|| {
                format!("the journal {shown} cannot be opened: name another place with --journal")
            })?;
        if file.try_lock().is_err() {
            bail!("another portolan report is writing to {shown}: wait until it is done");
        }
        let mut text = String::new();
        file.read_to_string(&mut text).with_context(|| format!("{shown} cannot be read"))?;
        let mut entries = Vec::new();
        let mut whole = 0;
        for (index, line) in text.split_inclusive('\n').enumerate() {
            // A crash may cut the last line short; its signature never left.
            if !line.ends_with('\n') {
                break;
            }
            entries.push(serde_json::from_str(line).with_context(|| {
                format!("{shown}:{}: this is no line of a journal. Without what it says a second word might be signed: restore it", index.saturating_add(1))
            })?);
            whole = line.len().saturating_add(whole);
        }
        file.set_len(u64::try_from(whole)?).with_context(|| format!("{shown} cannot be mended"))?;
        file.seek(SeekFrom::End(0))?;
        if whole == 0 {
            // A new file is only as lasting as its name.
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
            File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
        }
        Ok(Self { path: path.to_owned(), file, entries })
    }

    /// All that was signed.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Writes words down for good.
    pub fn keep(&mut self, entries: &[Entry]) -> Result<()> {
        let mut text = String::new();
        for entry in entries {
            text.push_str(&serde_json::to_string(entry)?);
            text.push('\n');
        }
        let kept = self.file.write_all(text.as_bytes()).and_then(|()| self.file.sync_all());
        kept.with_context(|| format!("{} cannot be written: nothing was signed", self.path.display()))?;
        self.entries.extend_from_slice(entries);
        Ok(())
    }
}
