//! Every event as it stands on the chain, and read back.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what goes wrong in a test should stop it, with its reason"
)]

mod support;

use cosmwasm_std::{Addr, Binary, Event};
use devices::events::*;
use events::EventError;
use support::at;
use types::devices::{DeviceClass, Link};
use types::digest::Digest;

fn addr(name: &str) -> Addr {
    Addr::unchecked(name)
}

/// Writes the event as `type key=value …` and reads it back.
fn line<E>(event: E) -> String
where
    E: Clone + PartialEq + std::fmt::Debug + Into<Event> + for<'a> TryFrom<&'a Event, Error = EventError>,
{
    let mut written: Event = event.clone().into();
    assert_eq!(E::try_from(&written), Ok(event.clone()));
    let attributes: Vec<String> =
        written.attributes.iter().map(|attribute| format!("{}={}", attribute.key, attribute.value)).collect();
    let line = [vec![written.ty.clone()], attributes].concat().join(" ");
    // On the chain the type has a prefix.
    written.ty = format!("wasm-{}", written.ty);
    assert_eq!(E::try_from(&written), Ok(event));
    line
}

fn digest(byte: &str) -> Digest {
    byte.repeat(32).parse().unwrap()
}

#[test]
fn events_are_written_so() {
    let lines = [
        line(Paused { by: addr("guardian") }),
        line(Unpaused { by: addr("owner") }),
        line(GuardianSet { guardian: None }),
        line(Registered { device: 7, owner: addr("shipper"), class: DeviceClass::Reefer }),
        line(Rotated { device: 7, epoch: 1, succeeds: true }),
        line(Revoked { device: 7 }),
        line(Offered { device: 7, to: Some(addr("buyer")) }),
        line(Offered { device: 7, to: None }),
        line(Transferred { device: 7, from: addr("shipper"), to: addr("buyer") }),
        line(LogTaken {
            device: 7,
            epoch: 1,
            counter: 258,
            from: at(1_357_034_400),
            to: at(1_357_038_000),
            root: digest("ab"),
            link: Link::Gap,
            missing: 3,
        }),
        line(Convicted {
            device: 7,
            epoch: 1,
            counter: 258,
            owner: addr("shipper"),
            by: addr("anyone"),
            first: digest("ab"),
            first_signature: Binary::from([0, 255]),
            second: digest("cd"),
            second_signature: Binary::from([1]),
        }),
    ];
    let (ab, cd) = ("ab".repeat(32), "cd".repeat(32));
    let expected = [
        "devices/paused by=guardian".to_owned(),
        "devices/unpaused by=owner".to_owned(),
        "devices/guardian_set".to_owned(),
        "devices/registered device=7 owner=shipper class=reefer".to_owned(),
        "devices/rotated device=7 epoch=1 succeeds=true".to_owned(),
        "devices/revoked device=7".to_owned(),
        "devices/offered device=7 to=buyer".to_owned(),
        "devices/offered device=7".to_owned(),
        "devices/transferred device=7 from=shipper to=buyer".to_owned(),
        format!(
            "devices/log_taken device=7 epoch=1 counter=258 from=1357034400 to=1357038000 root={ab} link=gap \
             missing=3"
        ),
        format!(
            "devices/convicted device=7 epoch=1 counter=258 owner=shipper by=anyone first={ab} \
             first_signature=AP8= second={cd} second_signature=AQ=="
        ),
    ];
    assert_eq!(lines, expected);
}

#[test]
fn classes_and_links_are_words() {
    use DeviceClass as C;
    let classes = [
        (C::Reefer, "reefer"),
        (C::Tracker, "tracker"),
        (C::Logger, "logger"),
        (C::Scale, "scale"),
        (C::Gauge, "gauge"),
        (C::Gate, "gate"),
    ];
    for (class, word) in classes {
        assert_eq!(events::Field::text(&class).as_deref(), Some(word));
        assert_eq!(<C as events::Field>::read(Some(word)), Some(class));
    }
    for (link, word) in [(Link::Begins, "begins"), (Link::Follows, "follows"), (Link::Gap, "gap")] {
        assert_eq!(events::Field::text(&link).as_deref(), Some(word));
        assert_eq!(<Link as events::Field>::read(Some(word)), Some(link));
    }
}
