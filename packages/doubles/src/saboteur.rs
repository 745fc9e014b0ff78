//! One who takes every message badly.

use cosmwasm_std::{Addr, Binary, DepsMut, Env, Event, MessageInfo, Response, Storage, SubMsg, WasmMsg};
use serde::{Deserialize, Serialize};

use crate::{Result, Upset};

/// How. What comes after [`Panics`](Manner::Panics) only a virtual machine survives: native code is stopped there.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Manner {
    /// Refuses.
    Refuses,
    /// Sends something to an address that is none.
    SendsToNobody,
    /// Sends what is no JSON.
    SendsNonsense,
    /// Emits an event that the chain does not take.
    EmitsNonsense,
    /// Succeeds, with nonsense as data.
    ReturnsNonsense,
    /// Panics; in Wasm a trap.
    Panics,
    /// Computes for ever.
    BurnsGas,
    /// Writes for ever.
    FillsStorage,
    /// Takes memory for ever.
    FillsMemory,
    /// Calls itself for ever.
    Recurses,
    /// Succeeds, with a lot of data.
    ReturnsMuch,
    /// Succeeds, with many long events.
    EmitsMuch,
    /// Answers what is no answer.
    AnswersGarbage,
}

const KIBI: usize = 1_024;

pub fn execute(manner: Manner, deps: DepsMut, env: &Env, info: &MessageInfo, msg: &[u8]) -> Result<Response> {
    let tell = |contract: &Addr, msg: &[u8]| WasmMsg::Execute {
        contract_addr: contract.to_string(),
        msg: Binary::from(msg),
        funds: vec![],
    };
    let empty = Response::new();
    match manner {
        Manner::Refuses => Err(Upset::says("no")),
        Manner::SendsToNobody => Ok(empty.add_message(tell(&Addr::unchecked("nobody"), b"{}"))),
        Manner::SendsNonsense => {
            let nonsense = SubMsg::new(tell(&info.sender, b"\xff{nonsense"));
            Ok(empty.add_submessage(nonsense).add_message(tell(&env.contract.address, b"{}")))
        }
        Manner::EmitsNonsense => Ok(empty.add_event(Event::new("x").add_attribute("_", ""))),
        Manner::ReturnsNonsense => Ok(empty.set_data(b"\xff\x00nonsense")),
        Manner::Panics => panics(),
        Manner::BurnsGas => {
            native_code_would_not_end();
            let mut number = 0_u64;
            loop {
                number = std::hint::black_box(number.wrapping_add(1));
            }
        }
        Manner::FillsStorage => {
            native_code_would_not_end();
            fill(deps.storage)
        }
        Manner::FillsMemory => {
            native_code_would_not_end();
            let mut all = Vec::new();
            loop {
                all.push(std::hint::black_box(vec![1_u8; 64 * KIBI]));
            }
        }
        Manner::Recurses => {
            native_code_would_not_end();
            Ok(empty.add_message(tell(&env.contract.address, msg)))
        }
        Manner::ReturnsMuch => Ok(empty.set_data(vec![b'x'; 128 * KIBI])),
        Manner::EmitsMuch => {
            let long = || "x".repeat(8 * KIBI);
            let event = |_| Event::new("long").add_attribute("text", long());
            Ok(empty.add_events((0..32).map(event)))
        }
        Manner::AnswersGarbage => Err(Upset::says("only Wasm can answer garbage")),
    }
}

/// What it answers instead of an answer. Only Wasm has the chance to.
#[cfg(target_arch = "wasm32")]
pub fn garbage(storage: &dyn Storage, msg: &[u8]) -> Option<Vec<u8>> {
    match (crate::role(storage), cosmwasm_std::from_json::<crate::Errand>(msg)) {
        (Ok(crate::Role::Saboteur(Manner::AnswersGarbage)), Err(_)) => Some(b"\xff\xfe{]garbage".to_vec()),
        _ => None,
    }
}

fn fill(storage: &mut dyn Storage) -> ! {
    let mut number = 0_u64;
    loop {
        storage.set(&number.to_be_bytes(), &[1; 16 * KIBI]);
        number = number.wrapping_add(1);
    }
}

/// On the chain a panic ends the call with an error; native code would end the test.
fn panics() -> Result<Response> {
    #[cfg(target_arch = "wasm32")]
    core::arch::wasm32::unreachable();
    #[cfg(not(target_arch = "wasm32"))]
    Err(Upset::says("panicked"))
}

fn native_code_would_not_end() {
    if cfg!(not(target_arch = "wasm32")) {
        panic!("this ends only where gas is metered");
    }
}
