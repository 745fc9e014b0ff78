use cosmwasm_std::{Deps, Env};
use cw20::Denom;
use types::denom::{balance, UncheckedDenom};

use crate::PaymentsError;

/// Most assets that a contract admits.
pub const MAX_ASSETS: usize = 16;

/// An asset that can be held: of a cw20, its contract must answer for this contract's balance.
pub fn movable(deps: Deps, env: &Env, asset: UncheckedDenom) -> Result<Denom, PaymentsError> {
    let asset = asset.check(deps.api)?;
    if let Denom::Cw20(token) = &asset {
        if *token == env.contract.address {
            return Err(PaymentsError::OwnAddress { token: token.clone() });
        }
        balance(&deps.querier, &asset, &env.contract.address)
            .map_err(|_| PaymentsError::NotACw20 { token: token.clone() })?;
    }
    Ok(asset)
}

/// Adds an asset to a list of different ones.
pub fn add_asset(assets: &mut Vec<Denom>, asset: Denom) -> Result<(), PaymentsError> {
    if assets.contains(&asset) {
        return Err(PaymentsError::AssetAdmitted { asset });
    }
    if assets.len() >= MAX_ASSETS {
        return Err(PaymentsError::TooManyAssets { asset, actual: assets.len() });
    }
    assets.push(asset);
    Ok(())
}

/// Refuses an asset that is not in the list.
pub fn assert_admitted(assets: &[Denom], asset: &Denom) -> Result<(), PaymentsError> {
    if assets.contains(asset) {
        return Ok(());
    }
    Err(PaymentsError::AssetNotAdmitted { asset: asset.clone(), admitted: assets.to_vec() })
}

/// What an asset is found by in a table: `n` and a native denomination, or `c` and a cw20's address.
pub fn asset_key(asset: &Denom) -> Vec<u8> {
    let (kind, name) = match asset {
        Denom::Native(denom) => (b'n', denom.as_bytes()),
        Denom::Cw20(token) => (b'c', token.as_bytes()),
    };
    let mut key = vec![kind];
    key.extend_from_slice(name);
    key
}
