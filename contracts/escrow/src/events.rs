//! What the contract tells the world, a struct an event, with its parser.

use cosmwasm_std::Addr;
use cw20::Denom;
use events::{event, Field};
use numeric::{Amount, Reading, UnixTime};
use types::digest::Digest;
use types::escrow::MilestoneState;
use types::shipment::ConsentedAct;

/// A milestone's state, a consented act: words in an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<T>(pub T);

macro_rules! words {
    ($type:ident { $($value:ident = $word:literal,)* }) => {
        impl Field for Word<$type> {
            fn text(&self) -> Option<String> {
                Some(match self.0 { $($type::$value => $word,)* }.to_owned())
            }
            fn read(text: Option<&str>) -> Option<Self> {
                match text? { $($word => Some(Self($type::$value)),)* _ => None }
            }
        }
    };
}

words! {
    MilestoneState {
        Open = "open",
        Payable = "payable",
        Late = "late",
        Defaulted = "defaulted",
        WrittenOff = "written_off",
        Settled = "settled",
        Voided = "voided",
    }
}
words! {
    ConsentedAct {
        Amendment = "amendment",
        Paper = "paper",
        Delivery = "delivery",
        KeyReplacement = "key_replacement",
    }
}

event! {
    /// Terms were proposed.
    Proposed = "escrow/proposed" {
        /// The agreement's number.
        agreement: u64,
        /// Who pays.
        payer: Addr,
        /// Who is paid.
        payee: Addr,
        /// Who proposed.
        by: Addr,
        /// What the other side accepts by.
        terms: Digest,
        /// Until when.
        valid_until: UnixTime,
        /// What the oracle takes, beside the prefunded money.
        fee: Amount,
    }
}
event! {
    /// Both parties agree; the receivables exist.
    Accepted = "escrow/accepted" {
        /// The agreement.
        agreement: u64,
        /// Who accepted.
        by: Addr,
        /// What the payer's money in escrow comes to.
        prefunded: Amount,
        /// How many receivables there are.
        receivables: u8,
    }
}
event! {
    /// A proposal was refused, withdrawn, or ran out.
    ProposalEnded = "escrow/proposal_ended" {
        /// The proposal.
        agreement: u64,
        /// Who ended it.
        by: Addr,
        /// What went back to the payer.
        returned: Amount,
    }
}
event! {
    /// A title was presented.
    Presented = "escrow/presented" {
        /// The agreement.
        agreement: u64,
        /// The title.
        token_id: String,
        /// Its document version.
        version: u32,
        /// In how many ways it differs from the terms; the agreement lists them.
        discrepancies: u32,
        /// Until when the payer may waive them.
        examine_by: Option<UnixTime>,
    }
}
event! {
    /// The payer waived the discrepancies.
    Waived = "escrow/waived" {
        /// The agreement.
        agreement: u64,
        /// A remark.
        remark: Option<String>,
        /// Its salt.
        salt: Option<String>,
    }
}
event! {
    /// Discrepant documents went back.
    DocumentsReturned = "escrow/documents_returned" {
        /// The agreement.
        agreement: u64,
        /// The title, free of the hold.
        token_id: String,
        /// Who returned them.
        by: Addr,
        /// A remark.
        remark: Option<String>,
        /// Its salt.
        salt: Option<String>,
    }
}
event! {
    /// A service agreement follows its title.
    Followed = "escrow/followed" {
        /// The agreement.
        agreement: u64,
        /// The title.
        token_id: String,
    }
}
event! {
    /// A milestone ended, or became a debt.
    MilestoneEnded = "escrow/milestone_ended" {
        /// The agreement.
        agreement: u64,
        /// The milestone.
        milestone: u8,
        /// Where it stands now.
        state: Word<MilestoneState>,
        /// Who owns, or owned, the receivable.
        owner: Addr,
        /// Paid to it now.
        paid: Amount,
        /// Returned to the payer now.
        refunded: Amount,
        /// What lateness took.
        penalty: Amount,
        /// What the payer owes from now on.
        outstanding: Amount,
        /// When the condition was met, by the event's own time.
        reached: Option<UnixTime>,
        /// When a deferred payment falls due.
        payable_at: Option<UnixTime>,
    }
}
event! {
    /// Final numbers of a measurement were heard.
    Measured = "escrow/measured" {
        /// The agreement.
        agreement: u64,
        /// The milestone.
        milestone: u8,
        /// The last one's place in the question's history.
        heard: u32,
        /// How many have counted.
        counted: u8,
        /// What part deliveries add up to; else the last that counted.
        sum: Reading,
        /// What they paid to the receivable's owner now.
        paid: Amount,
    }
}
event! {
    /// Every milestone is settled or void.
    Closed = "escrow/closed" {
        /// The agreement.
        agreement: u64,
    }
}
event! {
    /// The title goes to the payer.
    TitleReleased = "escrow/title_released" {
        /// The agreement.
        agreement: u64,
        /// The title.
        token_id: String,
        /// The payer.
        to: Addr,
    }
}
event! {
    /// The hold on the title ended.
    TitleFreed = "escrow/title_freed" {
        /// The agreement.
        agreement: u64,
        /// The title.
        token_id: String,
    }
}
event! {
    /// A false fact harmed the receivable's owner, who can withdraw this now.
    Compensated = "escrow/compensated" {
        /// The agreement.
        agreement: u64,
        /// The milestone.
        milestone: u8,
        /// Who owns the receivable, or did when it ended.
        owner: Addr,
        /// How much.
        amount: Amount,
    }
}
event! {
    /// Room at the oracle could not be given up now; `lapse` gives it up there when its time is over.
    ReleaseFailed = "escrow/release_failed" {
        /// The agreement.
        agreement: u64,
    }
}
event! {
    /// The title could not be delivered now; `sync` delivers it later.
    DeliveryFailed = "escrow/delivery_failed" {
        /// The agreement.
        agreement: u64,
    }
}
event! {
    /// An approval was given.
    Approved = "escrow/approved" {
        /// The agreement.
        agreement: u64,
        /// The milestone.
        milestone: u8,
        /// Who.
        by: Addr,
    }
}
event! {
    /// One side proposed a change.
    ChangeProposed = "escrow/change_proposed" {
        /// The agreement.
        agreement: u64,
        /// The milestone.
        milestone: u8,
        /// Who.
        by: Addr,
    }
}
event! {
    /// Both sides agreed to a change.
    Changed = "escrow/changed" {
        /// The agreement.
        agreement: u64,
        /// The milestone.
        milestone: u8,
        /// The amount in force.
        amount: Amount,
        /// The due date in force.
        due: Option<UnixTime>,
        /// The cut-off in force.
        cutoff: Option<UnixTime>,
        /// Returned to the payer.
        refunded: Amount,
    }
}
event! {
    /// A prefunded milestone grew.
    ToppedUp = "escrow/topped_up" {
        /// The agreement.
        agreement: u64,
        /// The milestone.
        milestone: u8,
        /// By how much.
        by: Amount,
        /// The amount in force.
        amount: Amount,
    }
}
event! {
    /// A debt was paid, in whole or in part.
    PaidIn = "escrow/paid_in" {
        /// The agreement.
        agreement: u64,
        /// The milestone.
        milestone: u8,
        /// Who paid.
        from: Addr,
        /// To the receivable's owner.
        to: Addr,
        /// How much.
        amount: Amount,
        /// What is still owed.
        outstanding: Amount,
    }
}
event! {
    /// A debt aged, or was written off.
    Aged = "escrow/aged" {
        /// The agreement.
        agreement: u64,
        /// The milestone.
        milestone: u8,
        /// Where it stands now.
        state: Word<MilestoneState>,
        /// What is owed.
        outstanding: Amount,
    }
}
event! {
    /// Milestones are in dispute.
    Disputed = "escrow/disputed" {
        /// The agreement.
        agreement: u64,
        /// Which.
        milestones: Vec<u8>,
        /// Who disputes them.
        by: Addr,
        /// Salted digest of the evidence.
        evidence: Option<Digest>,
    }
}
event! {
    /// Disputes were decided.
    Resolved = "escrow/resolved" {
        /// The agreement.
        agreement: u64,
        /// Of which milestones.
        milestones: Vec<u8>,
        /// By whom.
        by: Addr,
    }
}
event! {
    /// Disputes ended undecided.
    DisputeLapsed = "escrow/dispute_lapsed" {
        /// The agreement.
        agreement: u64,
        /// Of which milestones.
        milestones: Vec<u8>,
    }
}
event! {
    /// The open rest was split.
    LongStopped = "escrow/long_stopped" {
        /// The agreement.
        agreement: u64,
        /// Which milestones.
        milestones: Vec<u8>,
    }
}
event! {
    /// Somebody consented to an act on the held title.
    Consented = "escrow/consented" {
        /// The agreement.
        agreement: u64,
        /// The act.
        act: Word<ConsentedAct>,
        /// Who.
        by: Addr,
        /// Whether all have, so that it may happen.
        complete: bool,
    }
}
event! {
    /// A receiver refused its payment and may withdraw it.
    PaymentFailed = "escrow/payment_failed" {
        /// Who.
        account: Addr,
        /// In which asset.
        asset: Denom,
        /// How much.
        amount: Amount,
    }
}
event! {
    /// A payment that had failed was withdrawn.
    Withdrawn = "escrow/withdrawn" {
        /// Whose.
        account: Addr,
        /// In which asset.
        asset: Denom,
        /// How much.
        amount: Amount,
        /// To whom.
        to: Addr,
    }
}
event! {
    /// An asset settles new agreements.
    AssetAdmitted = "escrow/asset_admitted" {
        /// Which.
        asset: Denom,
    }
}
event! {
    /// An asset settles no new agreements.
    AssetRetired = "escrow/asset_retired" {
        /// Which.
        asset: Denom,
    }
}
event! {
    /// New agreements are stopped.
    Paused = "escrow/paused" {
        /// Who did it.
        by: Addr,
    }
}
event! {
    /// New agreements may begin again.
    Unpaused = "escrow/unpaused" {
        /// Who did it.
        by: Addr,
    }
}
event! {
    /// Who may pause has changed.
    GuardianSet = "escrow/guardian_set" {
        /// Who it is now.
        guardian: Option<Addr>,
    }
}
