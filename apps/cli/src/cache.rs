//! The folder that all scripts use.

use std::env;
use std::path::PathBuf;

/// Where it is; nowhere, if neither PORTOLAN_CACHE nor HOME is set.
pub fn folder() -> Option<PathBuf> {
    let named = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    named("PORTOLAN_CACHE").or_else(|| Some(named("HOME")?.join(".cache/portolan")))
}
