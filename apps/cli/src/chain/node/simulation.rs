//! What a transaction may burn.

use anyhow::Result;
use cosmrs::proto::cosmos::tx::v1beta1 as tx;
use cosmrs::Any;
use cosmwasm_std::Addr;

use super::item::Item;
use super::signing::{self, Signer};
use super::{Node, NodeError};

/// For a message whose transaction cannot be simulated, perhaps because it follows on one that is not in a block yet.
const UNKNOWN: u64 = 5_000_000;

impl Node {
    /// The limit to sign: what others of its kind have burned or a simulation of this one burns, and half as much again.
    pub(super) fn limit(&mut self, item: &Item) -> Result<u64> {
        if let Some(gas) = item.gas {
            return Ok(gas);
        }
        let messages = item.messages.as_deref().unwrap_or_default();
        if self.experience.limit(&item.kind).is_none() {
            if let Some(burned) = self.simulate(&item.sender, messages)? {
                self.experience.learn(&item.kind, burned);
            }
        }
        let unknown = UNKNOWN.saturating_mul(u64::try_from(messages.len())?);
        Ok(self.experience.limit(&item.kind).unwrap_or(unknown).min(self.max_gas))
    }

    /// What the node says that it burns. None if it would fail now: the chain itself has the last word on that.
    fn simulate(&mut self, sender: &Addr, messages: &[Any]) -> Result<Option<u64>> {
        let (chain_id, price) = (self.rpc.chain_id().to_owned(), self.price.clone());
        let (key, account) = self.sender(sender)?;
        let signer = Signer { chain_id: &chain_id, key, account: account.number, sequence: account.sequence };
        let tx_bytes = signing::sign(&signer, messages.to_vec(), 0, &price)?;
        #[allow(deprecated, reason = "the field stays in the message beside the bytes")]
        let question = tx::SimulateRequest { tx: None, tx_bytes };
        let path = "/cosmos.tx.v1beta1.Service/Simulate";
        match self.rpc.store::<_, tx::SimulateResponse>(path, &question, self.height) {
            Ok(answer) => Ok(answer.gas_info.map(|gas| gas.gas_used)),
            Err(NodeError::Refused { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}
