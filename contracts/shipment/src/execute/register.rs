use cosmwasm_std::{DepsMut, MessageInfo, Response};
use guard::owner;
use types::party::{Lei, Scac};

use crate::domain::register::Registration;
use crate::events::{AttestorSet, IssuerAttested, IssuerRegistered};
use crate::state::{ATTESTORS, REGISTER};
use crate::ContractError;

/// Anyone enters itself as an issuer, or changes its entry.
pub fn register_issuer(
    deps: DepsMut,
    info: MessageInfo,
    scac: Option<Scac>,
    lei: Option<Lei>,
) -> Result<Response, ContractError> {
    if scac.is_none() && lei.is_none() {
        return Err(ContractError::EmptyRegistration);
    }
    let issuer = info.sender;
    let before = REGISTER.may_load(deps.storage, &issuer)?;
    let entry = Registration::entered(before, scac.clone(), lei.clone());
    REGISTER.save(deps.storage, &issuer, &entry)?;
    Ok(Response::new().add_event(IssuerRegistered { issuer, scac, lei }))
}

/// An attestor vouches for an issuer's entry, or takes whoever's attestation back.
pub fn attest_issuer(
    deps: DepsMut,
    info: MessageInfo,
    issuer: String,
    attested: bool,
) -> Result<Response, ContractError> {
    let attestor = info.sender;
    if !ATTESTORS.has(deps.storage, &attestor)? {
        return Err(ContractError::NotAttestor { sender: attestor });
    }
    let issuer = deps.api.addr_validate(&issuer)?;
    let Some(mut entry) = REGISTER.may_load(deps.storage, &issuer)? else {
        return Err(ContractError::UnknownIssuer { issuer });
    };
    entry.attested_by = attested.then(|| attestor.clone());
    REGISTER.save(deps.storage, &issuer, &entry)?;
    Ok(Response::new().add_event(IssuerAttested { issuer, attestor, attested }))
}

/// The owner names or removes an attestor. What a removed one attested stays until it is taken back.
pub fn set_attestor(
    deps: DepsMut,
    info: MessageInfo,
    attestor: String,
    allowed: bool,
) -> Result<Response, ContractError> {
    owner::assert_owner(deps.storage, &info.sender)?;
    let attestor = deps.api.addr_validate(&attestor)?;
    if allowed {
        ATTESTORS.save(deps.storage, &attestor, &())?;
    } else {
        ATTESTORS.remove(deps.storage, &attestor)?;
    }
    Ok(Response::new().add_event(AttestorSet { attestor, allowed }))
}
