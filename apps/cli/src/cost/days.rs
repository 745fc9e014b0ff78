//! What hangs on a feed, period by period, by the oracle's own way of counting.

use anyhow::Result;
use numeric::{Amount, Seconds};
use oracle::domain::exposure::{period_of, Period, Sums};
#[cfg(test)]
use types::oracle::ExposureKind;

use super::book::Hung;

/// Sums by period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Days {
    sums: Vec<Sums>,
}

/// A challenge window and the buckets that it is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// How long a closed round can be challenged.
    pub challenge: Seconds,
    /// Width of a bucket.
    pub period: Seconds,
}

impl Window {
    /// How many buckets it touches.
    pub fn span(self) -> Period {
        let whole = self.challenge.started_periods(self.period).saturating_add(1);
        Period::try_from(whole).unwrap_or(Period::MAX)
    }
}

/// What hangs on facts: what is expected and has none rolls on; what has one counts for a window.
pub fn hanging<'a>(all: impl Iterator<Item = &'a Hung> + Clone, window: Window) -> Result<Days> {
    Days::of(all.map(|hung| {
        let (expected, decided) = periods(hung, window);
        (expected.min(decided), decided.saturating_add(window.span()), hung)
    }))
}

/// What was reserved ahead: each sum for the window that begins in its expected period.
pub fn reserved<'a>(all: impl Iterator<Item = &'a Hung> + Clone, window: Window) -> Result<Days> {
    Days::of(all.map(|hung| {
        let (expected, _) = periods(hung, window);
        (expected, expected.saturating_add(window.span()), hung)
    }))
}

fn periods(hung: &Hung, window: Window) -> (Period, Period) {
    (period_of(hung.expected, window.period), period_of(hung.decided, window.period))
}

impl Days {
    /// Sums that count from a period to before another.
    fn of<'a>(counted: impl Iterator<Item = (Period, Period, &'a Hung)> + Clone) -> Result<Self> {
        let Some(first) = counted.clone().map(|(from, _, _)| from).min() else { return Ok(Self::default()) };
        let end = counted.clone().map(|(_, to, _)| to).max().unwrap_or(first);
        let place = |period: Period| usize::try_from(period.saturating_sub(first)).unwrap_or_default();
        let nothing = (Sums::default(), Sums::default());
        let mut changes = vec![nothing; place(end).saturating_add(1)];
        for (from, to, hung) in counted {
            let sums = Sums::of(hung.kind, hung.amount);
            if let Some((more, _)) = changes.get_mut(place(from)) {
                more.add(sums)?;
            }
            if let Some((_, less)) = changes.get_mut(place(to)) {
                less.add(sums)?;
            }
        }
        let mut sums = Vec::with_capacity(changes.len());
        let mut now = Sums::default();
        for (more, less) in changes {
            now.add(more)?;
            now.sub(less)?;
            sums.push(now);
        }
        // In the last period nothing counts any more.
        sums.pop();
        Ok(Self { sums })
    }

    /// The most that ever hangs on times, and on everything: what the caps must hold.
    pub fn peak(&self) -> Result<Sums> {
        let (mut time, mut all) = (Amount::ZERO, Amount::ZERO);
        for sums in &self.sums {
            time = time.max(sums.time);
            all = all.max(sums.total()?);
        }
        Ok(Sums { time, outcome: all.checked_sub(time)? })
    }

    /// All that hangs on it in the mean period, rounded down.
    pub fn mean(&self) -> Result<Amount> {
        let mut sum = Amount::ZERO;
        for sums in &self.sums {
            sum = sum.checked_add(sums.total()?)?;
        }
        let periods = u128::try_from(self.sums.len().max(1))?;
        Ok(Amount::new(sum.get().checked_div(periods).unwrap_or_default()))
    }
}

/// The larger of each.
pub fn larger(a: Sums, b: Sums) -> Result<Sums> {
    let (time, all) = (a.time.max(b.time), a.total()?.max(b.total()?));
    Ok(Sums { time, outcome: all.checked_sub(time)? })
}

/// One sum of a kind, for tests and for whoever asks what one deal takes.
#[cfg(test)]
pub fn one(kind: ExposureKind, amount: u128, expected: u64, decided: u64) -> Hung {
    let at = |day: u64| numeric::UnixTime::new(1_356_998_400 + day * 86_400 + 3_600).unwrap();
    Hung {
        feed: "all".to_owned(),
        kind,
        amount: Amount::new(amount),
        expected: at(expected),
        decided: at(decided),
    }
}

#[cfg(test)]
mod tests {
    use ExposureKind::{Outcome, Time};

    use super::*;

    const TWO_DAYS: Window = Window { challenge: Seconds::days(2), period: Seconds::days(1) };

    fn totals(days: &Days) -> Vec<u128> {
        days.sums.iter().map(|sums| sums.total().unwrap().get()).collect()
    }

    /// 100 expected on day 0 and decided there: days 0, 1, 2. 10 expected on day 1 and decided on day 3: 1 to 5.
    #[test]
    fn what_is_late_rolls_on_and_a_fact_counts_for_its_window() {
        let book = [one(Time, 100, 0, 0), one(Outcome, 10, 1, 3)];
        let days = hanging(book.iter(), TWO_DAYS).unwrap();
        assert_eq!(totals(&days), [100, 110, 110, 10, 10, 10]);
        let peak = days.peak().unwrap();
        assert_eq!((peak.time.get(), peak.outcome.get()), (100, 10));
        assert_eq!(days.mean().unwrap().get(), 350 / 6);
    }

    /// Expected on day 4, decided on day 1: it counts on days 1 to 3, and was reserved for days 4 to 6.
    #[test]
    fn what_comes_early_counts_when_it_comes() {
        let book = [one(Time, 100, 4, 1), one(Time, 1, 1, 1)];
        assert_eq!(totals(&hanging(book.iter(), TWO_DAYS).unwrap()), [101, 101, 101]);
        assert_eq!(totals(&reserved(book.iter(), TWO_DAYS).unwrap()), [1, 1, 1, 100, 100, 100]);
    }

    #[test]
    fn a_window_of_hours_touches_one_bucket_more_than_it_has() {
        let window = |challenge, period| Window { challenge, period }.span();
        assert_eq!(window(Seconds::days(2), Seconds::days(1)), 3);
        assert_eq!(window(Seconds::hours(6), Seconds::hours(1)), 7);
        assert_eq!(window(Seconds::hours(25), Seconds::days(1)), 3);
    }

    #[test]
    fn the_peaks_of_times_and_of_everything_may_be_on_different_days() {
        let book = [one(Time, 100, 0, 0), one(Outcome, 150, 9, 9)];
        let peak = hanging(book.iter(), TWO_DAYS).unwrap().peak().unwrap();
        assert_eq!((peak.time.get(), peak.outcome.get()), (100, 50), "150 in all");
    }
}
