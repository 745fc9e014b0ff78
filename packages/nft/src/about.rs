use cosmwasm_std::{Addr, BlockInfo, ContractInfoResponse, Empty, Timestamp};
use cw721::msg::{AllInfoResponse, CollectionInfoAndExtensionResponse, ConfigResponse};
use cw721::state::{CollectionExtensionAttributes, CollectionInfo};
use cw_ownable::Ownership;
use serde::{Deserialize, Serialize};

use crate::NftError;

/// Longest name of a collection, in bytes.
const MAX_NAME: usize = 64;
/// Longest symbol of a collection, in bytes.
const MAX_SYMBOL: usize = 16;

/// What wallets show of a collection. Nobody mints in it, and it has no extension and no funds of its own.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct About {
    /// Its name.
    pub name: String,
    /// Its symbol.
    pub symbol: String,
    /// When it was set up, seconds since 1970.
    since: u64,
}

impl About {
    /// Refuses names and symbols that are empty, too long or not printable.
    pub fn named(name: String, symbol: String, block: &BlockInfo) -> Result<Self, NftError> {
        for (what, text, max) in [("name", &name, MAX_NAME), ("symbol", &symbol, MAX_SYMBOL)] {
            if !(1..=max).contains(&text.len()) || text.chars().any(char::is_control) {
                return Err(NftError::CollectionText { what, max, actual: text.clone() });
            }
        }
        Ok(Self { name, symbol, since: block.time.seconds() })
    }

    /// The answer to `get_collection_info_and_extension`.
    pub fn with_extension(self) -> CollectionInfoAndExtensionResponse<Option<Empty>> {
        let CollectionInfo { name, symbol, updated_at } = self.into_info();
        CollectionInfoAndExtensionResponse { name, symbol, extension: None, updated_at }
    }

    /// The answer to `get_config`.
    pub fn config(
        self,
        num_tokens: u64,
        creator_ownership: Ownership<Addr>,
        contract_info: ContractInfoResponse,
    ) -> ConfigResponse<Option<Empty>> {
        ConfigResponse {
            num_tokens,
            minter_ownership: nobody(),
            creator_ownership,
            withdraw_address: None,
            collection_info: self.into_info(),
            collection_extension: None,
            contract_info,
        }
    }

    /// The answer to `get_all_info`.
    pub fn all_info(self, num_tokens: u64, contract_info: ContractInfoResponse) -> AllInfoResponse {
        AllInfoResponse {
            contract_info,
            collection_info: self.into_info(),
            collection_extension: CollectionExtensionAttributes::default(),
            num_tokens,
        }
    }

    fn into_info(self) -> CollectionInfo {
        let updated_at = Timestamp::from_seconds(self.since);
        CollectionInfo { name: self.name, symbol: self.symbol, updated_at }
    }
}

/// The answer to `get_minter_ownership`.
pub fn nobody() -> Ownership<Addr> {
    Ownership { owner: None, pending_owner: None, pending_expiry: None }
}
