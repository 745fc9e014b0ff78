//! What a chain has answered, line by line in a file. A run that died is played again from the file, and goes on live
//! where the file ends. That works because a run asks the same in the same order each time.

use std::cell::RefCell;
use std::fs::{self, File, OpenOptions};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{bail, ensure, Context as _, Result};
use cosmwasm_std::{Addr, Binary, Checksum};
use numeric::{Amount, UnixTime};
use serde::{de::DeserializeOwned, Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::node::NodeError;
use super::{Answer, Chain, Code, Placed, Transaction};

/// A chain whose answers are written down.
pub struct Journal {
    chain: Box<dyn Chain>,
    book: RefCell<Book>,
}

/// The first line: whose answers they are.
#[derive(Serialize, Deserialize, PartialEq, Eq)]
struct Title {
    run: String,
    chain: String,
}

/// A line: what was asked, and the answer.
#[derive(Serialize, Deserialize)]
struct Entry<T> {
    call: String,
    /// A digest of the question: a run that asks something else is another run.
    of: String,
    answer: T,
}

struct Book {
    path: PathBuf,
    file: File,
    /// What is still to be played again.
    past: Option<BufReader<File>>,
    line: u64,
    submissions: u64,
    /// Whether the chain has still to be told how many submissions the file has answered.
    goes_live: bool,
}

impl Journal {
    /// Writes a chain's answers to a file, after what the file has already. `run` says everything that the run depends on.
    pub fn open(path: &Path, run: &str, chain: Box<dyn Chain>) -> Result<Self> {
        let shown = path.display();
        let about = || format!("the journal {shown}");
        let text = if path.exists() { fs::read(path).with_context(about)? } else { vec![] };
        let whole = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |last| last.saturating_add(1));
        let mut file = OpenOptions::new().create(true).append(true).open(path).with_context(about)?;
        // A line that was cut short: nobody has acted on its answer.
        file.set_len(u64::try_from(whole)?).with_context(about)?;

        let title = Title { run: run.to_owned(), chain: chain.id().to_owned() };
        let mut past = None;
        if whole == 0 {
            writeln!(file, "{}", serde_json::to_string(&title)?).with_context(about)?;
        } else {
            let mut lines = BufReader::new(File::open(path).with_context(about)?);
            let mut first = String::new();
            lines.read_line(&mut first).with_context(about)?;
            let found: Title = serde_json::from_str(&first).with_context(about)?;
            ensure!(
                found == title,
                "{shown} is the journal of another run ({} on {}): go on with that one or name another file",
                found.run,
                found.chain
            );
            past = Some(lines);
        }
        let book = Book { path: path.to_owned(), file, past, line: 1, submissions: 0, goes_live: true };
        Ok(Self { chain, book: RefCell::new(book) })
    }

    /// Whether the next answer comes from the file. If not, the chain knows where the file has ended.
    pub fn is_past(&mut self) -> Result<bool> {
        let book = self.book.get_mut();
        let is_past = book.is_past()?;
        if !is_past && std::mem::take(&mut book.goes_live) {
            self.chain.resume_after(book.submissions);
        }
        Ok(is_past)
    }

    /// The answer that the file has, if it has one.
    fn recall<T: DeserializeOwned>(&self, call: &str, of: &str) -> Result<Option<T>> {
        self.book.borrow_mut().recall(call, of)
    }

    /// Writes an answer down before anybody acts on it.
    fn note<T: Serialize>(&self, call: &str, of: String, answer: &T) -> Result<()> {
        let mut book = self.book.borrow_mut();
        let mut line = serde_json::to_vec(&Entry { call: call.to_owned(), of, answer })?;
        line.push(b'\n');
        let written = book.file.write_all(&line);
        written.with_context(|| format!("the journal {}", book.path.display()))
    }

    /// An answer of the file, or the chain's, which is then in the file.
    fn answer<T: Serialize + DeserializeOwned>(
        &self,
        call: &str,
        question: &impl Serialize,
        live: impl FnOnce(&dyn Chain) -> Result<T>,
    ) -> Result<T> {
        let of = digest(question)?;
        if let Some(answer) = self.recall::<Result<T, String>>(call, &of)? {
            return answer.map_err(anyhow::Error::msg);
        }
        match live(self.chain.as_ref()) {
            Ok(answer) => {
                self.note(call, of, &Ok::<_, String>(&answer))?;
                Ok(answer)
            }
            // What a node could not answer it may answer the next time.
            Err(error) if error.downcast_ref::<NodeError>().is_some() => Err(error),
            Err(refusal) => {
                self.note(call, of, &Err::<(), _>(format!("{refusal:#}")))?;
                Err(refusal)
            }
        }
    }
}

