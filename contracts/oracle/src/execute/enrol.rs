use cosmwasm_std::{DepsMut, MessageInfo, Response};
use guard::nonpayable;
use types::oracle::{PublicKey, SourceClass};

use crate::domain::feed::Reporter;
use crate::domain::key::ReporterKey;
use crate::events::ReporterEnrolled;
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
    if !key.is_usable(deps.api) {
        return Err(ContractError::UnusableKey { scheme: key.scheme.name() });
    }
    let operator = info.sender;
    if let Some(reporter) = state::reporter_of_key(deps.storage, &operator, &key)? {
        return Err(ContractError::KeyTaken { reporter });
    }
    let reporter = state::add_reporter(deps.storage, &Reporter { operator: operator.clone(), class, key })?;
    Ok(Response::new().add_event(ReporterEnrolled { reporter, operator }))
}
