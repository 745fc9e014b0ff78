//! Keys of actors. Those that are not given are derived from a run's secret and the actor's name: good for a demo,
//! unsafe for money, since whoever knows the secret has them all.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{anyhow, ensure, Context, Result};
use bip39::Mnemonic;
use cosmrs::bip32::{DerivationPath, XPrv};
use cosmrs::crypto::PublicKey;
use cosmwasm_std::Addr;
use k256::ecdsa::SigningKey;
use sha2::{Digest as _, Sha256};

/// Where wallets keep a Cosmos account's first key.
const FIRST_ACCOUNT: &str = "m/44'/118'/0'/0/0";

/// The keys of a run.
#[derive(Clone)]
pub struct Keyring {
    secret: String,
    given: BTreeMap<String, SigningKey>,
}

impl Keyring {
    /// Keys derived from this secret.
    pub fn of_run(secret: &str) -> Self {
        Self { secret: secret.to_owned(), given: BTreeMap::new() }
    }

    /// The same, but an actor has a key of its own.
    pub fn with(mut self, name: &str, key: SigningKey) -> Self {
        self.given.insert(name.to_owned(), key);
        self
    }

    /// An actor's key, the same each time.
    pub fn key(&self, name: &str) -> Result<SigningKey> {
        if let Some(key) = self.given.get(name) {
            return Ok(key.clone());
        }
        let digest = Sha256::new()
            .chain_update(b"portolan demo key\0")
            .chain_update(self.secret.as_bytes())
            .chain_update(b"\0")
            .chain_update(name.as_bytes())
            .finalize();
        SigningKey::from_slice(&digest).with_context(|| format!("the name {name} gives no key"))
    }

    /// An actor's account on chains whose addresses begin with `prefix`.
    pub fn address(&self, name: &str, prefix: &str) -> Result<Addr> {
        address(&self.key(name)?, prefix)
    }
}

/// The account that a key signs for.
pub fn address(key: &SigningKey, prefix: &str) -> Result<Addr> {
    let account = PublicKey::from(*key.verifying_key()).account_id(prefix);
    let account = account.map_err(|error| anyhow!("{prefix:?} cannot begin an address: {error}"))?;
    Ok(Addr::unchecked(account))
}

/// The first key of a mnemonic, as wallets derive it. What is wrong with it is said without repeating it.
pub fn from_mnemonic(words: &str) -> Result<SigningKey> {
    let words = Mnemonic::parse_normalized(words.trim());
    let words =
        words.map_err(|_| anyhow!("this is not a mnemonic: 12 to 24 English words with a checksum"))?;
    let key = FIRST_ACCOUNT
        .parse()
        .and_then(|path: DerivationPath| XPrv::derive_from_path(words.to_seed_normalized(""), &path));
    let key = key.map_err(|error| anyhow!("the mnemonic gives no key: {error}"))?;
    Ok(key.private_key().clone())
}

/// The first key of the mnemonic in a file that only its owner can read.
pub fn from_file(path: &Path) -> Result<SigningKey> {
    from_mnemonic(&private_text(path)?).with_context(|| format!("in {}", path.display()))
}

/// What stands in a file that only its owner can read.
pub fn private_text(path: &Path) -> Result<String> {
    use std::os::unix::fs::PermissionsExt as _;

    let shown = path.display();
    let open = std::fs::metadata(path).with_context(|| format!("{shown} cannot be read"))?.permissions();
    ensure!(open.mode().trailing_zeros() >= 6, "{shown} is open to others than its owner: chmod 600 {shown}");
    std::fs::read_to_string(path).with_context(|| format!("{shown} cannot be read"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The mnemonic and address that the Cosmos SDK's own tests use: crypto/hd and CosmJS agree on it.
    #[test]
    fn a_mnemonic_gives_the_account_that_other_wallets_show() {
        // CosmJS, packages/proto-signing/src/directsecp256k1hdwallet.spec.ts
        let words = "special sign fit simple patrol salute grocery chicken wheat radar tonight ceiling";
        let key = from_mnemonic(words).unwrap();
        assert_eq!(
            address(&key, "cosmos").unwrap().as_str(),
            "cosmos1jhg0e7s6gn44tfc5k37kr04sznyhedtc9rzys5"
        );
    }

    #[test]
    fn what_is_no_mnemonic_is_not_repeated() {
        let said = format!("{:#}", from_mnemonic("special sign secretword").unwrap_err());
        assert!(said.starts_with("this is not a mnemonic"), "{said}");
        assert!(!said.contains("secretword"));
    }

    #[test]
    fn a_name_always_has_the_same_key_and_another_run_another() {
        let keys = Keyring::of_run("one");
        assert_eq!(keys.key("seller").unwrap(), keys.key("seller").unwrap());
        assert_ne!(keys.key("seller").unwrap(), keys.key("buyer").unwrap());
        assert_ne!(keys.key("seller").unwrap(), Keyring::of_run("two").key("seller").unwrap());
        let own = from_mnemonic(
            "special sign fit simple patrol salute grocery chicken wheat radar tonight ceiling",
        );
        let own = own.unwrap();
        assert_eq!(keys.with("seller", own.clone()).key("seller").unwrap(), own);
    }
}
