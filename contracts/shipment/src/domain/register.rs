//! The register of issuers.

use cosmwasm_std::Addr;
use serde::{Deserialize, Serialize};
use types::party::{Lei, Scac};

/// Who an issuer says it is, and who vouches for that.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Registration {
    /// Standard Carrier Alpha Code.
    pub scac: Option<Scac>,
    /// Legal Entity Identifier.
    pub lei: Option<Lei>,
    /// The attestor that vouches.
    pub attested_by: Option<Addr>,
}

impl Registration {
    /// The issuer enters or changes what it says. An attestation was for what it said before.
    pub fn entered(before: Option<Self>, scac: Option<Scac>, lei: Option<Lei>) -> Self {
        match before {
            Some(before) if before.scac == scac && before.lei == lei => before,
            _ => Self { scac, lei, attested_by: None },
        }
    }
}
