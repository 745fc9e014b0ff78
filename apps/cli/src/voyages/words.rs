//! How a person writes times, waits, amounts and shares in the file. Each decodes by its own rule, so that what is
//! wrong is told with its line.

use anyhow::{bail, Context, Result};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use numeric::{Amount, BasisPoints, Seconds, UnixTime};
use serde::Deserialize;

use crate::money;

/// A word of the file: text that is read by a rule of its own.
macro_rules! word {
    ($(#[$about:meta])* $name:ident($inner:ty) by $read:path) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
        #[serde(try_from = "String")]
        pub struct $name(pub $inner);

        impl TryFrom<String> for $name {
            type Error = String;

            fn try_from(text: String) -> Result<Self, String> {
                $read(&text).map(Self).map_err(|error| format!("{error:#}"))
            }
        }
    };
}

word! {
    /// `2025-03-04 18:00`, UTC.
    When(UnixTime) by when
}
word! {
    /// `90 minutes`, `3 hours`, `10 days`.
    Wait(Seconds) by wait
}
word! {
    /// `12,500.25` dollars.
    Dollars(Amount) by money::parse
}
word! {
    /// `1.5 %`.
    Share(BasisPoints) by share
}

fn when(text: &str) -> Result<UnixTime> {
    let form = || format!("{text:?} is not a time: write it in UTC as in 2025-03-04 18:00");
    let local = DateTime::strptime("%Y-%m-%d %H:%M", text).with_context(form)?;
    let moment = TimeZone::UTC.to_timestamp(local).with_context(form)?;
    Ok(UnixTime::new(u64::try_from(moment.as_second()).with_context(form)?)?)
}

fn wait(text: &str) -> Result<Seconds> {
    let form = || format!("{text:?} is not a length of time: write it as in 90 minutes, 3 hours or 10 days");
    let (number, unit) = text.split_once(' ').with_context(form)?;
    let number: u64 = number.parse().with_context(form)?;
    let each = match unit.trim_end_matches('s') {
        "minute" => Seconds::minutes(1),
        "hour" => Seconds::hours(1),
        "day" => Seconds::days(1),
        _ => bail!(form()),
    };
    Ok(Seconds::new(number.saturating_mul(each.get()))?)
}

fn share(text: &str) -> Result<BasisPoints> {
    let form = || format!("{text:?} is not a share: write per cent, as in 1.5 %");
    let number = text.strip_suffix('%').with_context(form)?.trim_end();
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    if decimals.len() > 2 {
        bail!("{text:?} has more than two decimals");
    }
    let points: u16 = format!("{whole}{decimals:0<2}").parse().with_context(form)?;
    Ok(BasisPoints::new(points)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_as_people_write_them() {
        assert_eq!(when("2013-01-01 10:15").unwrap().seconds(), 1_357_035_300);
        assert_eq!(wait("1 day").unwrap(), Seconds::days(1));
        assert_eq!(wait("90 minutes").unwrap(), Seconds::minutes(90));
        assert_eq!(share("1.5 %").unwrap().get(), 150);
        assert_eq!(share("20%").unwrap().get(), 2_000);
    }

    #[test]
    fn what_is_no_word_is_refused() {
        for text in ["2025-02-30 10:00", "2025-03-04", "4 March 2025"] {
            assert!(when(text).is_err(), "{text}");
        }
        for text in ["10", "ten days", "3 fortnights", "-1 days"] {
            assert!(wait(text).is_err(), "{text}");
        }
        for text in ["5", "101 %", "0.001 %", "% 5"] {
            assert!(share(text).is_err(), "{text}");
        }
    }
}
