use cosmwasm_std::{Api, DepsMut, MessageInfo, Response};
use guard::nonpayable;
use types::oracle::{PublicKey, SourceClass};

use crate::domain::feed::Reporter;
use crate::domain::key::{ReporterKey, Scheme};
use crate::events::ReporterEnrolled;
use crate::execute::report::verifies;
use crate::{state, ContractError};

/// Anyone enrols a reporter of its own, with a key that none of its reporters has. That somebody else named the key
/// is no reason to refuse it: he cannot sign with it.
pub fn enrol_reporter(
    deps: DepsMut,
    info: MessageInfo,
    key: PublicKey,
    class: SourceClass,
) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    let key = ReporterKey::from(&key);
    assert_usable(deps.api, &key)?;
    let operator = info.sender;
    if let Some(reporter) = state::reporter_of_key(deps.storage, &operator, &key)? {
        return Err(ContractError::KeyTaken { reporter });
    }
    let reporter = state::add_reporter(deps.storage, &Reporter { operator: operator.clone(), class, key })?;
    Ok(Response::new().add_event(ReporterEnrolled { reporter, operator }))
}

/// Refuses an ECDSA key that is no point of its curve, and an Ed25519 key that anyone can sign for.
fn assert_usable(api: &dyn Api, key: &ReporterKey) -> Result<(), ContractError> {
    match verifies(api, key, &[0x50; 32], &key.probe()) {
        Ok(false) => Ok(()),
        Ok(true) | Err(_) => Err(ContractError::UnusableKey {
            scheme: match key.scheme {
                Scheme::Secp256k1 => "secp256k1",
                Scheme::Secp256r1 => "secp256r1",
                Scheme::Ed25519 => "ed25519",
            },
        }),
    }
}
