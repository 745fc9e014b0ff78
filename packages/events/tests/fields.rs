//! Every kind of attribute: its text, and the value it is read back as.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "what goes wrong in a test should stop it, with its reason"
)]

use std::fmt::Debug;

use cosmwasm_std::{Addr, Binary, Event};
use cw20::Denom;
use events::{event, words, EventError, Field};
use numeric::{Amount, BasisPoints, Reading, Seconds, UnixTime};
use types::digest::Digest;
use types::endorsement::ActCode;
use types::event::EventCode;
use types::journey::Outcome;
use types::locode::Locode;
use types::party::{Lei, Scac};
use types::shipment::{AdmittedRole, ConsentedAct};

#[track_caller]
fn stands_as<T: Field + PartialEq + Debug>(value: T, text: &str) {
    assert_eq!(value.text().as_deref(), Some(text));
    assert_eq!(T::read(Some(text)), Some(value));
}

#[track_caller]
fn none_reads<T: Field + PartialEq + Debug>(texts: &[&str]) {
    for text in texts {
        assert_eq!(T::read(Some(text)), None, "{text}");
    }
    assert_eq!(T::read(None), None);
}

fn at(seconds: u64) -> UnixTime {
    UnixTime::new(seconds).unwrap()
}

#[test]
fn plain_values() {
    stands_as("any text, even this".to_owned(), "any text, even this");
    stands_as(true, "true");
    stands_as(255_u8, "255");
    stands_as(65_535_u16, "65535");
    stands_as(4_294_967_295_u32, "4294967295");
    stands_as(u64::MAX, "18446744073709551615");
    stands_as(Addr::unchecked("carrier"), "carrier");
    stands_as(Binary::from([0, 255]), "AP8=");
    none_reads::<bool>(&["1", "True", ""]);
    none_reads::<u8>(&["256", "-1", ""]);
    none_reads::<Binary>(&["not base64"]);
    assert_eq!(String::read(None), None);
}

#[test]
fn amounts_shares_and_times() {
    stands_as(Amount::new(u128::MAX), "340282366920938463463374607431768211455");
    stands_as(BasisPoints::new(8_500).unwrap(), "8500");
    stands_as(Seconds::hours(1), "3600");
    stands_as(at(1_357_034_400), "1357034400");
    none_reads::<Amount>(&["340282366920938463463374607431768211456", "1.5", ""]);
    none_reads::<BasisPoints>(&["10001", "x"]);
    none_reads::<Seconds>(&["315619201"]);
    none_reads::<UnixTime>(&["1357034400000", "0"]);
}

#[test]
fn words_of_the_vocabulary() {
    let word = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    stands_as(Digest::of(b"abc"), word);
    stands_as("DEPA".parse::<EventCode>().unwrap(), "DEPA");
    stands_as("NLRTM".parse::<Locode>().unwrap(), "NLRTM");
    stands_as("ENDORSE_TO_ORDER".parse::<ActCode>().unwrap(), "ENDORSE_TO_ORDER");
    stands_as("MSCU".parse::<Scac>().unwrap(), "MSCU");
    stands_as("506700GE1G29325QX363".parse::<Lei>().unwrap(), "506700GE1G29325QX363");
    none_reads::<Digest>(&[&word[1..], &word.to_uppercase()]);
    none_reads::<Locode>(&["nlrtm", "NLRT"]);
    for (role, text) in [
        (AdmittedRole::Settlement, "settlement"),
        (AdmittedRole::Financier, "financier"),
        (AdmittedRole::Observer, "observer"),
    ] {
        stands_as(role, text);
    }
    for (act, text) in [
        (ConsentedAct::Amendment, "amendment"),
        (ConsentedAct::Paper, "paper"),
        (ConsentedAct::Delivery, "delivery"),
        (ConsentedAct::KeyReplacement, "key_replacement"),
    ] {
        stands_as(act, text);
    }
    none_reads::<AdmittedRole>(&["Settlement", ""]);
}

