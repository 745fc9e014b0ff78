//! One file an action, or a tight group of them.

mod convict;
mod govern;
mod register;
mod set_up;
mod submit;
mod transfer;

pub use convict::convict;
pub use govern::{pause, set_guardian, unpause, update_ownership};
pub use register::{register, revoke, rotate, NewKey};
pub use set_up::set_up;
pub use submit::submit;
pub use transfer::{accept, offer};
