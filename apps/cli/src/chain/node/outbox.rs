//! Every signed transaction, on disk before anybody else has it. After a crash it is known what may have been sent, so
//! that the same bytes are sent again and nothing is signed twice.

use std::fs::{self, File, OpenOptions};
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use cosmwasm_std::{Addr, Binary};
use serde::{Deserialize, Serialize};

/// A signed transaction.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq, Eq)]
pub struct Letter {
    /// What it was signed for: the submission and the place in it.
    pub purpose: Purpose,
    /// Who signed.
    pub sender: Addr,
    /// The sequence that it uses up.
    pub sequence: u64,
    /// What is broadcast.
    pub bytes: Binary,
}

/// What a transaction was signed for.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, PartialEq, Eq, Hash)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// One of those who use the chain.
    Submission(u64, usize),
    /// The node client's own: fees for accounts, code.
    Own,
}

impl Purpose {
    /// The submission that it was signed for.
    pub fn submission(self) -> Option<u64> {
        match self {
            Self::Submission(number, _) => Some(number),
            Self::Own => None,
        }
    }
}

/// Lines of the file.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    Signed(Letter),
    /// It was never given to anybody and never will be: its place in the sequence was not to be had.
    Torn {
        sender: Addr,
        sequence: u64,
    },
}

/// The file, or none where nothing has to survive.
pub struct Outbox {
    file: Option<(PathBuf, File)>,
}

impl Outbox {
    /// Opens the file and reads what was in flight when it was last written. One program at a time has it.
    pub fn open(path: Option<&Path>) -> Result<(Self, Vec<Letter>)> {
        let Some(path) = path else { return Ok((Self { file: None }, vec![])) };
        let about = || format!("the outbox {}", path.display());
        let file = OpenOptions::new().create(true).append(true).read(true).open(path).with_context(about)?;
        file.try_lock().with_context(|| format!("{} is in use by another run: wait for its end", about()))?;
        let text = fs::read_to_string(path).with_context(about)?;
        let mut letters: Vec<Letter> = Vec::new();
        let (whole, torn_off) = text.rsplit_once('\n').unwrap_or(("", &text));
        for line in whole.lines() {
            match serde_json::from_str(line).with_context(about)? {
                Line::Signed(letter) => letters.push(letter),
                Line::Torn { sender, sequence } => {
                    letters.retain(|letter| (&letter.sender, letter.sequence) != (&sender, sequence));
                }
            }
        }
        // A line that was being written: nobody was given what it would have said.
        let length = text.len().saturating_sub(torn_off.len());
        file.set_len(u64::try_from(length)?).with_context(about)?;
        Ok((Self { file: Some((path.to_owned(), file)) }, letters))
    }

    /// Keeps these. When it returns, they survive.
    pub fn keep<'a>(&mut self, letters: impl IntoIterator<Item = &'a Letter>) -> Result<()> {
        self.write(letters.into_iter().cloned().map(Line::Signed))
    }

    /// Gives up what nobody was ever given.
    pub fn tear_up<'a>(&mut self, letters: impl IntoIterator<Item = &'a Letter>) -> Result<()> {
        let torn = |letter: &Letter| Line::Torn { sender: letter.sender.clone(), sequence: letter.sequence };
        self.write(letters.into_iter().map(torn))
    }

    /// Forgets all others than these, whose fate is known.
    pub fn keep_only(&mut self, letters: &[Letter]) -> Result<()> {
        let Some((path, file)) = &mut self.file else { return Ok(()) };
        let about = || format!("the outbox {}", path.display());
        let next = path.with_extension("next");
        let mut text = Vec::new();
        for letter in letters {
            serde_json::to_writer(&mut text, &Line::Signed(letter.clone()))?;
            text.push(b'\n');
        }
        let mut rewritten = File::create(&next).with_context(about)?;
        rewritten.try_lock().with_context(about)?;
        rewritten.write_all(&text).and_then(|()| rewritten.sync_all()).with_context(about)?;
        fs::rename(&next, &path).with_context(about)?;
        rewritten.seek(SeekFrom::End(0)).with_context(about)?;
        *file = rewritten;
        Ok(())
    }

    /// Removes the file: nothing is in flight any more.
    pub fn close(self) -> Result<()> {
        match self.file {
            Some((path, _)) => {
                fs::remove_file(&path).with_context(|| format!("the outbox {}", path.display()))
            }
            None => Ok(()),
        }
    }

    fn write(&mut self, lines: impl Iterator<Item = Line>) -> Result<()> {
        let Some((path, file)) = &mut self.file else { return Ok(()) };
        let mut text = Vec::new();
        for line in lines {
            serde_json::to_writer(&mut text, &line)?;
            text.push(b'\n');
        }
        let kept = file.write_all(&text).and_then(|()| file.sync_data());
        kept.with_context(|| format!("the outbox {}", path.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(sequence: u64) -> Letter {
        Letter {
            purpose: Purpose::Submission(3, 0),
            sender: Addr::unchecked("seller"),
            sequence,
            bytes: vec![1, 2, 3].into(),
        }
    }

    fn file(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("portolan-outbox-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let file = folder.join(name);
        let _ = fs::remove_file(&file);
        file
    }

    #[test]
    fn what_was_kept_is_there_again_but_what_was_torn_up() {
        let path = file("kept");
        let (mut outbox, before) = Outbox::open(Some(&path)).unwrap();
        assert_eq!(before, []);
        outbox.keep(&[letter(7), letter(8)]).unwrap();
        outbox.tear_up(&[letter(8)]).unwrap();
        outbox.keep(&[Letter { bytes: vec![9].into(), ..letter(8) }]).unwrap();
        assert!(Outbox::open(Some(&path)).is_err(), "one program at a time");
        drop(outbox);

        let (_, found) = Outbox::open(Some(&path)).unwrap();
        assert_eq!(found, [letter(7), Letter { bytes: vec![9].into(), ..letter(8) }]);
    }

    #[test]
    fn a_line_cut_short_by_a_crash_was_never_sent() {
        let path = file("cut");
        let (mut outbox, _) = Outbox::open(Some(&path)).unwrap();
        outbox.keep(&[letter(7)]).unwrap();
        drop(outbox);
        let whole = fs::read_to_string(&path).unwrap();
        fs::write(&path, format!("{whole}{}", whole.split_at(20).0)).unwrap();

        let (mut outbox, found) = Outbox::open(Some(&path)).unwrap();
        assert_eq!(found, [letter(7)]);
        outbox.keep(&[letter(8)]).unwrap();
        drop(outbox);
        assert_eq!(Outbox::open(Some(&path)).unwrap().1, [letter(7), letter(8)]);
    }

    #[test]
    fn only_what_is_asked_for_stays() {
        let path = file("only");
        let (mut outbox, _) = Outbox::open(Some(&path)).unwrap();
        outbox.keep(&[letter(7), letter(8)]).unwrap();
        outbox.keep_only(&[letter(8)]).unwrap();
        outbox.keep(&[letter(9)]).unwrap();
        assert!(Outbox::open(Some(&path)).is_err(), "still one program");
        drop(outbox);
        assert_eq!(Outbox::open(Some(&path)).unwrap().1, [letter(8), letter(9)]);
    }
}
