//! Times as the standards write them: ISO 8601 with its distance from UTC.

use jiff::Timestamp;
use numeric::UnixTime;

use super::error::Fault;

/// A moment, without its fraction of a second. A time without an offset is somebody's local time, and nobody knows
/// whose.
pub fn moment(what: &'static str, text: &str) -> Result<UnixTime, Fault> {
    let wrong = || Fault::Time { what, found: text.to_owned() };
    // RFC 3339's form only: jiff also reads a space for the T and names of zones.
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || b"-:.+TZ".contains(&byte));
    if !plain || text.as_bytes().get(10) != Some(&b'T') {
        return Err(wrong());
    }
    // XML Schema's bounds, and no clock on earth is further from UTC.
    let zone =
        text.get(10..).and_then(|clock| clock.split_once(['+', '-'])).map(|(_, zone)| zone.replace(':', ""));
    if zone.is_some_and(|zone| zone.len() > 4 || zone.as_str() > "1400") {
        return Err(wrong());
    }
    let moment: Timestamp = text.parse().map_err(|_| wrong())?;
    let seconds = u64::try_from(moment.as_second()).map_err(|_| wrong())?;
    UnixTime::new(seconds).map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Seconds by `date -u -d TEXT +%s`.
    #[test]
    fn times_of_the_standards_own_examples() {
        for (text, seconds) in [
            ("2021-01-09T14:12:56+01:00", 1_610_197_976),
            ("2019-11-12T07:41:00+08:30", 1_573_513_860),
            ("2023-04-01T10:38:01.000Z", 1_680_345_481),
            ("2005-04-03T20:33:31.116000-06:00", 1_112_582_011),
            ("2005-07-11T11:30:47.0Z", 1_121_081_447),
            ("2005-07-12T01:30:47+14:00", 1_121_081_447),
            ("2005-07-11T11:30:47.9999999-00:00", 1_121_081_447),
        ] {
            assert_eq!(moment("eventDateTime", text).unwrap().seconds(), seconds, "{text}");
        }
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for text in [
            "2019/11/12 07:41:00 +08:30",
            "2021 01 01 14:12:56",
            "2021-01-01T14:12:56",
            "2021-01-01 14:12:56Z",
            "2021-01-01T14:12:56[Europe/Paris]",
            "2021-01-01T14:12:56+01:00[Europe/Paris]",
            "2021-02-30T14:12:56Z",
            "2021-01-01T25:12:56Z",
            "2021-01-01T14:12:56+14:01",
            "2021-01-01T14:12:56-1430",
            "2021-01-01T14:12:56+25:00",
            "2021-01-01T14:12:56+01:00:30",
            "1999-12-31T23:59:59Z",
            "2200-01-01T00:00:00Z",
            "+002021-01-01T00:00:00Z",
            "1610201576",
            "",
        ] {
            assert!(matches!(moment("eventDateTime", text), Err(Fault::Time { .. })), "{text}");
        }
    }
}
