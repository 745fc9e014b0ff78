//! Feeds that answer with numbers: which reading is the shipment's, and what it is on the feed's scale.

use std::collections::BTreeSet;

use numeric::{Reading, UnixTime};
use types::journey::Outcome;
use types::oracle::Measures;

use super::doubt::Doubt;
use super::question::Wanted;
use super::{Clerk, Fate};
use crate::publications::measurement::{Decimal, Observation, Statistic};
use crate::publications::Word;

/// A reading on the feed's scale.
pub struct Sample {
    /// The publication's index.
    pub index: usize,
    /// When it was so.
    pub at: UnixTime,
    /// The number.
    pub value: Reading,
}

impl Clerk<'_> {
    /// What a reading is on the feed, or what else it is.
    pub fn reading(&self, measures: &Measures, seen: &Observation) -> Result<Result<Reading, Fate>, Doubt> {
        let aside = |why: String| Ok(Err(Fate::Aside(why)));
        let wanted = self.case.quantity.unwrap_or(measures.quantity.as_str());
        if seen.quantity.name() != wanted {
            return aside(format!("the feed measures {}", measures.quantity));
        }
        if matches!(seen.statistic, Statistic::Least | Statistic::Greatest) {
            return aside("the end of a window, where the feed takes readings and means".to_owned());
        }
        let device = seen.device.as_deref().unwrap_or_default();
        let on_board = || self.case.asked.journey.legs.iter().flat_map(|leg| &leg.equipment);
        // Who names a probe of a container means that one, and no other that hangs in it.
        let is_probe =
            |name: &String| on_board().any(|own| name != own.as_str() && name.starts_with(own.as_str()));
        let references = self.case.references;
        let is_on_board =
            on_board().any(|own| device.starts_with(own.as_str())) && !references.iter().any(is_probe);
        let is_named = references.iter().any(|reference| reference == device);
        if !is_on_board && !is_named {
            return aside(format!("of the device {device:?}, which --reference does not name"));
        }
        if seen.unit != measures.unit {
            return Err(Doubt::OtherUnit { unit: seen.unit, wanted: measures.unit });
        }
        let beats = measures.heartbeat.get().saturating_mul(2);
        if seen.at.seconds().saturating_add(beats) < self.case.now.seconds() {
            return Ok(Err(Fate::Known("older than two heartbeats of the feed".to_owned())));
        }
        let value = on_scale(seen.value, measures.decimals)
            .filter(|value| (measures.least..=measures.most).contains(value));
        value.map(Ok).ok_or_else(|| Doubt::OffScale { value: seen.value.to_string() })
    }

    /// Of all readings the latest is the word, if the inquiry asks one thing.
    pub fn conclude_readings(&mut self, readings: &[Sample]) {
        let Some(latest) = readings.iter().map(|sample| sample.at).max() else { return };
        let older = readings.iter().filter(|sample| sample.at < latest).map(|sample| sample.index);
        self.tell(older, &Fate::Known("a later reading is the word".to_owned()));
        let newest = || readings.iter().filter(|sample| sample.at == latest);
        if self.case.asked.inquiry.questions.len() != 1 {
            for sample in newest() {
                self.doubts.insert(sample.index, Doubt::SeveralQuestions);
            }
            return;
        }
        let values: BTreeSet<Reading> = newest().map(|sample| sample.value).collect();
        let by: Vec<usize> = newest().map(|sample| sample.index).collect();
        let mut values = values.into_iter();
        match (values.next(), values.next()) {
            (Some(value), None) => {
                let outcome = Outcome::Measured { value, at: latest };
                self.say(0, &Wanted { outcome, takes_back: false, by });
            }
            _ => {
                let devices = self.devices(&by).join(", ");
                for index in by {
                    self.doubts.insert(index, Doubt::ReadingsDiffer { devices: devices.clone() });
                }
            }
        }
    }
}

impl Clerk<'_> {
    /// What measured these, as a publisher names it.
    fn devices(&self, readings: &[usize]) -> Vec<&str> {
        let devices = readings.iter().filter_map(|index| match &self.publications.get(*index)?.word {
            Word::Observation(seen) => seen.device.as_deref(),
            _ => None,
        });
        let devices: BTreeSet<&str> = devices.collect();
        devices.into_iter().collect()
    }
}

/// The nearest number on the feed's scale; of two the even one.
fn on_scale(value: Decimal, decimals: u8) -> Option<Reading> {
    let power = |places: u8| 10_i128.checked_pow(places.into());
    let steps = match decimals.checked_sub(value.decimals) {
        Some(missing) => i128::from(value.value).checked_mul(power(missing)?)?,
        None => {
            let step = power(value.decimals.checked_sub(decimals)?)?;
            let (whole, rest) =
                (i128::from(value.value).div_euclid(step), i128::from(value.value).rem_euclid(step));
            let is_up = match rest.checked_mul(2)?.cmp(&step) {
                std::cmp::Ordering::Less => false,
                std::cmp::Ordering::Equal => whole.rem_euclid(2) == 1,
                std::cmp::Ordering::Greater => true,
            };
            whole.checked_add(i128::from(is_up))?
        }
    };
    i64::try_from(steps).ok().map(Reading::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By Python's decimal: `Decimal(text).scaleb(decimals).quantize(1, ROUND_HALF_EVEN)`.
    #[test]
    fn a_value_stands_at_the_nearest_step_of_the_scale() {
        for (text, decimals, steps) in [
            ("-18.25", 2, -1825),
            ("4.6", 2, 460),
            ("4.65", 1, 46),
            ("4.75", 1, 48),
            ("-4.65", 1, -46),
            ("-4.75", 1, -48),
            ("4.651", 1, 47),
            ("-4.649", 1, -46),
            ("0.5", 0, 0),
            ("-0.5", 0, 0),
            ("-1.5", 0, -2),
            ("7", 0, 7),
        ] {
            let value = text.parse::<Decimal>().unwrap();
            assert_eq!(on_scale(value, decimals), Some(Reading::new(steps)), "{text} on {decimals}");
        }
        assert_eq!(on_scale("9223372036854775807".parse().unwrap(), 1), None);
    }
}
