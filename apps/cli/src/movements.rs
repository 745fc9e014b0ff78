//! Money that moved, as the chain tells it in its events: of native coins and of cw20 tokens.

use anyhow::{Context, Result};
use cosmwasm_std::Event;
use cw20::Denom;
use numeric::Amount;

use crate::chain::{attribute, Receipt};

/// One payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement {
    /// The account it left.
    pub from: String,
    /// The account it reached.
    pub to: String,
    /// How much, in the smallest unit.
    pub amount: Amount,
}

/// The payments of a transaction in one asset, in their order.
pub fn movements(receipt: &Receipt, asset: &Denom) -> Result<Vec<Movement>> {
    let mut found = Vec::new();
    for event in &receipt.events {
        match asset {
            Denom::Native(denom) if event.ty == "transfer" => found.extend(native(event, denom)?),
            Denom::Cw20(token) if event.ty == "wasm" => found.extend(cw20(event, token.as_str())?),
            _ => {}
        }
    }
    Ok(found)
}

fn native(event: &Event, denom: &str) -> Result<Option<Movement>> {
    let (Some(from), Some(to), Some(coins)) =
        (attribute(event, "sender"), attribute(event, "recipient"), attribute(event, "amount"))
    else {
        return Ok(None);
    };
    let of_denom = coins.split(',').find_map(|coin| coin.strip_suffix(denom));
    of_denom.map(|amount| movement(from, to, amount)).transpose()
}

fn cw20(event: &Event, token: &str) -> Result<Option<Movement>> {
    let moves = matches!(attribute(event, "action"), Some("transfer" | "send"));
    if !moves || attribute(event, "_contract_address") != Some(token) {
        return Ok(None);
    }
    match (attribute(event, "from"), attribute(event, "to"), attribute(event, "amount")) {
        (Some(from), Some(to), Some(amount)) => movement(from, to, amount).map(Some),
        _ => Ok(None),
    }
}

fn movement(from: &str, to: &str, amount: &str) -> Result<Movement> {
    let units = amount.parse().with_context(|| format!("{amount:?} in a transfer is not an amount"))?;
    Ok(Movement { from: from.to_owned(), to: to.to_owned(), amount: Amount::new(units) })
}

#[cfg(test)]
mod tests {
    use cosmwasm_std::Addr;
    use numeric::UnixTime;

    use super::*;

    fn receipt(events: Vec<Event>) -> Receipt {
        Receipt { at: UnixTime::new(1_357_017_420).unwrap(), events }
    }

    fn paid(from: &str, to: &str, units: u128) -> Movement {
        Movement { from: from.to_owned(), to: to.to_owned(), amount: Amount::new(units) }
    }

    #[test]
    fn a_native_transfer_is_read_in_its_own_denomination() {
        let transfer = Event::new("transfer")
            .add_attribute("recipient", "seller")
            .add_attribute("sender", "escrow")
            .add_attribute("amount", "5ueur,700uusd");
        let read =
            |denom: &str| movements(&receipt(vec![transfer.clone()]), &Denom::Native(denom.to_owned()));
        assert_eq!(read("uusd").unwrap(), [paid("escrow", "seller", 700)]);
        assert_eq!(read("ueur").unwrap(), [paid("escrow", "seller", 5)]);
        assert_eq!(read("usd").unwrap_err().to_string(), "\"700u\" in a transfer is not an amount");
    }

    #[test]
    fn a_cw20_transfer_counts_only_from_its_own_contract() {
        let event = |token: &str, action: &str| {
            Event::new("wasm")
                .add_attribute("_contract_address", token)
                .add_attribute("action", action)
                .add_attribute("from", "buyer")
                .add_attribute("to", "escrow")
                .add_attribute("amount", "42")
        };
        let events = vec![event("usd", "send"), event("usd", "mint"), event("fake", "send")];
        let asset = Denom::Cw20(Addr::unchecked("usd"));
        assert_eq!(movements(&receipt(events), &asset).unwrap(), [paid("buyer", "escrow", 42)]);
    }
}
