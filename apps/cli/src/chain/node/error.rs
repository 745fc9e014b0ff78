use cosmwasm_std::Addr;
use tendermint_rpc::ResponseError;
use thiserror::Error;

/// Why a node cannot do what it was asked. Each is one line that says what to do; nothing that was signed is lost.
#[derive(Error, Debug)]
pub enum NodeError {
    #[error("no node answers ({silent}), tried for {seconds} s: start it or name another with --node, then run this again")]
    Unreachable {
        /// The last one tried, and what happened.
        silent: String,
        /// How long.
        seconds: u64,
    },
    #[error("{url} is a node of the chain {found}, not of {expected}: name one of {expected} with --node")]
    WrongChain {
        /// Which node.
        url: String,
        /// The chain that was meant.
        expected: String,
        /// Its own chain.
        found: String,
    },
    #[error(
        "the node takes no transaction for less than {minimum}, and {given} is offered: raise --gas-price"
    )]
    LowGasPrice {
        /// What was to be paid, for a unit of gas or in all.
        given: String,
        /// What the node asks.
        minimum: String,
    },
    #[error("{account} cannot pay the fee: {reason}. Send it {denom}, then run this again")]
    NoMoneyForFees {
        /// Who pays.
        account: Addr,
        /// What the node said.
        reason: String,
        /// The fee coin.
        denom: String,
    },
    #[error("a transaction ({what}) needs more than the {limit} gas that it may burn: make it smaller or raise --max-gas")]
    OutOfGas {
        /// Its messages.
        what: String,
        /// What it was given.
        limit: u64,
    },
    #[error("somebody else signs for {account} at the same time: stop the other program or give this run an account of its own, then run this again")]
    SequenceRace {
        /// Whose sequence was used.
        account: Addr,
    },
    #[error("the node's pool of waiting transactions has been full for {seconds} s: wait, or name a less busy node with --node, then run this again")]
    PoolFull {
        /// How long it was tried.
        seconds: u64,
    },
    #[error("a transaction waits for a block for {seconds} s already: see whether the chain makes blocks, then run this again")]
    NotIncluded {
        /// How long.
        seconds: u64,
    },
    #[error("the node does not take a signature of {account}: {log}. Was the chain reset? Start with a new journal")]
    BadSignature {
        /// Whose.
        account: Addr,
        /// What the node said.
        log: String,
    },
    #[error("the node keeps no index of transactions, so it cannot be seen what became of one: set indexer = \"kv\" in its config.toml")]
    NoIndex,
    /// The chain's own refusal of a question.
    #[error("{log}")]
    Refused {
        /// The SDK's code.
        code: u32,
        /// Its words.
        log: String,
    },
    /// The node's own refusal of a call.
    #[error("the node says: {0}")]
    Rpc(ResponseError),
    /// An answer in a form that is not known.
    #[error("the node answered in a way that this version does not know: {0}")]
    Unreadable(String),
}
