//! The layout that makes the rest readable, checked: who may depend on whom, which code may know the chain, and
//! what every contract's folder has.
//!
//! The rules are functions of plain values, in `architecture/`, each with an example that breaks it; here they meet
//! this repository.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test may panic")]

#[path = "architecture/folders.rs"]
mod folders;
#[path = "architecture/layers.rs"]
mod layers;
#[path = "architecture/packages.rs"]
mod packages;
#[path = "architecture/repository.rs"]
mod repository;

use repository::Repository;

#[track_caller]
fn none(offences: &[String]) {
    assert!(offences.is_empty(), "\n{}\n", offences.join("\n"));
}

#[test]
fn no_contract_depends_on_a_contract() {
    none(&packages::contracts_on_contracts(&Repository::read().packages));
}

#[test]
fn no_package_depends_on_a_contract() {
    none(&packages::packages_on_contracts(&Repository::read().packages));
}

#[test]
fn testing_depends_on_no_contract() {
    none(&packages::testing_on_contracts(&Repository::read().packages));
}

#[test]
fn what_tests_need_stays_out_of_contracts() {
    none(&packages::test_tools_in_contracts(&Repository::read().packages));
}

#[test]
fn types_keeps_no_storage() {
    let repository = Repository::read();
    none(&packages::storage_under_types(&repository.packages));
    none(&layers::storage_in_types(&repository.sources_of("packages/types")));
}

#[test]
fn domain_knows_no_chain() {
    let repository = Repository::read();
    for contract in repository.contracts() {
        let crates = repository.crates_of(&contract.folder);
        let domain = repository.sources_of(&format!("{}/src/domain", contract.folder));
        none(&layers::chain_in_domain(&domain, &crates));
    }
}

#[test]
fn contract_rs_only_routes() {
    let repository = Repository::read();
    for contract in repository.contracts() {
        none(&layers::more_than_entry_points(
            &repository.sources_of(&format!("{}/src/contract.rs", contract.folder)),
        ));
    }
}

#[test]
fn the_top_level_is_the_one_of_the_design() {
    none(&folders::unknown_at_the_top(&Repository::read().top_level));
}

#[test]
fn every_contract_has_its_readme_tests_and_schema() {
    let repository = Repository::read();
    for contract in repository.contracts() {
        none(&folders::missing_from_contract(&contract.folder, &repository.files));
    }
}

#[test]
fn every_schema_is_a_contract_s() {
    let repository = Repository::read();
    let folders: Vec<_> = repository.contracts().map(|contract| contract.folder.as_str()).collect();
    none(&folders::orphaned_schemas(&folders, &repository.files));
}
