//! What a source may name, by its layer.

use syn::visit::{self, Visit};
use syn::{Attribute, Item, ItemMod, Path, UseTree};

/// A Rust file.
#[derive(Clone, Debug)]
pub struct Source {
    /// From the root.
    pub path: String,
    /// What is in it.
    pub text: String,
}

/// What of cosmwasm-std is a value like any other.
const VALUES: [&str; 22] = [
    "Addr",
    "Binary",
    "Coin",
    "Decimal",
    "Decimal256",
    "Fraction",
    "HexBinary",
    "Int64",
    "Int128",
    "Int256",
    "Int512",
    "Isqrt",
    "SignedDecimal",
    "SignedDecimal256",
    "Timestamp",
    "Uint64",
    "Uint128",
    "Uint256",
    "Uint512",
    "CheckedMultiplyRatioError",
    "DivideByZeroError",
    "OverflowError",
];
/// What of cosmwasm-std reads or writes a chain.
const CHAIN: [&str; 12] = [
    "Api",
    "Deps",
    "DepsMut",
    "Env",
    "MessageInfo",
    "OwnedDeps",
    "Querier",
    "QuerierWrapper",
    "Reply",
    "Response",
    "Storage",
    "SubMsg",
];
/// What of these only checks an address or asks a question, and keeps nothing.
const ASKING: [&str; 2] = ["Api", "QuerierWrapper"];
/// Crates whose every name is a value or a derive.
const PLAIN_CRATES: [&str; 7] = ["message", "numeric", "pricing", "serde", "sha2", "thiserror", "types"];

/// Names that a domain source takes from outside its layer. `crates` is what the contract's manifest lists.
pub fn chain_in_domain(sources: &[Source], crates: &[String]) -> Vec<String> {
    let allowed = |path: &[String]| match names(path).as_slice() {
        ["crate", "domain" | "error" | "ContractError", ..] => true,
        ["crate", ..] | ["super", "super", ..] => false,
        ["cosmwasm_std", name, ..] => VALUES.contains(name),
        ["cw20", "Denom", ..] | ["cosmwasm_schema", "cw_serde", ..] => true,
        [root, ..] => PLAIN_CRATES.contains(root) || !crates.iter().any(|listed| listed == root),
        [] => true,
    };
    offences(sources, allowed, "domain takes plain values, time included: read and write in execute/")
}

/// Names in `types` that read or write a contract's state. Its checked assets ask the chain whose address it is and what
/// it has.
pub fn storage_in_types(sources: &[Source]) -> Vec<String> {
    let allowed = |path: &[String]| match names(path).as_slice() {
        ["cosmwasm_std", name, ..] => !CHAIN.contains(name) || ASKING.contains(name),
        ["cw_storage_plus" | "records", ..] => false,
        _ => true,
    };
    offences(
        sources,
        allowed,
        "types is vocabulary and messages: keep this in the contract that owns the state",
    )
}

fn names(path: &[String]) -> Vec<&str> {
    path.iter().map(String::as_str).collect()
}

fn offences(sources: &[Source], allowed: impl Fn(&[String]) -> bool, advice: &str) -> Vec<String> {
    let mut offences = Vec::new();
    for source in sources {
        for path in paths(source) {
            if !allowed(&path) {
                offences.push(format!("{} names {}: {advice}", source.path, path.join("::")));
            }
        }
    }
    offences
}

/// What a contract.rs has besides imports and entry points.
pub fn more_than_entry_points(sources: &[Source]) -> Vec<String> {
    let mut offences = Vec::new();
    for source in sources {
        for item in parsed(source).items {
            let what = match item {
                Item::Use(_) => continue,
                Item::Fn(function) if function.attrs.iter().any(is_entry_point) => continue,
                Item::Mod(module) if is_test(&module.attrs) => continue,
                Item::Fn(function) => format!("fn {}", function.sig.ident),
                Item::Mod(module) => format!("mod {}", module.ident),
                Item::Const(constant) => format!("const {}", constant.ident),
                _ => "a type, trait, macro or impl".to_owned(),
            };
            let path = &source.path;
            offences.push(format!("{path} has {what}: it only routes; put this where the action or rule is"));
        }
    }
    offences
}

/// `#[entry_point]`, also as `#[cfg_attr(not(feature = "library"), entry_point)]`.
fn is_entry_point(attribute: &Attribute) -> bool {
    let is = |path: &Path| path.segments.last().is_some_and(|last| last.ident == "entry_point");
    let tokens = || attribute.meta.require_list().map(|list| list.tokens.to_string()).unwrap_or_default();
    is(attribute.path()) || attribute.path().is_ident("cfg_attr") && tokens().ends_with("entry_point")
}

fn is_test(attributes: &[Attribute]) -> bool {
    let says_test = |attribute: &Attribute| {
        attribute.meta.require_list().is_ok_and(|list| list.tokens.to_string() == "test")
    };
    attributes.iter().any(|attribute| attribute.path().is_ident("cfg") && says_test(attribute))
}

