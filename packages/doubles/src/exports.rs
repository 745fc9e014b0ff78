//! What the virtual machine calls. `cosmwasm_std::entry_point` would decode messages, and encode what is an answer and
//! nothing else.

#![allow(
    unsafe_code,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "the machine hands over addresses of 32 bits; those of its regions are owned by who gets them"
)]

use cosmwasm_std::{
    from_json, to_json_vec, ContractResult, ExternalApi, ExternalQuerier, ExternalStorage, OwnedDeps,
};
use serde::{de::DeserializeOwned, Serialize};

use crate::Result;

/// `cosmwasm_std`'s own, which it does not show.
#[repr(C)]
struct Region {
    offset: u32,
    capacity: u32,
    length: u32,
}

fn taken(region: u32) -> Vec<u8> {
    // SAFETY: the machine had `allocate` make this region, filled it, and does not use it again.
    unsafe {
        let region = Box::from_raw(region as *mut Region);
        Vec::from_raw_parts(region.offset as *mut u8, region.length as usize, region.capacity as usize)
    }
}

fn given(bytes: Vec<u8>) -> u32 {
    let bytes = std::mem::ManuallyDrop::new(bytes);
    let (offset, capacity, length) = (bytes.as_ptr() as u32, bytes.capacity() as u32, bytes.len() as u32);
    Box::into_raw(Box::new(Region { offset, capacity, length })) as u32
}

fn decoded<T: DeserializeOwned>(region: u32) -> T {
    match from_json(taken(region)) {
        Ok(value) => value,
        Err(error) => panic!("{error}"),
    }
}

fn answer<T: Serialize>(result: Result<T>) -> u32 {
    let result = ContractResult::from(result.map_err(|error| error.to_string()));
    match to_json_vec(&result) {
        Ok(json) => given(json),
        Err(error) => panic!("{error}"),
    }
}

type Chain = OwnedDeps<ExternalStorage, ExternalApi, ExternalQuerier>;

fn chain() -> Chain {
    OwnedDeps {
        storage: ExternalStorage::new(),
        api: ExternalApi::new(),
        querier: ExternalQuerier::new(),
        custom_query_type: std::marker::PhantomData,
    }
}

#[no_mangle]
extern "C" fn instantiate(env: u32, info: u32, msg: u32) -> u32 {
    answer(crate::instantiate(chain().as_mut(), decoded(env), decoded(info), &taken(msg)))
}

#[no_mangle]
extern "C" fn execute(env: u32, info: u32, msg: u32) -> u32 {
    let (mut chain, msg) = (chain(), taken(msg));
    match crate::saboteur::garbage(&chain.storage, &msg) {
        Some(garbage) => given(garbage),
        None => answer(crate::execute(chain.as_mut(), decoded(env), decoded(info), &msg)),
    }
}

#[no_mangle]
extern "C" fn query(env: u32, msg: u32) -> u32 {
    answer(crate::query(chain().as_ref(), decoded(env), &taken(msg)))
}

#[no_mangle]
extern "C" fn reply(_: u32, msg: u32) -> u32 {
    answer(Ok(crate::reply(&decoded(msg))))
}

#[no_mangle]
extern "C" fn sudo(_: u32, msg: u32) -> u32 {
    answer(crate::sudo(chain().as_mut(), &taken(msg)))
}
