//! When something was, by the clock and by the chain's blocks.

use numeric::{Seconds, UnixTime};
use serde::{Deserialize, Serialize};

use crate::ContractError;

/// A block: its time and its height. A window that ends by both cannot be used up by a chain that stands still.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Its time.
    pub time: UnixTime,
    /// Its height.
    pub height: u64,
}

/// When a window ends: at this time, or with this block, whichever is later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End {
    /// By the clock.
    pub time: UnixTime,
    /// By the chain.
    pub height: u64,
}

impl Moment {
    /// When a window that begins now ends: after its time, and after as many blocks as a chain that makes one in
    /// `block_time` makes in it.
    pub fn after(self, window: Seconds, block_time: Seconds) -> Result<End, ContractError> {
        let blocks = window.get().checked_div(block_time.get()).unwrap_or_default();
        Ok(End { time: self.time.checked_add(window)?, height: self.height.saturating_add(blocks) })
    }
}

impl End {
    /// Whether it is over.
    pub fn is_past(self, now: Moment) -> bool {
        now.time >= self.time && now.height >= self.height
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(seconds: u64, height: u64) -> Moment {
        Moment { time: UnixTime::new(1_357_000_000_u64.saturating_add(seconds)).unwrap(), height }
    }

    #[test]
    fn a_window_needs_its_time_and_its_blocks() {
        let end = moment(0, 100).after(Seconds::hours(1), Seconds::minutes(1)).unwrap();
        assert!(!end.is_past(moment(3_600, 159)), "a chain that stood still has used up nothing");
        assert!(!end.is_past(moment(3_599, 900)));
        assert!(end.is_past(moment(3_600, 160)));
    }

    #[test]
    fn without_a_block_time_the_clock_alone_counts() {
        let end = moment(0, 100).after(Seconds::hours(1), Seconds::ZERO).unwrap();
        assert!(end.is_past(moment(3_600, 100)));
    }
}