#[test]
fn outcomes() {
    stands_as(Outcome::Happened { at: at(1_357_034_400) }, "happened@1357034400");
    stands_as(Outcome::NotBy { cutoff: at(1_357_120_800) }, "not_by@1357120800");
    stands_as(Outcome::Unresolvable {}, "unresolvable");
    let measured = |value| Outcome::Measured { value: Reading::new(value), at: at(1_357_034_400) };
    stands_as(measured(-1_825), "measured=-1825@1357034400");
    stands_as(measured(0), "measured=0@1357034400");
    stands_as(Reading::new(i64::MIN), "-9223372036854775808");
    none_reads::<Reading>(&["", "7.5", "9223372036854775808"]);
    none_reads::<Outcome>(&[
        "happened",
        "happened@",
        "not_by@x",
        "unresolvable@1357120800",
        "lost@1357120800",
    ]);
}

/// A native denomination may begin with `cw20:`, and is still not taken for a token.
#[test]
fn assets_are_never_mistaken() {
    stands_as(Denom::Native("uusd".to_owned()), "native:uusd");
    stands_as(Denom::Cw20(Addr::unchecked("token")), "cw20:token");
    stands_as(Denom::Native("cw20:token".to_owned()), "native:cw20:token");
    none_reads::<Denom>(&["uusd", "ibc:uusd", ""]);
}

#[test]
fn what_has_nothing_to_say_is_left_out() {
    stands_as(Some(7_u32), "7");
    stands_as(vec![7_u32, 8], "7,8");
    assert_eq!((None::<u32>.text(), Option::<u32>::read(None)), (None, Some(None)));
    assert_eq!((Vec::<u32>::new().text(), Vec::<u32>::read(None)), (None, Some(vec![])));
    assert_eq!(Option::<u32>::read(Some("x")), None);
    assert_eq!(Vec::<u32>::read(Some("7,x")), None);
}

#[derive(Clone, Copy, Debug, PartialEq)]
/// What a port shows.
pub enum Light {
    /// Stay out.
    Red,
    /// Come in.
    Green,
}

words! { Light { Red = "red", Green = "green", } }

event! {
    /// A ship may enter.
    Signalled = "port/signalled" {
        /// What is shown.
        light: Light,
        /// Until when.
        until: Option<UnixTime>,
        /// To whom.
        ships: Vec<Addr>,
    }
}

#[test]
fn an_event_is_read_back_on_chain_too() {
    let ships = ["mary", "anne"].map(Addr::unchecked).to_vec();
    let signalled = Signalled { light: Light::Green, until: Some(at(1_357_034_400)), ships };
    let event = Event::from(signalled.clone());
    assert_eq!(
        event,
        Event::new("port/signalled")
            .add_attribute("light", "green")
            .add_attribute("until", "1357034400")
            .add_attribute("ships", "mary,anne")
    );
    assert_eq!(Signalled::try_from(&event), Ok(signalled.clone()));
    let on_chain = Event::new(format!("wasm-{}", Signalled::TYPE))
        .add_attribute("_contract_address", "port")
        .add_attributes(event.attributes);
    assert_eq!(Signalled::try_from(&on_chain), Ok(signalled));
}

#[test]
fn another_event_is_not_read() {
    let read = |event: Event| Signalled::try_from(&event).unwrap_err();
    assert_eq!(
        read(Event::new("wasm-port/closed")),
        EventError::Type { expected: "port/signalled", actual: "wasm-port/closed".to_owned() }
    );
    assert_eq!(
        read(Event::new("port/signalled").add_attribute("until", "1357034400")),
        EventError::Missing { event: "port/signalled", key: "light" }
    );
    assert_eq!(
        read(Event::new("port/signalled").add_attribute("light", "blue")),
        EventError::Malformed { key: "light", value: "blue".to_owned() }
    );
}