impl Book {
    fn is_past(&mut self) -> Result<bool> {
        let ends = match &mut self.past {
            Some(past) => past.fill_buf()?.is_empty(),
            None => true,
        };
        if ends {
            self.past = None;
        }
        Ok(!ends)
    }

    fn recall<T: DeserializeOwned>(&mut self, call: &str, of: &str) -> Result<Option<T>> {
        self.is_past()?;
        let Some(past) = &mut self.past else { return Ok(None) };
        let mut line = String::new();
        past.read_line(&mut line)?;
        self.line = self.line.saturating_add(1);
        let place = format!("line {} of the journal {}", self.line, self.path.display());
        let entry: Entry<Value> = serde_json::from_str(&line).with_context(|| place.clone())?;
        if (entry.call.as_str(), entry.of.as_str()) != (call, of) {
            bail!(
                "{place} has the answer to another question ({}, not this {call}): it is of another version of this \
                 command. Name another file to start anew",
                entry.call
            );
        }
        Ok(Some(serde_json::from_value(entry.answer).with_context(|| place)?))
    }
}

impl Chain for Journal {
    fn id(&self) -> &str {
        self.chain.id()
    }

    fn now(&self) -> Result<UnixTime> {
        self.answer("now", &(), |chain| chain.now())
    }

    fn wait_until(&mut self, at: UnixTime) -> Result<()> {
        if self.is_past()? {
            return Ok(());
        }
        self.chain.wait_until(at)
    }

    /// Not in the file: it is the same each time, and the chain must know whom it signs for.
    fn account(&mut self, name: &str) -> Result<Addr> {
        self.chain.account(name)
    }

    fn upload(&mut self, code: Code) -> Result<u64> {
        self.is_past()?;
        let of = digest(&format!("{code:?}"))?;
        if let Some(id) = self.recall("upload", &of)? {
            return Ok(id);
        }
        let id = self.chain.upload(code)?;
        self.note("upload", of, &id)?;
        Ok(id)
    }

    fn checksum(&self, code: Code) -> Result<Checksum> {
        self.answer("checksum", &format!("{code:?}"), |chain| chain.checksum(code))
    }

    fn contracts_of(&self, creator: &Addr) -> Result<Vec<Placed>> {
        self.answer("contracts_of", creator, |chain| chain.contracts_of(creator))
    }

    fn submit(&mut self, transactions: Vec<Transaction>) -> Result<Vec<Answer>> {
        self.is_past()?;
        let of = digest(&transactions)?;
        let book = self.book.get_mut();
        book.submissions = book.submissions.saturating_add(1);
        if let Some(answers) = self.recall("submit", &of)? {
            return Ok(answers);
        }
        let answers = self.chain.submit(transactions)?;
        self.note("submit", of, &answers)?;
        // From here on the chain may forget what it knew of these.
        self.book.get_mut().file.sync_data()?;
        Ok(answers)
    }

    fn query(&self, contract: &Addr, question: Binary) -> Result<Binary> {
        self.answer("query", &(contract, &question), |chain| chain.query(contract, question.clone()))
    }

    fn coins(&self, who: &Addr, denom: &str) -> Result<Amount> {
        self.answer("coins", &(who, denom), |chain| chain.coins(who, denom))
    }
}

