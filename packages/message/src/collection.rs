//! What CW-721 answers, in JSON.

use cosmwasm_std::{Addr, ContractInfoResponse, Empty, Timestamp};
use cw721::msg::{
    AdditionalMintersResponse, AllInfoResponse, AllNftInfoResponse, ApprovalResponse, ApprovalsResponse,
    CollectionInfoAndExtensionResponse, ConfigResponse, MinterResponse, NftInfoResponse, NumTokensResponse,
    OperatorResponse, OperatorsResponse, OwnerOfResponse, TokensResponse,
};
use cw721::state::{Attribute, CollectionInfo};
use cw721::Approval;
use cw_ownable::Ownership;
use cw_utils::Expiration;

use crate::{write_text, write_variant, Object, ToJson};

macro_rules! written {
    ($([$($generic:tt)*] $name:ty { $($field:ident)* })+) => {$(
        impl $($generic)* ToJson for $name {
            fn write(&self, json: &mut String) {
                #[allow(unused_mut)]
                let mut object = Object::begin(json);
                $(object.field(stringify!($field), &self.$field);)*
                object.end();
            }
        }
    )+};
}

written! {
    [] Empty { }
    [] ContractInfoResponse { code_id creator admin pinned ibc_port }
    [] Approval { spender expires }
    [] Ownership<Addr> { owner pending_owner pending_expiry }
    [] OwnerOfResponse { owner approvals }
    [] ApprovalResponse { approval }
    [] ApprovalsResponse { approvals }
    [] OperatorResponse { approval }
    [] OperatorsResponse { operators }
    [] NumTokensResponse { count }
    [<T: ToJson>] NftInfoResponse<T> { token_uri extension }
    [<T: ToJson>] AllNftInfoResponse<T> { access info }
    [] TokensResponse { tokens }
    [] MinterResponse { minter }
    [] AdditionalMintersResponse { minters }
    [] CollectionInfo { name symbol updated_at }
    [] Attribute { key value }
    [<T: ToJson>] CollectionInfoAndExtensionResponse<T> { name symbol extension updated_at }
    [] AllInfoResponse { contract_info collection_info collection_extension num_tokens }
    [<T: ToJson>] ConfigResponse<T> {
        num_tokens minter_ownership creator_ownership withdraw_address collection_info collection_extension
        contract_info
    }
}

impl ToJson for Timestamp {
    fn write(&self, json: &mut String) {
        write_text(json, &self.nanos());
    }
}

impl ToJson for Expiration {
    fn write(&self, json: &mut String) {
        match self {
            Self::AtHeight(height) => write_variant(json, "at_height", height),
            Self::AtTime(time) => write_variant(json, "at_time", time),
            Self::Never {} => write_variant(json, "never", &Empty {}),
        }
    }
}
