use cosmwasm_std::{CosmosMsg, Reply, SubMsg};
use records::{from_packed, to_packed};
use serde::{de::DeserializeOwned, Serialize};

use crate::HookError;

/// A message that may use at most `gas_limit` (SDK gas) and whose failure comes back as a reply with this
/// payload; what it did is undone, what its sender did stands.
///
/// The chain applies the limit only where it is below the gas that remains: the sender's own limit must be
/// above the sum of those it gives out.
pub fn guarded(
    msg: impl Into<CosmosMsg>,
    gas_limit: u64,
    id: u64,
    payload: &impl Serialize,
) -> Result<SubMsg, HookError> {
    Ok(SubMsg::reply_on_error(msg, id).with_gas_limit(gas_limit).with_payload(to_packed(payload)?))
}

/// What a [`guarded`] message was sent with. A reply to anything else is refused.
pub fn payload<T: DeserializeOwned>(reply: &Reply) -> Result<T, HookError> {
    Ok(from_packed(&reply.payload)?)
}

#[cfg(test)]
mod tests {
    use cosmwasm_std::{coins, BankMsg, Binary, ReplyOn, SubMsgResult};
    use records::PackError;
    use serde::Deserialize;

    use super::*;

    #[derive(Serialize, Deserialize, Debug, PartialEq)]
    enum ReplyPayload {
        Notified { place: u8 },
        Paid { token_id: String },
    }

    fn reply_with(payload: impl Into<Binary>) -> Reply {
        let result = SubMsgResult::Err("refused".to_owned());
        Reply { id: 7, payload: payload.into(), gas_used: 0, result }
    }

    #[test]
    fn a_guarded_message_is_limited_and_answers_for_its_failure() {
        let payment = BankMsg::Send { to_address: "seller".to_owned(), amount: coins(5, "uusd") };
        let paid = ReplyPayload::Paid { token_id: "7/1".to_owned() };
        let submessage = guarded(payment.clone(), 350_000, 7, &paid).unwrap();
        assert_eq!(
            submessage,
            SubMsg {
                id: 7,
                payload: Binary::from(b"\x01\x01\x037/1"),
                msg: payment.into(),
                gas_limit: Some(350_000),
                reply_on: ReplyOn::Error,
            }
        );
        assert_eq!(payload(&reply_with(submessage.payload)), Ok(paid));
    }

    #[test]
    fn a_reply_to_something_else_is_refused() {
        let unknown = |bytes: &[u8]| payload::<ReplyPayload>(&reply_with(bytes)).unwrap_err();
        assert_eq!(unknown(b""), HookError::Payload(PackError::Version { actual: None }));
        assert_eq!(unknown(b"{}"), HookError::Payload(PackError::Version { actual: Some(b'{') }));
        assert_eq!(unknown(&[1, 0]), HookError::Payload(PackError::Truncated { length: 2 }));
        assert_eq!(unknown(&[1, 0, 5, 5]), HookError::Payload(PackError::TrailingBytes { surplus: 1 }));
        assert!(matches!(unknown(&[1, 2]), HookError::Payload(PackError::Malformed { .. })));
    }
}
