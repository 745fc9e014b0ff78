//! What happens to goods on their way, in one vocabulary over three.
//!
//! Sea and land carriers speak DCSA, airlines IATA, shippers and warehouses GS1 EPCIS. An [`EventCode`] decodes from
//! any of the three, so that `DEPA`, `DEP` and `departing` are one question and one fact; its own JSON is the first
//! code of its row. This is the mapping, version [`MAPPING_VERSION`]:
//!
//! | event | DCSA | IATA | CBV | at the leg's | what has happened |
//! |---|---|---|---|---|---|
//! | `Stuffed` | `STUF` | | `packing` | origin | the goods are in the container or on the pallet |
//! | `PickedUp` | `PICK` | | | origin | collected at the shipper's place |
//! | `GateIn` | `GTIN` | `RCS` | `accepting` | origin | received from the shipper: the carrier's side has possession |
//! | `Loaded` | `LOAD` | | `loading` | origin | lifted on board |
//! | `Departed` | `DEPA` | `DEP` | `departing` | origin | the vessel, flight, train or truck has left |
//! | `Arrived` | `ARRI` | `ARR` | `arriving` | destination | it has come in |
//! | `Discharged` | `DISC` | `RCF` | `unloading` | destination | the goods are off it |
//! | `Stored` | | | `storing` | either | put into store |
//! | `Inspected` | `INSP` | | `inspecting` | either | seal, container or goods were inspected |
//! | `CustomsReleased` | `CUSR` | `CCD` | | either | cleared by customs |
//! | `ReadyForDelivery` | `AVPU` | `NFD` | | destination | the consignee can come for them |
//! | `GateOut` | `GTOT` | | | destination | left the terminal, in the hands of who picked them up |
//! | `DroppedOff` | `DROP` | | | destination | delivered at the consignee's place |
//! | `Delivered` | | `DLV` | | destination | handed to the consignee or his agent |
//! | `Stripped` | `STRP` | | `unpacking` | destination | out of the container or off the pallet |
//! | `Received` | | | `receiving` | destination | in the receiver's books |
//!
//! DCSA: event domain 3.2 (equipment and transport events). IATA: Cargo-IMP status codes, as in ONE Record. CBV: Core
//! Business Vocabulary 2.0, also as `urn:epcglobal:cbv:bizstep:departing` and
//! `https://ref.gs1.org/cbv/BizStep-departing`. The rows are in the usual order of a leg. Choices to know of:
//! `MAN` is a document (on the flight's manifest) and so not `LOAD`; `GTOT` (out of the terminal, to whomever) is not
//! `DLV` (to the consignee); `DLV` is the carrier's word and `receiving` the receiver's; `INSP` is said of seals
//! first of all, so goods whose quality a payment depends on want an approval beside it.

use crate::text::wire::closed_list;
use crate::VocabularyError;

/// Grows when a row of the mapping changes.
pub const MAPPING_VERSION: u8 = 1;

const CBV_PREFIXES: [&str; 2] = ["urn:epcglobal:cbv:bizstep:", "https://ref.gs1.org/cbv/BizStep-"];

closed_list! {
    /// An event of a leg or of the goods: see the [mapping](crate::event). `"DEPA"`, `"DEP"`, `"departing"` and the
    /// GS1 URIs decode to the same one.
    EventCode ("Event by its DCSA code, or IATA's or the GS1 CBV's where there is none; all three decode") {
        /// The goods are in the container or on the pallet.
        Stuffed = 1 "STUF",
        /// Collected at the shipper's place.
        PickedUp = 2 "PICK",
        /// Received from the shipper: the carrier's side has possession.
        GateIn = 3 "GTIN",
        /// Lifted on board.
        Loaded = 4 "LOAD",
        /// The vessel, flight, train or truck has left.
        Departed = 5 "DEPA",
        /// It has come in.
        Arrived = 6 "ARRI",
        /// The goods are off it.
        Discharged = 7 "DISC",
        /// Put into store.
        Stored = 8 "storing",
        /// Seal, container or goods were inspected.
        Inspected = 9 "INSP",
        /// Cleared by customs.
        CustomsReleased = 10 "CUSR",
        /// The consignee can come for the goods.
        ReadyForDelivery = 11 "AVPU",
        /// Left the terminal, in the hands of who picked them up.
        GateOut = 12 "GTOT",
        /// Delivered at the consignee's place.
        DroppedOff = 13 "DROP",
        /// Handed to the consignee or his agent.
        Delivered = 14 "DLV",
        /// Out of the container or off the pallet.
        Stripped = 15 "STRP",
        /// In the receiver's books.
        Received = 16 "receiving",
    }
}

/// At which end of a leg an event takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// At its origin.
    Departure,
    /// At its destination.
    Arrival,
    /// At one or the other.
    Either,
}

