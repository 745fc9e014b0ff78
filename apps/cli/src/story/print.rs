//! A story as text.

use std::fmt::{self, Display, Formatter};

use super::{Ending, Learned, Scene, Story};
use crate::money::{signed, to_the_cent};
use crate::report::tables::table;

impl Display for Story {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}\n", self.id, self.about)?;
        for scene in &self.scenes {
            writeln!(f, "{scene}")?;
        }
        write!(f, "{}", self.ending)
    }
}

impl Display for Scene {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}  {} {}", self.at, self.who, self.does)?;
        let mut note = |note: String| write!(f, "\n                    {note}");
        if let Some(refused) = &self.refused {
            note(format!("refused: {refused}"))?;
        }
        for learned in &self.learned {
            note(format!("oracle: {learned}"))?;
        }
        for changed in &self.changed {
            note(changed.clone())?;
        }
        for moved in &self.moved {
            note(format!("money: {} {} -> {}", to_the_cent(moved.amount), moved.from, moved.to))?;
        }
        Ok(())
    }
}

impl Display for Learned {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} of {} agree", self.fact, self.agree, self.of)?;
        for other in &self.dissent {
            write!(f, "; {other}")?;
        }
        if !self.silent.is_empty() {
            write!(f, "; silent: {}", self.silent.join(", "))?;
        }
        write!(f, ")")
    }
}

impl Display for Ending {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "\nAt the end")?;
        if let Some(title) = &self.title {
            write!(f, "Title, version {}: {}, ", title.version, title.status)?;
            let last = if title.status == "delivered" { "last held by" } else { "held by" };
            write!(f, "{last} {}", title.holder)?;
            if title.beneficiary != title.holder {
                write!(f, ", for {}", title.beneficiary)?;
            }
            writeln!(f)?;
        }
        if !self.payments.is_empty() {
            let rows = self.payments.iter().map(|payment| {
                vec![
                    format!("{} on {}", payment.number, payment.on),
                    to_the_cent(payment.agreed),
                    to_the_cent(payment.paid),
                    to_the_cent(payment.returned),
                    payment.state.clone(),
                ]
            });
            writeln!(f, "{}", table(&["payment", "agreed", "paid", "returned", "state"], rows))?;
        }
        if !self.people.is_empty() {
            let rows = self.people.iter().map(|person| {
                let net = i128::try_from(person.got.get())
                    .unwrap_or(i128::MAX)
                    .saturating_sub(i128::try_from(person.gave.get()).unwrap_or(i128::MAX));
                vec![person.name.clone(), to_the_cent(person.got), to_the_cent(person.gave), signed(net)]
            });
            writeln!(f, "{}", table(&["who", "got", "gave", "in all"], rows))?;
        }
        if let Some(proven) = &self.proven {
            writeln!(f, "Proven on the chain: {proven}")?;
        }
        for failed in &self.failed {
            writeln!(f, "Not as expected: {failed}")?;
        }
        Ok(())
    }
}
