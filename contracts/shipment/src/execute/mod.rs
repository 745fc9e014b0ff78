//! One file an action, or a few that belong together: read, decide by one call into the domain, save, speak.

mod act;
mod admit;
mod amend;
mod answer;
mod approve;
mod encumber;
mod endorse;
mod fact;
mod govern;
mod issue;
mod register;
mod release;
mod replace_key;
mod set_up;
mod subscribe;
mod surrender;
mod transfer;

pub use admit::{admit, retire_contract};
pub use amend::amend;
pub use answer::{accept_surrender, refuse_surrender, return_unanswered, switch_from_paper};
pub use approve::{approve, approve_all, not_for_titles, revoke, revoke_all};
pub use encumber::{bind, encumber, substitute};
pub use endorse::{endorse, nominate, reject, transfer_possession};
pub use fact::{fact, sync, FailedNotice, NOTICE_FAILED};
pub use govern::{pause, set_guardian, unpause, update_ownership};
pub use issue::issue;
pub use register::{attest_issuer, register_issuer, set_attestor};
pub use release::{consent, deliver, lift};
pub use replace_key::{cancel_replacement, complete_replacement, propose_replacement};
pub use set_up::set_up;
pub use subscribe::subscribe;
pub use surrender::surrender;
pub use transfer::{send, transfer};
