//! What the contract tells the world, a struct an event, with its parser.
//!
//! An attribute that has nothing to say is left out. Times are seconds since 1970. Beside these, whatever moves a
//! token also carries the attributes of cw721 (`action`, `sender`, `recipient`, `token_id`), which wallets and
//! explorers read.

use cosmwasm_std::Addr;
use events::event;
use numeric::UnixTime;
use types::digest::Digest;
use types::endorsement::ActCode;
use types::event::EventCode;
use types::locode::Locode;
use types::party::{Lei, Scac};
use types::shipment::{AdmittedRole, ConsentedAct};

pub use events::EventError;

event! {
    /// An act was added to a title's chain.
    ActRecorded = "shipment/act_recorded" {
        /// The title.
        token_id: String,
        /// Its number, from 1.
        number: u32,
        /// What it was, in PINT's codes.
        code: ActCode,
        /// The account that acted.
        actor: Addr,
        /// In whose favour.
        recipient: Option<Addr>,
        /// PINT's reason, where the code alone does not say it: `SWTP`.
        reason: Option<String>,
        /// The remark; the chain keeps its salted digest only.
        remark: Option<String>,
        /// The remark's salt, in hexadecimal.
        salt: Option<String>,
    }
}
event! {
    /// A title was issued.
    Issued = "shipment/issued" {
        /// The title.
        token_id: String,
        /// Who issued it.
        issuer: Addr,
        /// Its first holder.
        holder: Addr,
        /// The oracle feed of its journey.
        feed: Option<u32>,
        /// Salted digest of the document.
        document: Digest,
    }
}
event! {
    /// The beneficiary of a split title nominated.
    Nominated = "shipment/nominated" {
        /// The title.
        token_id: String,
        /// To whom the benefit may be endorsed; nobody any more.
        nominee: Option<Addr>,
        /// The remark. It is no act of the chain, so its digest is not kept.
        remark: Option<String>,
        /// The remark's salt, in hexadecimal.
        salt: Option<String>,
    }
}
event! {
    /// A new version of the document is in force.
    Amended = "shipment/amended" {
        /// The title.
        token_id: String,
        /// The new version; earlier ones are void.
        version: u32,
        /// Salted digest of the document.
        document: Digest,
        /// Whether the route changed.
        rerouted: bool,
    }
}
event! {
    /// A contract was given a hold on a title.
    Encumbered = "shipment/encumbered" {
        /// The title.
        token_id: String,
        /// The contract.
        by: Addr,
    }
}
event! {
    /// A waybill was bound to an escrow.
    Bound = "shipment/bound" {
        /// The title.
        token_id: String,
        /// The escrow.
        to: Addr,
    }
}
event! {
    /// A hold went to an escrow.
    Substituted = "shipment/substituted" {
        /// The title.
        token_id: String,
        /// The contract that had it, to which it returns.
        residual: Addr,
        /// The escrow that has it.
        by: Addr,
    }
}
event! {
    /// A contract let go.
    Lifted = "shipment/lifted" {
        /// The title.
        token_id: String,
        /// The contract that had the hold.
        by: Addr,
        /// The contract to which the hold returned.
        residual: Option<Addr>,
    }
}
event! {
    /// A contract delivered a title it had a hold on.
    Delivered = "shipment/delivered" {
        /// The title.
        token_id: String,
        /// The contract.
        by: Addr,
        /// The new holder and beneficiary.
        to: Addr,
    }
}
event! {
    /// The contract with the hold consented to an act.
    Consented = "shipment/consented" {
        /// The title.
        token_id: String,
        /// The contract.
        by: Addr,
        /// To what.
        act: ConsentedAct,
    }
}
event! {
    /// A contract is told of a title's milestones.
    Subscribed = "shipment/subscribed" {
        /// The title.
        token_id: String,
        /// The contract.
        subscriber: Addr,
        /// How many cut-offs it added.
        cutoffs: u32,
    }
}
event! {
    /// What is final about a milestone changed.
    MilestoneLearned = "shipment/milestone_learned" {
        /// The title.
        token_id: String,
        /// The oracle's number.
        sequence: u32,
        /// The leg.
        leg: u8,
        /// What.
        event: EventCode,
        /// Where.
        place: Locode,
        /// When it happened, if it did.
        happened: Option<UnixTime>,
        /// By when it is final that it had not happened.
        not_by: Option<UnixTime>,
        /// `true` if it cannot be established.
        unresolvable: Option<bool>,
    }
}
event! {
    /// A subscriber did not take its notice; it catches up by its `Sync`.
    NoticeFailed = "shipment/notice_failed" {
        /// The title.
        token_id: String,
        /// The oracle's number.
        sequence: u32,
        /// Who.
        subscriber: Addr,
    }
}
event! {
    /// The replacement of a holder's key is under notice.
    ReplacementProposed = "shipment/replacement_proposed" {
        /// The title.
        token_id: String,
        /// The holder's new account.
        new_holder: Addr,
        /// From when on anyone may carry it out.
        at: UnixTime,
    }
}
event! {
    /// The holder has his key; nothing is replaced.
    ReplacementCancelled = "shipment/replacement_cancelled" {
        /// The title.
        token_id: String,
    }
}
event! {
    /// An issuer entered or changed its registration.
    IssuerRegistered = "shipment/issuer_registered" {
        /// Who.
        issuer: Addr,
        /// Its SCAC.
        scac: Option<Scac>,
        /// Its LEI.
        lei: Option<Lei>,
    }
}
event! {
    /// An attestor vouched for an issuer, or no longer does.
    IssuerAttested = "shipment/issuer_attested" {
        /// Who.
        issuer: Addr,
        /// The attestor.
        attestor: Addr,
        /// Whether the issuer is who it says.
        attested: bool,
    }
}
event! {
    /// An attestor was named or removed.
    AttestorSet = "shipment/attestor_set" {
        /// Who.
        attestor: Addr,
        /// Whether it may attest.
        allowed: bool,
    }
}
event! {
    /// A contract was admitted.
    ContractAdmitted = "shipment/contract_admitted" {
        /// Which.
        contract: Addr,
        /// What it may do.
        role: AdmittedRole,
    }
}
event! {
    /// A contract takes no new titles.
    ContractRetired = "shipment/contract_retired" {
        /// Which.
        contract: Addr,
    }
}
event! {
    /// New risk is stopped.
    Paused = "shipment/paused" {
        /// Who did it.
        by: Addr,
    }
}
event! {
    /// New risk may begin again.
    Unpaused = "shipment/unpaused" {
        /// Who did it.
        by: Addr,
    }
}
event! {
    /// There is another guardian, or none.
    GuardianSet = "shipment/guardian_set" {
        /// Who.
        guardian: Option<Addr>,
    }
}
