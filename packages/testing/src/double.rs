use anyhow::{bail, Result};
use cosmwasm_std::{Binary, Deps, DepsMut, Empty, Env, MessageInfo, MigrateInfo, Reply, Response};
use cw_multi_test::Contract;

/// The code of the `doubles`, natively.
pub struct Double;

impl Contract<Empty> for Double {
    fn instantiate(&self, deps: DepsMut, env: Env, info: MessageInfo, msg: Vec<u8>) -> Result<Response> {
        doubles::instantiate(deps, env, info, &msg)
    }

    fn execute(&self, deps: DepsMut, env: Env, info: MessageInfo, msg: Vec<u8>) -> Result<Response> {
        doubles::execute(deps, env, info, &msg)
    }

    fn query(&self, deps: Deps, env: Env, msg: Vec<u8>) -> Result<Binary> {
        doubles::query(deps, env, &msg)
    }

    fn sudo(&self, deps: DepsMut, _: Env, msg: Vec<u8>) -> Result<Response> {
        doubles::sudo(deps, &msg)
    }

    fn reply(&self, _: DepsMut, _: Env, _: Reply) -> Result<Response> {
        bail!("it asks for no reply")
    }

    fn migrate(&self, _: DepsMut, _: Env, _: Vec<u8>, _: MigrateInfo) -> Result<Response> {
        bail!("it plays its part and no other")
    }
}
