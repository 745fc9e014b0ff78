//! Questions to other contracts and to the chain: the few kinds that are asked, where cosmwasm-std's own request brings
//! the code for every kind there is.

use cosmwasm_std::{
    from_json, Addr, Binary, Coin, ContractInfoResponse, ContractResult, QuerierWrapper, StdError, StdResult,
    SystemResult, Uint128,
};

use crate::{read, to_json, write_variant, Fields, FromJson, Json, Object, Refusal, ToJson};

/// What a contract answers.
pub fn ask<T: FromJson>(querier: &QuerierWrapper, contract: &Addr, question: &dyn ToJson) -> StdResult<T> {
    read(&asked(querier, &Request::Smart { contract, question })?)
}

/// A record of a contract's state; nothing where it has none.
pub fn ask_raw(querier: &QuerierWrapper, contract: &Addr, key: &[u8]) -> StdResult<Option<Binary>> {
    let record = asked(querier, &Request::Raw { contract, key })?;
    Ok(Some(record).filter(|record| !record.is_empty()))
}

/// Whether the chain has a contract at the address.
pub fn is_contract(querier: &QuerierWrapper, address: &Addr) -> bool {
    asked(querier, &Request::ContractInfo { address }).is_ok()
}

/// What the chain says of a contract.
pub fn contract_info(querier: &QuerierWrapper, address: &Addr) -> StdResult<ContractInfoResponse> {
    from_json(asked(querier, &Request::ContractInfo { address })?)
}

/// How much of a native denomination an account has.
pub fn native_balance(querier: &QuerierWrapper, account: &Addr, denom: &str) -> StdResult<Uint128> {
    read::<Balance>(&asked(querier, &Request::Balance { account, denom })?).map(|answer| answer.0)
}

/// Of `cosmwasm_std::BalanceResponse`.
struct Balance(Uint128);

impl FromJson for Balance {
    fn from_json(json: Json) -> Result<Self, Refusal> {
        let coin: Coin = Fields::of(json)?.take("amount")?;
        Ok(Self(coin.amount))
    }
}

enum Request<'a> {
    Smart { contract: &'a Addr, question: &'a dyn ToJson },
    Raw { contract: &'a Addr, key: &'a [u8] },
    ContractInfo { address: &'a Addr },
    Balance { account: &'a Addr, denom: &'a str },
}

/// As `cosmwasm_std::QueryRequest` stands in JSON.
impl ToJson for Request<'_> {
    fn write(&self, json: &mut String) {
        match self {
            Self::Smart { contract, question } => {
                write_variant(
                    json,
                    "wasm",
                    &Kind("smart", &[("contract_addr", contract), ("msg", &to_json(*question))]),
                );
            }
            Self::Raw { contract, key } => {
                write_variant(
                    json,
                    "wasm",
                    &Kind("raw", &[("contract_addr", contract), ("key", &Binary::from(*key))]),
                );
            }
            Self::ContractInfo { address } => {
                write_variant(json, "wasm", &Kind("contract_info", &[("contract_addr", address)]));
            }
            Self::Balance { account, denom } => {
                write_variant(json, "bank", &Kind("balance", &[("address", account), ("denom", denom)]));
            }
        }
    }
}

struct Kind<'a>(&'a str, &'a [(&'a str, &'a dyn ToJson)]);

impl ToJson for Kind<'_> {
    fn write(&self, json: &mut String) {
        let mut fields = Object::variant(json, self.0);
        for (name, value) in self.1 {
            fields.field(name, *value);
        }
        fields.end();
    }
}

fn asked(querier: &QuerierWrapper, request: &Request) -> StdResult<Binary> {
    match querier.raw_query(&to_json(request)) {
        SystemResult::Ok(ContractResult::Ok(answer)) => Ok(answer),
        SystemResult::Ok(ContractResult::Err(error)) => {
            Err(StdError::generic_err(["the contract refused to answer: ", &error].concat()))
        }
        SystemResult::Err(error) => {
            Err(StdError::generic_err(["the chain has no answer: ", &error.to_string()].concat()))
        }
    }
}

#[cfg(test)]
mod tests {
    use cosmwasm_std::{to_json_string, BankQuery, Empty, QueryRequest, WasmQuery};

    use super::*;

    #[test]
    fn requests_are_those_of_the_chain() {
        let contract = &Addr::unchecked("shipment");
        let contract_addr = contract.to_string();
        let smart = WasmQuery::Smart { contract_addr: contract_addr.clone(), msg: to_json(&7_u8) };
        let raw = WasmQuery::Raw { contract_addr: contract_addr.clone(), key: b"F\0".into() };
        let info = WasmQuery::ContractInfo { contract_addr: contract_addr.clone() };
        let balance = BankQuery::Balance { address: contract_addr, denom: "uusd".to_owned() };
        let said: [(Request, QueryRequest<Empty>); 4] = [
            (Request::Smart { contract, question: &7_u8 }, smart.into()),
            (Request::Raw { contract, key: b"F\0" }, raw.into()),
            (Request::ContractInfo { address: contract }, info.into()),
            (Request::Balance { account: contract, denom: "uusd" }, balance.into()),
        ];
        for (ours, theirs) in said {
            assert_eq!(to_json(&ours).as_slice(), to_json_string(&theirs).unwrap().as_bytes());
        }
    }
}