/// Sixteen hexadecimal digits: enough to tell a question from the one that was expected.
fn digest(question: &impl Serialize) -> Result<String> {
    let digest = Sha256::digest(serde_json::to_vec(question)?);
    Ok(digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use cosmwasm_std::coin;

    use super::*;
    use crate::chain::{send, Embedded};

    fn file(name: &str) -> PathBuf {
        let file = std::env::temp_dir().join(format!("portolan-journal-{}-{name}", std::process::id()));
        let _ = fs::remove_file(&file);
        file
    }

    /// A chain on which nothing has happened yet: what is answered otherwise is answered by the file.
    fn open(path: &Path, run: &str) -> Result<Journal> {
        let start = UnixTime::new(1_357_000_000).unwrap();
        let chain = Embedded::starting(start, "treasury", coin(10, "uusd")).unwrap();
        Journal::open(path, run, Box::new(chain))
    }

    fn pay(journal: &mut Journal, units: u128) -> Answer {
        let [from, to] = ["treasury", "shop"].map(|name| journal.account(name).unwrap());
        let payment = Transaction::of(&from, send(&to, coin(units, "uusd")));
        journal.submit(vec![payment]).unwrap().pop().unwrap()
    }

    fn shop_has(journal: &mut Journal) -> u128 {
        let shop = journal.account("shop").unwrap();
        journal.coins(&shop, "uusd").unwrap().get()
    }

    #[test]
    fn a_run_that_is_played_again_hears_the_same_and_then_goes_on() {
        let path = file("again");
        let mut first = open(&path, "run").unwrap();
        let told = (pay(&mut first, 4), shop_has(&mut first), pay(&mut first, 7));
        assert!(told.0.is_ok() && told.1 == 4 && told.2.is_err());
        let nobody = Addr::unchecked("nobody");
        let refusal = first.query(&nobody, b"{}".into()).unwrap_err().to_string();

        let mut again = open(&path, "run").unwrap();
        assert!(again.is_past().unwrap());
        assert_eq!((pay(&mut again, 4), shop_has(&mut again), pay(&mut again, 7)), told);
        assert_eq!(again.query(&nobody, b"{}".into()).unwrap_err().to_string(), refusal);
        // From here on the chain answers, and it knows of no payment.
        assert!(!again.is_past().unwrap());
        assert_eq!(shop_has(&mut again), 0);
        assert!(pay(&mut again, 7).is_ok());
        // Which is in the file, too.
        let mut third = open(&path, "run").unwrap();
        assert_eq!((pay(&mut third, 4), shop_has(&mut third), pay(&mut third, 7)), told);
        third.query(&nobody, b"{}".into()).unwrap_err();
        assert_eq!((shop_has(&mut third), pay(&mut third, 7).is_ok()), (0, true));
    }

    #[test]
    fn a_line_that_was_cut_short_is_asked_again() {
        let path = file("cut");
        let mut first = open(&path, "run").unwrap();
        let told = pay(&mut first, 4);
        pay(&mut first, 5).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.get(..text.len().saturating_sub(3)).unwrap()).unwrap();

        let mut again = open(&path, "run").unwrap();
        assert_eq!(pay(&mut again, 4), told);
        assert!(!again.is_past().unwrap());
        pay(&mut again, 5).unwrap();
        assert_eq!(shop_has(&mut again), 5);
    }

    #[test]
    fn another_run_is_not_answered() {
        let path = file("other");
        pay(&mut open(&path, "run").unwrap(), 4).unwrap();
        let said = format!("{:#}", open(&path, "other").err().unwrap());
        assert!(said.contains("the journal of another run (run on portolan-embedded-1)"), "{said}");
        let mut changed = open(&path, "run").unwrap();
        let shop = changed.account("shop").unwrap();
        let said = format!("{:#}", changed.coins(&shop, "uusd").unwrap_err());
        assert!(said.contains("another question (submit, not this coins)"), "{said}");
    }
}
