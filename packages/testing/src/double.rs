use anyhow::{bail, Result};
use cosmwasm_std::{Binary, Deps, DepsMut, Empty, Env, MessageInfo, MigrateInfo, Reply, Response};
use cw_multi_test::Contract;
use doubles::Upset;

/// The code of the `doubles`, natively.
pub struct Double;

impl Contract<Empty> for Double {
    fn instantiate(&self, deps: DepsMut, env: Env, info: MessageInfo, msg: Vec<u8>) -> Result<Response> {
        doubles::instantiate(deps, env, info, &msg).map_err(as_it_is)
    }

    fn execute(&self, deps: DepsMut, env: Env, info: MessageInfo, msg: Vec<u8>) -> Result<Response> {
        doubles::execute(deps, env, info, &msg).map_err(as_it_is)
    }

    fn query(&self, deps: Deps, env: Env, msg: Vec<u8>) -> Result<Binary> {
        doubles::query(deps, env, &msg).map_err(as_it_is)
    }

    fn sudo(&self, deps: DepsMut, _: Env, msg: Vec<u8>) -> Result<Response> {
        doubles::sudo(deps, &msg).map_err(as_it_is)
    }

    fn reply(&self, _: DepsMut, _: Env, reply: Reply) -> Result<Response> {
        Ok(doubles::reply(&reply))
    }

    fn migrate(&self, _: DepsMut, _: Env, _: Vec<u8>, _: MigrateInfo) -> Result<Response> {
        bail!("it plays its part and no other")
    }
}

/// Tests ask for the error that it plays.
fn as_it_is(upset: Upset) -> anyhow::Error {
    match upset {
        Upset::Refused(refused) => refused.into(),
        Upset::Cw20(error) => error.into(),
        Upset::Std(error) => error.into(),
        Upset::Says(_) => upset.into(),
    }
}
