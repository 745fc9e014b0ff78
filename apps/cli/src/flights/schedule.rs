//! When a timetable's local times are.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::error::RowError;

/// Longer than any flight out of New York is planned to take: to Honolulu it is under twelve hours.
const LONGEST_MINUTES: i64 = 18 * 60;

/// A time of day as the table writes it: hours and minutes in one number, `517` for 05:17.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    written: u16,
    time: Time,
}

impl Clock {
    /// Reads `HHMM`.
    pub fn new(written: u16) -> Result<Self, RowError> {
        let part = |number: u16| i8::try_from(number).map_err(|_| RowError::Clock(written));
        let time = Time::new(part(written / 100)?, part(written % 100)?, 0, 0);
        Ok(Self { written, time: time.map_err(|_| RowError::Clock(written))? })
    }

    /// The moment of this time on that day. Of a time that the day has twice it is the first; one that it skips
    /// counts on from before the gap.
    pub fn on(self, day: Date, zone: &TimeZone) -> Result<Timestamp, RowError> {
        let local = day.to_datetime(self.time);
        zone.to_ambiguous_timestamp(local).compatible().map_err(|_| RowError::NoMoment(self.written))
    }

    /// The first moment after `start` at which clocks in that zone show this time: the table has no day of
    /// arrival.
    ///
    /// Checked against the table: the local time of all recorded arrivals of the year but one is this moment's,
    /// the delay added, and no flight is planned to take less than 50 minutes or more than 700.
    pub fn next_after(self, start: Timestamp, zone: &TimeZone) -> Result<Timestamp, RowError> {
        let mut day = zone.to_datetime(start).date();
        let mut moment = self.on(day, zone)?;
        if moment <= start {
            day = day.checked_add(1.day()).map_err(|_| RowError::NoMoment(self.written))?;
            moment = self.on(day, zone)?;
        }
        let minutes = start.duration_until(moment).as_mins();
        if minutes > LONGEST_MINUTES {
            return Err(RowError::TooLong { minutes, most: LONGEST_MINUTES });
        }
        Ok(moment)
    }
}
