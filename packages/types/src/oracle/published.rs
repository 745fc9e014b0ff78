//! What peers read of the oracle's state without a call. This is an interface, as a message is; all other state is the
//! oracle's own.

use numeric::Seconds;
use serde::{Deserialize, Serialize};

/// The version of the records' format: the first byte of each.
const VERSION: u8 = 1;
const FEEDS: u8 = b'F';

/// The head of a feed's record. More of the oracle's own follows it.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublishedFeed {
    /// The longest that an agreement may count on the feed.
    pub longest_reservation: Seconds,
    /// Whether it answers with numbers, and not with events.
    pub measures: bool,
    /// What a secured feed asks of its consumers.
    pub reservations: Option<PublishedReservations>,
}

/// On what terms a secured feed takes reservations.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublishedReservations {
    /// How long a closed round can be challenged.
    pub challenge: Seconds,
    /// What a reservation costs, in millionths of its amount: [`reservation_fee`](super::reservation_fee).
    pub fee: u64,
}

impl PublishedFeed {
    /// Under which key the oracle keeps a feed.
    pub fn key(feed: u32) -> Vec<u8> {
        let [a, b, c, d] = feed.to_be_bytes();
        vec![FEEDS, a, b, c, d]
    }

    /// The head of a feed's record; nothing of bytes that are none, or of another version.
    pub fn of(record: &[u8]) -> Option<Self> {
        let (&VERSION, body) = record.split_first()? else { return None };
        postcard::take_from_bytes(body).ok().map(|(published, _)| published)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bytes as they stand on the chain: 60 days are 5,184,000 seconds, 48 hours 172,800, in 7 bits a byte, the
    /// lowest first.
    #[test]
    fn the_format_stays() {
        assert_eq!(PublishedFeed::key(0x0102_0304), [b'F', 1, 2, 3, 4]);
        let named =
            PublishedFeed { longest_reservation: Seconds::days(60), measures: false, reservations: None };
        assert_eq!(PublishedFeed::of(&[1, 0x80, 0xB4, 0xBC, 0x02, 0, 0]), Some(named));
        assert_eq!(
            PublishedFeed::of(&[1, 0x80, 0xB4, 0xBC, 0x02, 0, 0, 7, 7]),
            Some(named),
            "what follows is not ours"
        );
        let reservations = Some(PublishedReservations { challenge: Seconds::hours(48), fee: 1_500 });
        let secured = PublishedFeed { longest_reservation: Seconds::days(60), measures: true, reservations };
        let bytes = [1, 0x80, 0xB4, 0xBC, 0x02, 1, 1, 0x80, 0xC6, 0x0A, 0xDC, 0x0B];
        assert_eq!(PublishedFeed::of(&bytes), Some(secured));
    }

    #[test]
    fn what_is_no_such_record_is_none() {
        for bytes in
            [&[][..], &[1], &[1, 0x80], &[1, 0x80, 0xB4, 0xBC, 0x02, 0], &[2, 0x80, 0xB4, 0xBC, 0x02, 0, 0]]
        {
            assert_eq!(PublishedFeed::of(bytes), None, "{bytes:?}");
        }
    }
}
