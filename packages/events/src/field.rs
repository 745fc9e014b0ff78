use cosmwasm_std::{Addr, Binary};
use cw20::Denom;
use numeric::{Amount, BasisPoints, Reading, Seconds, UnixTime};
use types::denom;
use types::digest::Digest;
use types::endorsement::ActCode;
use types::event::EventCode;
use types::locode::Locode;
use types::party::{Lei, Scac};

/// A value of an attribute. One without text has no attribute.
pub trait Field: Sized {
    /// The attribute's text.
    fn text(&self) -> Option<String>;
    /// The value of the text, `None` if it is none.
    fn read(text: Option<&str>) -> Option<Self>;
}

macro_rules! field {
    ($($type:ty: $text:expr, $read:expr;)*) => {$(
        impl Field for $type {
            fn text(&self) -> Option<String> {
                Some($text(self))
            }
            fn read(text: Option<&str>) -> Option<Self> {
                text.and_then($read)
            }
        }
    )*};
}

field! {
    String: Clone::clone, |text| Some(text.to_owned());
    bool: bool::to_string, |text| text.parse().ok();
    u8: u8::to_string, |text| text.parse().ok();
    u16: u16::to_string, |text| text.parse().ok();
    u32: u32::to_string, |text| text.parse().ok();
    u64: u64::to_string, |text| text.parse().ok();
    Addr: Addr::to_string, |text| Some(Addr::unchecked(text));
    Binary: Binary::to_base64, |text| Binary::from_base64(text).ok();
    Amount: Amount::to_string, |text| text.parse().ok().map(Amount::new);
    BasisPoints: |share: &BasisPoints| share.get().to_string(), |text| BasisPoints::new(text.parse().ok()?).ok();
    Seconds: |wait: &Seconds| wait.get().to_string(), |text| Seconds::new(text.parse().ok()?).ok();
    UnixTime: |time: &UnixTime| time.seconds().to_string(), |text| UnixTime::new(text.parse().ok()?).ok();
    Reading: Reading::to_string, |text| text.parse().ok().map(Reading::new);
    Denom: denom::key, |text| match text.split_once(':')? {
        ("native", name) => Some(Denom::Native(name.to_owned())),
        ("cw20", token) => Some(Denom::Cw20(Addr::unchecked(token))),
        _ => None,
    };
    Digest: Digest::to_string, |text| text.parse().ok();
    EventCode: |code: &EventCode| code.canonical().to_owned(), |text| text.parse().ok();
    Locode: |place: &Locode| place.as_str().to_owned(), |text| text.parse().ok();
    ActCode: |code: &ActCode| code.as_str().to_owned(), |text| text.parse().ok();
    Scac: |code: &Scac| code.as_str().to_owned(), |text| text.parse().ok();
    Lei: |code: &Lei| code.as_str().to_owned(), |text| text.parse().ok();
}

impl<T: Field> Field for Option<T> {
    fn text(&self) -> Option<String> {
        self.as_ref().and_then(Field::text)
    }

    fn read(text: Option<&str>) -> Option<Self> {
        match text {
            None => Some(None),
            text => T::read(text).map(Some),
        }
    }
}

/// A list is its items' texts with commas between; of texts that have commas themselves there can be none.
impl<T: Field> Field for Vec<T> {
    fn text(&self) -> Option<String> {
        let texts: Vec<String> = self.iter().filter_map(Field::text).collect();
        (!texts.is_empty()).then(|| texts.join(","))
    }

    fn read(text: Option<&str>) -> Option<Self> {
        text.map_or(Some(Self::new()), |list| list.split(',').map(|item| T::read(Some(item))).collect())
    }
}