fn parsed(source: &Source) -> syn::File {
    syn::parse_file(&source.text).unwrap_or_else(|error| panic!("{}: {error}", source.path))
}

/// Every path of more than one name in a source, imports unfolded, its tests left out.
fn paths(source: &Source) -> Vec<Vec<String>> {
    let mut paths = Paths(Vec::new());
    paths.visit_file(&parsed(source));
    paths.0
}

struct Paths(Vec<Vec<String>>);

impl<'ast> Visit<'ast> for Paths {
    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        if !is_test(&module.attrs) {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.unfold(vec![], &item.tree);
    }

    fn visit_path(&mut self, path: &'ast Path) {
        if path.segments.len() > 1 {
            self.0.push(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        }
        visit::visit_path(self, path);
    }
}

impl Paths {
    fn unfold(&mut self, mut before: Vec<String>, tree: &UseTree) {
        match tree {
            UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.unfold(before, &path.tree);
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.unfold(before.clone(), tree);
                }
            }
            UseTree::Name(name) => self.imported(before, name.ident.to_string()),
            UseTree::Rename(rename) => self.imported(before, rename.ident.to_string()),
            UseTree::Glob(_) => self.imported(before, "*".to_owned()),
        }
    }

    fn imported(&mut self, mut path: Vec<String>, name: String) {
        path.push(name);
        self.0.push(path);
    }
}

fn source(text: &str) -> Vec<Source> {
    vec![Source { path: "made/up.rs".to_owned(), text: text.to_owned() }]
}

fn crates() -> Vec<String> {
    ["cosmwasm_std", "cw20", "cw_storage_plus", "numeric", "records", "types"].map(str::to_owned).to_vec()
}

#[test]
fn plain_domain_code_offends_nobody() {
    let plain = "
        use std::collections::BTreeMap;
        use cosmwasm_std::{Addr, Uint256};
        use numeric::{Amount, UnixTime};
        use super::status::Status;
        use crate::{domain::title::Title, ContractError};
        fn due(at: UnixTime) -> Result<Amount, ContractError> { Status::Open.to(at); types::gas::PAYMENT; todo() }
        #[cfg(test)]
        mod tests { use cosmwasm_std::testing::mock_env; use super::super::act::Act; }
    ";
    assert_eq!(chain_in_domain(&source(plain), &crates()), Vec::<String>::new());
}

#[test]
fn a_chain_in_the_domain_is_found_however_it_is_named() {
    for (text, named) in [
        ("use cosmwasm_std::Deps;", "cosmwasm_std::Deps"),
        ("use cosmwasm_std::{Addr, Env as Surroundings};", "cosmwasm_std::Env"),
        ("use cosmwasm_std::*;", "cosmwasm_std::*"),
        ("use cosmwasm_std as std;", "cosmwasm_std"),
        ("fn pay(info: &cosmwasm_std::MessageInfo) {}", "cosmwasm_std::MessageInfo"),
        ("fn load(from: &dyn cosmwasm_std::Storage) {}", "cosmwasm_std::Storage"),
        ("mod inner { use records::Table; }", "records::Table"),
        ("fn key() { cw_storage_plus::Map::<u8, u8>::new(\"k\"); }", "cw_storage_plus::Map::new"),
        ("use crate::state;", "crate::state"),
        ("use crate::{execute::settle, ContractError};", "crate::execute::settle"),
        ("use super::super::state;", "super::super::state"),
        ("use cw20::Cw20ReceiveMsg;", "cw20::Cw20ReceiveMsg"),
    ] {
        let found = chain_in_domain(&source(text), &crates());
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert!(found[0].starts_with(&format!("made/up.rs names {named}: ")), "{text}: {found:?}");
    }
}

#[test]
fn storage_in_types_is_found() {
    assert!(storage_in_types(&source("use cosmwasm_std::{Binary, Coin, StdResult};")).is_empty());
    for text in ["use cosmwasm_std::Storage;", "use records::Packed;", "fn f(deps: cosmwasm_std::Deps) {}"] {
        assert_eq!(storage_in_types(&source(text)).len(), 1, "{text}");
    }
}

#[test]
fn more_than_entry_points_is_found() {
    let routes = "
        use crate::execute;
        #[entry_point]
        pub fn execute() {}
        #[cosmwasm_std::entry_point]
        pub fn query() {}
        #[cfg_attr(not(feature = \"library\"), entry_point)]
        pub fn reply() {}
        #[cfg(test)]
        mod tests {}
    ";
    assert_eq!(more_than_entry_points(&source(routes)), Vec::<String>::new());
    for (text, what) in [
        ("fn fee() {}", "fn fee"),
        ("#[inline] fn execute() {}", "fn execute"),
        ("mod inner {}", "mod inner"),
        ("const FEE: u8 = 1;", "const FEE"),
        ("struct Fee;", "a type"),
        ("impl Fee {}", "a type"),
    ] {
        let found = more_than_entry_points(&source(text));
        assert_eq!(found.len(), 1, "{text}");
        assert!(found[0].starts_with(&format!("made/up.rs has {what}")), "{found:?}");
    }
}