impl EventCode {
    /// DCSA's code.
    pub const fn dcsa(self) -> Option<&'static str> {
        let Row { dcsa, .. } = self.row();
        dcsa
    }

    /// IATA's status code.
    pub const fn iata(self) -> Option<&'static str> {
        let Row { iata, .. } = self.row();
        iata
    }

    /// The business step of the GS1 Core Business Vocabulary.
    pub const fn epcis(self) -> Option<&'static str> {
        let Row { epcis, .. } = self.row();
        epcis
    }

    /// The one of the three that stands in JSON, in signed reports and in events.
    pub const fn canonical(self) -> &'static str {
        self.as_str()
    }

    /// At which end of a leg it takes place.
    pub const fn side(self) -> Side {
        match self {
            Self::Stuffed | Self::PickedUp | Self::GateIn | Self::Loaded | Self::Departed => Side::Departure,
            Self::Stored | Self::Inspected | Self::CustomsReleased => Side::Either,
            Self::Arrived
            | Self::Discharged
            | Self::ReadyForDelivery
            | Self::GateOut
            | Self::DroppedOff
            | Self::Delivered
            | Self::Stripped
            | Self::Received => Side::Arrival,
        }
    }

    /// Whether the goods have left the carrier's charge with it.
    pub const fn is_delivery(self) -> bool {
        matches!(self, Self::GateOut | Self::DroppedOff | Self::Delivered | Self::Stripped | Self::Received)
    }

    /// Whether the goods may have left the carrier's charge when it is reported: a milestone that releases the
    /// title must come before, for a title that arrives after the goods are gone is worth nothing.
    ///
    /// True of every delivery, and of what is said of goods in the receiver's hands as well as in the carrier's:
    /// an inspection, a storing. False of all that happens at the origin, of arrival and discharge, and of the two
    /// that come before the goods are handed out: customs' release and readiness for delivery.
    pub const fn is_delivery_or_later(self) -> bool {
        self.is_delivery() || matches!(self, Self::Inspected | Self::Stored)
    }

    /// Whether the goods are in the carrier's charge with it, whatever the arrangement: a container may be picked
    /// up by the shipper's own truck.
    pub const fn takes_charge(self) -> bool {
        matches!(self, Self::GateIn | Self::Loaded)
    }

    const fn row(self) -> Row {
        match self {
            Self::Stuffed => Row::of(Some("STUF"), None, Some("packing")),
            Self::PickedUp => Row::of(Some("PICK"), None, None),
            Self::GateIn => Row::of(Some("GTIN"), Some("RCS"), Some("accepting")),
            Self::Loaded => Row::of(Some("LOAD"), None, Some("loading")),
            Self::Departed => Row::of(Some("DEPA"), Some("DEP"), Some("departing")),
            Self::Arrived => Row::of(Some("ARRI"), Some("ARR"), Some("arriving")),
            Self::Discharged => Row::of(Some("DISC"), Some("RCF"), Some("unloading")),
            Self::Stored => Row::of(None, None, Some("storing")),
            Self::Inspected => Row::of(Some("INSP"), None, Some("inspecting")),
            Self::CustomsReleased => Row::of(Some("CUSR"), Some("CCD"), None),
            Self::ReadyForDelivery => Row::of(Some("AVPU"), Some("NFD"), None),
            Self::GateOut => Row::of(Some("GTOT"), None, None),
            Self::DroppedOff => Row::of(Some("DROP"), None, None),
            Self::Delivered => Row::of(None, Some("DLV"), None),
            Self::Stripped => Row::of(Some("STRP"), None, Some("unpacking")),
            Self::Received => Row::of(None, None, Some("receiving")),
        }
    }

    fn otherwise(text: &str) -> Result<Self, VocabularyError> {
        let step = CBV_PREFIXES.iter().find_map(|prefix| text.strip_prefix(prefix));
        let names = |event: &Self| match step {
            Some(step) => event.epcis() == Some(step),
            None => event.iata() == Some(text) || event.epcis() == Some(text),
        };
        let found = Self::all().iter().copied().find(names);
        found.ok_or_else(|| VocabularyError::EventCode { actual: text.to_owned() })
    }
}

/// A row of the mapping.
struct Row {
    dcsa: Option<&'static str>,
    iata: Option<&'static str>,
    epcis: Option<&'static str>,
}

impl Row {
    const fn of(dcsa: Option<&'static str>, iata: Option<&'static str>, epcis: Option<&'static str>) -> Self {
        Self { dcsa, iata, epcis }
    }
}

closed_list! {
    /// What a time is: planned, estimated or actual. Money moves on actual ones only.
    Classifier ("DCSA event classifier") {
        /// Planned.
        Pln = 1 "PLN",
        /// Estimated.
        Est = 2 "EST",
        /// Actual.
        Act = 3 "ACT",
    }
}

impl Classifier {
    fn otherwise(text: &str) -> Result<Self, VocabularyError> {
        Err(VocabularyError::Classifier { actual: text.to_owned() })
    }
}
