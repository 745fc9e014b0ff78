//! Whether what is written fits together: who acts is somebody, what is paid was agreed, time goes forward.

use std::collections::BTreeSet;
use std::ops::Range;

use numeric::{Seconds, UnixTime};
use toml::Spanned;
use types::text::TokenId;

use super::file::{Document, Expect, File, Kind, Sale};
use super::{
    file, plan, Act, Step, Voyage, VoyagesError, What, ANYONE, BUYER, CARRIER, LOG_WINDOW, REPORTERS, SELLER,
};
use crate::reporters;

/// How long a proposal may be accepted.
const VALID: Seconds = Seconds::days(14);

type Judged<T> = Result<T, VoyagesError>;

/// Judges one file.
pub struct Checker<'a> {
    pub file: &'a str,
    pub text: &'a str,
}

impl Checker<'_> {
    /// Every voyage, each with an id of its own.
    pub fn all(&self, written: File) -> Judged<Vec<Voyage>> {
        let mut ids = BTreeSet::new();
        let mut voyages = Vec::with_capacity(written.voyage.len());
        for voyage in written.voyage {
            let voyage = voyage.into_inner();
            let id = voyage.id.span();
            if !ids.insert(voyage.id.get_ref().clone()) {
                return Err(self
                    .complain(id, format!("a second voyage {:?}: give it another id", voyage.id.get_ref())));
            }
            voyages.push(self.voyage(voyage)?);
        }
        Ok(voyages)
    }

    fn voyage(&self, written: file::Voyage) -> Judged<Voyage> {
        let at = written.id.span();
        let id =
            TokenId::try_from(written.id.into_inner()).map_err(|error| self.complain(at.clone(), error))?;
        for role in [SELLER, BUYER, CARRIER] {
            if !written.people.contains_key(role) {
                return Err(self.complain(at, format!("{id} has no {role}: add one to people")));
            }
        }
        let mut voyage = Voyage {
            id,
            about: written.about,
            people: written.people,
            panel: written.panel,
            sale: None,
            valid: VALID,
            steps: vec![],
            document: self.document(written.document)?,
            expect: Expect::nothing(),
        };
        voyage.sale = written.sale.map(|sale| self.sale(&voyage, sale)).transpose()?;
        for step in written.steps {
            let step = self.step(&voyage, step)?;
            voyage.steps.push(step);
        }
        voyage.expect = self.expect(&voyage, written.expect)?;
        Ok(voyage)
    }

    fn document(&self, written: Spanned<Document>) -> Judged<Document> {
        let at = written.span();
        let document = written.into_inner();
        if document.legs.is_empty() != (document.kind == Kind::WarehouseReceipt) {
            let rule = "a warehouse receipt has no legs, and every other document has some";
            return Err(self.complain(at, rule.to_owned()));
        }
        if let Some(journey) = plan::journey(&document.legs, 0) {
            journey.validate().map_err(|error| self.complain(at, error))?;
        }
        Ok(document)
    }

    fn sale(&self, voyage: &Voyage, written: Spanned<Sale>) -> Judged<Sale> {
        let at = written.span();
        let sale = written.into_inner();
        self.somebody(voyage, &at, &sale.resolver)?;
        if let Some(successor) = &sale.successor {
            self.somebody(voyage, &at, successor)?;
        }
        for payment in &sale.payments {
            let at = payment.span();
            let payment = payment.get_ref();
            if let Some(by) = &payment.by {
                self.somebody(voyage, &at, by)?;
            }
            match (payment.on.as_str(), &payment.by) {
                ("presentation", None) | ("approval", Some(_)) => {}
                ("presentation" | "approval", _) => {
                    let rule = "an approval, and only that, says whose it is: by = \"...\"";
                    return Err(self.complain(at, rule.to_owned()));
                }
                _ if payment.nothing_at.is_some() != payment.all_at.is_some() => {
                    let rule = "what pays by a number says both nothing_at and all_at";
                    return Err(self.complain(at, rule.to_owned()));
                }
                (event, _) => {
                    let event = event.parse().map_err(|error| self.complain(at.clone(), error))?;
                    let leg = payment.leg.unwrap_or(1).saturating_sub(1);
                    let what = What { leg, event };
                    match payment.scale() {
                        Some(_) => self.leg_exists(voyage, &at, what)?,
                        None => self.watched(voyage, &at, what)?,
                    }
                }
            }
        }
        Ok(sale)
    }

    fn step(&self, voyage: &Voyage, written: Spanned<file::Step>) -> Judged<Step> {
        let at = written.span();
        let step = written.into_inner();
        let act = Act::of(&step).map_err(|missing| self.complain(at.clone(), missing))?;
        let time =
            step.at.ok_or_else(|| self.complain(at.clone(), "it says nothing of when: add at = \"...\""))?.0;
        if let Some(before) = voyage.steps.last().filter(|before| before.at > time) {
            let rule = format!(
                "it is done at {time}, before the step above it at {}: order them by time",
                before.at
            );
            return Err(self.complain(at, rule));
        }
        match (&act, step.who.as_str()) {
            (Act::Report { .. } | Act::Measure { .. }, REPORTERS) | (_, ANYONE) => {}
            (Act::Report { .. } | Act::Measure { .. }, _) => {
                return Err(self.complain(at, "only the reporters report: write who = \"reporters\""));
            }
            (_, role) => self.somebody(voyage, &at, role)?,
        }
        if let Some(role) = act.names() {
            self.somebody(voyage, &at, role)?;
        }
        self.payments_exist(voyage, &at, &act)?;
        if step.refused.is_none() {
            self.device(voyage, &at, time, &act)?;
        }
        if let Act::Finalise(what)
        | Act::Challenge { what, .. }
        | Act::Rule { what, .. }
        | Act::Compensate { what, .. } = &act
        {
            self.leg_exists(voyage, &at, *what)?;
        }
        if let Act::Report { what, seen, sight } = &act {
            self.leg_exists(voyage, &at, *what)?;
            if let Some(name) = sight
                .liars
                .iter()
                .chain(&sight.silent)
                .find(|name| !reporters::names().any(|one| one == *name))
            {
                let all = reporters::names().collect::<Vec<_>>().join(", ");
                return Err(self.complain(at, format!("{name:?} is no reporter: they are {all}")));
            }
            if seen.at() > time {
                return Err(
                    self.complain(at, format!("it is reported before {}: report it later", seen.at()))
                );
            }
        }
        let line = self.line(at);
        Ok(Step { line, at: time, who: step.who, act, remark: step.remark, refused: step.refused })
    }

    fn expect(&self, voyage: &Voyage, written: Spanned<Expect>) -> Judged<Expect> {
        let at = written.span();
        let expect = written.into_inner();
        self.somebody(voyage, &at, &expect.holder)?;
        for role in expect.paid.keys().chain(&expect.beneficiary) {
            self.somebody(voyage, &at, role)?;
        }
        let agreed = voyage.sale.as_ref().map_or(0, |sale| sale.payments.len());
        if expect.payments.len() != agreed {
            let rule = format!("{agreed} payments were agreed, but {} are expected", expect.payments.len());
            return Err(self.complain(at, rule));
        }
        Ok(expect)
    }

    fn somebody(&self, voyage: &Voyage, at: &Range<usize>, role: &str) -> Judged<()> {
        if voyage.people.contains_key(role) {
            return Ok(());
        }
        let known: Vec<&str> = voyage.people.keys().map(String::as_str).collect();
        let known = known.join(", ");
        let rule =
            format!("{role:?} is nobody in {}: name one of {known}, or add {role} to people", voyage.id);
        Err(self.complain(at.clone(), rule))
    }

    fn payments_exist(&self, voyage: &Voyage, at: &Range<usize>, act: &Act) -> Judged<()> {
        let agreed = voyage.sale.as_ref().map_or(0, |sale| sale.payments.len());
        match act.payments().into_iter().find(|payment| usize::from(*payment) >= agreed) {
            None => Ok(()),
            Some(payment) => {
                let number = payment.saturating_add(1);
                Err(self.complain(at.clone(), format!("there is no payment {number}: {agreed} were agreed")))
            }
        }
    }

    /// A device is registered before it logs, and its hours do not overlap.
    fn device(&self, voyage: &Voyage, at: &Range<usize>, time: UnixTime, act: &Act) -> Judged<()> {
        let before = voyage.steps.iter().rfind(|step| {
            matches!(step.act, Act::RegisterDevice | Act::Log { .. }) && step.refused.is_none()
        });
        let rule = match (act, before) {
            (Act::RegisterDevice, Some(_)) => {
                "a voyage has one device, and it is registered above".to_owned()
            }
            (Act::Log { .. }, None) => {
                "no device is registered above it: let its owner, the carrier say, do \
                                        does = \"register device\" days before"
                    .to_owned()
            }
            (Act::Log { .. }, Some(before)) if time.since(before.at) < LOG_WINDOW => {
                format!("its hour begins before {}: log it an hour later than that", before.at)
            }
            _ => return Ok(()),
        };
        Err(self.complain(at.clone(), rule))
    }

    fn leg_exists(&self, voyage: &Voyage, at: &Range<usize>, what: What) -> Judged<()> {
        let legs = voyage.document.legs.len();
        if usize::from(what.leg) < legs {
            return Ok(());
        }
        let number = what.leg.saturating_add(1);
        Err(self.complain(at.clone(), format!("there is no leg {number}: the journey has {legs}")))
    }

    fn watched(&self, voyage: &Voyage, at: &Range<usize>, what: What) -> Judged<()> {
        self.leg_exists(voyage, at, what)?;
        let leg = voyage.document.legs.get(usize::from(what.leg));
        if leg.is_some_and(|leg| leg.watch.contains(&what.event)) {
            return Ok(());
        }
        let (event, number) = (what.event, what.leg.saturating_add(1));
        Err(self.complain(
            at.clone(),
            format!("nobody watches for {event} on leg {number}: add it to that leg's watch"),
        ))
    }

    fn complain(&self, at: Range<usize>, complaint: impl ToString) -> VoyagesError {
        VoyagesError::Sense {
            file: self.file.to_owned(),
            line: self.line(at),
            complaint: complaint.to_string(),
        }
    }

    fn line(&self, at: Range<usize>) -> usize {
        let before = self.text.get(..at.start).unwrap_or_default();
        before.matches('\n').count().saturating_add(1)
    }
}
