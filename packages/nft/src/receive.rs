use cosmwasm_std::{Addr, Binary, WasmMsg};
use cw721::receiver::Cw721ReceiveMsg;

use crate::NftError;

/// The call by which a contract that a token was sent to learns of it: `receive_nft` of cw721, with `sender`,
/// who sent it, and the message that came along.
pub fn receive_nft_msg(
    contract: &Addr,
    sender: &Addr,
    token_id: &str,
    msg: Binary,
) -> Result<WasmMsg, NftError> {
    let received = Cw721ReceiveMsg { sender: sender.to_string(), token_id: token_id.to_owned(), msg };
    Ok(WasmMsg::Execute {
        contract_addr: contract.to_string(),
        msg: received.into_json_binary()?,
        funds: vec![],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_call_is_that_of_cw721() {
        let [escrow, seller] = ["escrow", "seller"].map(Addr::unchecked);
        let call = receive_nft_msg(&escrow, &seller, "MSC-1", Binary::from(b"{}")).unwrap();
        assert_eq!(
            call,
            WasmMsg::Execute {
                contract_addr: "escrow".to_owned(),
                msg: Binary::from(br#"{"receive_nft":{"sender":"seller","token_id":"MSC-1","msg":"e30="}}"#),
                funds: vec![],
            }
        );
    }
}
