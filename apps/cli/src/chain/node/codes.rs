//! Wasm, as it was built and as the chain stores it.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{ensure, Context as _, Result};
use cosmrs::proto::cosmos::base::query::v1beta1::PageRequest;
use cosmrs::proto::cosmwasm::wasm::v1 as wasm;
use cosmwasm_std::{Addr, Checksum};
use flate2::{write::GzEncoder, Compression};

use super::item::{Item, State};
use super::outbox::Purpose;
use super::{signing, Node, NodeError};
use crate::chain::{attribute, Code, Placed};

/// The folder that `scripts/build` fills.
pub struct Artifacts {
    folder: PathBuf,
}

impl Artifacts {
    /// Reads from this folder.
    pub fn of(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// A contract's code, which is the one that its checksum says.
    pub fn read(&self, code: Code) -> Result<(Vec<u8>, Checksum)> {
        let name = format!("{}.wasm", code.name());
        let file = self.folder.join(&name);
        let shown = file.display();
        let wasm = fs::read(&file).with_context(|| format!("{shown} cannot be read: run scripts/build"))?;
        let list = self.folder.join("checksums.txt");
        let listed = fs::read_to_string(&list)
            .with_context(|| format!("{} cannot be read: run scripts/build", list.display()))?;
        let listed = listed.lines().find_map(|line| line.strip_suffix(&name).map(str::trim_end));
        let listed = listed.map(|line| line.trim_end_matches('*').trim_end());
        let checksum = Checksum::generate(&wasm);
        ensure!(
            listed == Some(checksum.to_hex().as_str()),
            "{shown} is not the code that checksums.txt names: run scripts/build again"
        );
        Ok((wasm, checksum))
    }
}

impl Node {
    /// The code's number on the chain. It is stored only if it is not there yet.
    pub(super) fn store(&mut self, code: Code) -> Result<u64> {
        let (wasm, checksum) = self.artifacts.read(code)?;
        if let Some(id) = self.stored(&checksum)? {
            return Ok(id);
        }
        let mut compressed = GzEncoder::new(Vec::new(), Compression::best());
        compressed.write_all(&wasm)?;
        let payer = self.payer.clone();
        let message = signing::store_code(&payer, compressed.finish()?)?;
        let kind = format!("store {}", code.name());
        let mut items = [Item::new(Purpose::Own, &payer, vec![message], kind)];
        self.play(&mut items)?;
        let [item] = items;
        let State::Done(answer) = item.state else { anyhow::bail!("the code was stored by nobody") };
        let receipt = answer.with_context(|| format!("{} cannot be stored", code.name()))?;
        let id = receipt.events.iter().find_map(|event| attribute(event, "code_id"));
        id.context("the chain did not say which number the code has")?.parse().context("a code's number")
    }

    /// The number under which the chain knows a code.
    pub(super) fn stored(&self, checksum: &Checksum) -> Result<Option<u64>> {
        let mut key = vec![];
        loop {
            let pagination = Some(PageRequest { key, limit: 100, reverse: true, ..Default::default() });
            let question = wasm::QueryCodesRequest { pagination };
            let page: wasm::QueryCodesResponse =
                self.rpc.store("/cosmwasm.wasm.v1.Query/Codes", &question, self.height)?;
            let found = page.code_infos.iter().find(|code| code.data_hash == checksum.as_slice());
            if let Some(found) = found {
                return Ok(Some(found.code_id));
            }
            key = page.pagination.map(|page| page.next_key).unwrap_or_default();
            if key.is_empty() {
                return Ok(None);
            }
        }
    }

    /// What is at an address.
    pub(super) fn placed(&self, address: &Addr) -> Result<Option<Placed>> {
        let question = wasm::QueryContractInfoRequest { address: address.to_string() };
        let answer: wasm::QueryContractInfoResponse =
            match self.rpc.store("/cosmwasm.wasm.v1.Query/ContractInfo", &question, self.height) {
                Ok(answer) => answer,
                Err(NodeError::Refused { log, .. }) if log.contains("no such contract") => return Ok(None),
                Err(error) => return Err(error.into()),
            };
        let info = answer.contract_info.context("the chain told nothing of a contract")?;
        Ok(Some(Placed {
            address: address.clone(),
            label: info.label,
            code_id: info.code_id,
            checksum: self.checksum_of(info.code_id)?,
            admin: Some(info.admin).filter(|admin| !admin.is_empty()).map(Addr::unchecked),
        }))
    }

    /// A code's checksum. It never changes, and the chain sends the whole code along with it.
    fn checksum_of(&self, code_id: u64) -> Result<Checksum> {
        if let Some(checksum) = self.checksums.borrow().get(&code_id) {
            return Ok(*checksum);
        }
        let question = wasm::QueryCodeRequest { code_id };
        let code: wasm::QueryCodeResponse =
            self.rpc.store("/cosmwasm.wasm.v1.Query/Code", &question, self.height)?;
        let hash = code.code_info.context("the chain told nothing of a code")?.data_hash;
        let checksum = Checksum::try_from(hash.as_slice())?;
        self.checksums.borrow_mut().insert(code_id, checksum);
        Ok(checksum)
    }

    /// Every contract that this account has set up.
    pub(super) fn placed_by(&self, creator: &Addr) -> Result<Vec<Placed>> {
        let (mut found, mut key) = (Vec::new(), vec![]);
        loop {
            let question = wasm::QueryContractsByCreatorRequest {
                creator_address: creator.to_string(),
                pagination: Some(PageRequest { key, limit: 100, ..Default::default() }),
            };
            let page: wasm::QueryContractsByCreatorResponse =
                self.rpc.store("/cosmwasm.wasm.v1.Query/ContractsByCreator", &question, self.height)?;
            for address in page.contract_addresses {
                found.extend(self.placed(&Addr::unchecked(address))?);
            }
            key = page.pagination.map(|page| page.next_key).unwrap_or_default();
            if key.is_empty() {
                return Ok(found);
            }
        }
    }
}
