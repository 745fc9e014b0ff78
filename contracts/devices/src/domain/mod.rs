//! The rules: what a device is, what a log must be to be taken, when two logs convict, and when a reading is proven.
//! Plain values in, plain values out; time and addresses are arguments.

pub mod device;
pub mod evidence;
pub mod log;
pub mod reading;
