//! The words of `types` that are more than one text: they belong to neither a contract nor this package, so only one
//! of these two may say how they stand in an event.

use numeric::{Reading, UnixTime};
use types::devices::{DeviceClass, Link};
use types::journey::Outcome;
use types::shipment::{AdmittedRole, ConsentedAct};

use crate::{words, Field};

words! { AdmittedRole { Settlement = "settlement", Financier = "financier", Observer = "observer", } }
words! {
    ConsentedAct {
        Amendment = "amendment",
        Paper = "paper",
        Delivery = "delivery",
        KeyReplacement = "key_replacement",
    }
}
words! {
    DeviceClass {
        Reefer = "reefer",
        Tracker = "tracker",
        Logger = "logger",
        Scale = "scale",
        Gauge = "gauge",
        Gate = "gate",
    }
}
words! { Link { Begins = "begins", Follows = "follows", Gap = "gap", } }

/// `happened@1357034400`, `not_by@1357120800`, `unresolvable` or `measured=-1825@1357034400`.
impl Field for Outcome {
    fn text(&self) -> Option<String> {
        Some(match self {
            Self::Happened { at } => format!("happened@{}", at.seconds()),
            Self::NotBy { cutoff } => format!("not_by@{}", cutoff.seconds()),
            Self::Unresolvable {} => "unresolvable".to_owned(),
            Self::Measured { value, at } => format!("measured={value}@{}", at.seconds()),
        })
    }

    fn read(text: Option<&str>) -> Option<Self> {
        match text?.split_once('@') {
            Some(("happened", at)) => Some(Self::Happened { at: UnixTime::read(Some(at))? }),
            Some(("not_by", cutoff)) => Some(Self::NotBy { cutoff: UnixTime::read(Some(cutoff))? }),
            Some((number, at)) => {
                let value = Reading::new(number.strip_prefix("measured=")?.parse().ok()?);
                Some(Self::Measured { value, at: UnixTime::read(Some(at))? })
            }
            None if text == Some("unresolvable") => Some(Self::Unresolvable {}),
            _ => None,
        }
    }
}
