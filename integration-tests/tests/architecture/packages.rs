//! Who depends on whom, by the manifests.

/// A crate of the workspace.
#[derive(Clone, Debug)]
pub struct Package {
    /// As in its manifest: `portolan-escrow`.
    pub name: String,
    /// From the root: `contracts/escrow`.
    pub folder: String,
    /// What its manifest lists.
    pub dependencies: Vec<Dependency>,
}

/// One line of a manifest.
#[derive(Clone, Debug)]
pub struct Dependency {
    /// The package, whatever it is called here.
    pub name: String,
    /// How sources call it.
    pub called: String,
    /// Whether only tests and examples have it.
    pub dev: bool,
}

impl Package {
    pub fn is_contract(&self) -> bool {
        self.folder.starts_with("contracts/")
    }
}

pub fn contracts_on_contracts(packages: &[Package]) -> Vec<String> {
    on_contracts(
        packages,
        Package::is_contract,
        "exchange messages through `types`; flows go to integration-tests",
    )
}

pub fn packages_on_contracts(packages: &[Package]) -> Vec<String> {
    let is_package = |package: &Package| package.folder.starts_with("packages/");
    on_contracts(packages, is_package, "move what both need into a package")
}

pub fn testing_on_contracts(packages: &[Package]) -> Vec<String> {
    let is_testing = |package: &Package| package.folder == "packages/testing";
    on_contracts(packages, is_testing, "hand the contract over from the test that uses both")
}

/// In tests too: a contract that is tested against another one's code is not tested against its messages.
fn on_contracts(packages: &[Package], whose: impl Fn(&Package) -> bool, advice: &str) -> Vec<String> {
    let contracts: Vec<_> = packages.iter().filter(|other| other.is_contract()).collect();
    let mut offences = Vec::new();
    for package in packages.iter().filter(|package| whose(package)) {
        for dependency in &package.dependencies {
            if contracts.iter().any(|contract| contract.name == dependency.name) {
                offences.push(format!("{} depends on {}: {advice}", package.folder, dependency.name));
            }
        }
    }
    offences
}

pub fn test_tools_in_contracts(packages: &[Package]) -> Vec<String> {
    const TOOLS: [&str; 6] =
        ["portolan-testing", "portolan-doubles", "anyhow", "cw-multi-test", "proptest", "serde_json"];
    let mut offences = Vec::new();
    for contract in packages.iter().filter(|package| package.is_contract()) {
        for tool in contract.dependencies.iter().filter(|dependency| !dependency.dev) {
            if TOOLS.contains(&tool.name.as_str()) {
                let folder = &contract.folder;
                offences.push(format!("{folder} depends on {}: list it in dev-dependencies", tool.name));
            }
        }
    }
    offences
}

pub fn storage_under_types(packages: &[Package]) -> Vec<String> {
    const STORAGE: [&str; 3] = ["portolan-records", "cw-storage-plus", "portolan-testing"];
    let types = packages.iter().filter(|package| package.folder == "packages/types");
    types
        .flat_map(|package| &package.dependencies)
        .filter(|dependency| STORAGE.contains(&dependency.name.as_str()))
        .map(|found| {
            format!("packages/types depends on {}: keep state in the contract that owns it", found.name)
        })
        .collect()
}

fn package(folder: &str, dependencies: &[(&str, bool)]) -> Package {
    let name = |folder: &str| format!("portolan-{}", folder.rsplit('/').next().unwrap());
    Package {
        name: name(folder),
        folder: folder.to_owned(),
        dependencies: dependencies
            .iter()
            .map(|(dependency, dev)| Dependency {
                name: (*dependency).to_owned(),
                called: dependency.replace('-', "_"),
                dev: *dev,
            })
            .collect(),
    }
}

const NORMAL: bool = false;
const DEV: bool = true;

fn sound() -> Vec<Package> {
    vec![
        package("contracts/oracle", &[("portolan-types", NORMAL), ("portolan-testing", DEV)]),
        package("contracts/escrow", &[("portolan-types", NORMAL), ("cw-multi-test", DEV)]),
        package("packages/types", &[("serde", NORMAL)]),
        package("packages/testing", &[("cw-multi-test", NORMAL)]),
        package("integration-tests", &[("portolan-oracle", DEV), ("portolan-escrow", DEV)]),
        package("apps/cli", &[("portolan-oracle", NORMAL), ("portolan-escrow", NORMAL)]),
    ]
}

fn and(offender: Package) -> Vec<Package> {
    let mut packages = sound();
    packages.retain(|package| package.folder != offender.folder);
    packages.push(offender);
    packages
}

#[test]
fn a_sound_workspace_offends_nobody() {
    let packages = sound();
    for rule in [
        contracts_on_contracts,
        packages_on_contracts,
        testing_on_contracts,
        test_tools_in_contracts,
        storage_under_types,
    ] {
        assert_eq!(rule(&packages), Vec::<String>::new());
    }
}

#[test]
fn a_contract_on_a_contract_is_found_in_tests_too() {
    for dev in [NORMAL, DEV] {
        let found = contracts_on_contracts(&and(package("contracts/escrow", &[("portolan-oracle", dev)])));
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("contracts/escrow depends on portolan-oracle: "), "{found:?}");
    }
}

#[test]
fn a_package_on_a_contract_is_found() {
    let found = packages_on_contracts(&and(package("packages/hooks", &[("portolan-oracle", NORMAL)])));
    assert!(found[0].starts_with("packages/hooks depends on portolan-oracle: "), "{found:?}");
    let testing = and(package("packages/testing", &[("portolan-escrow", DEV)]));
    assert!(testing_on_contracts(&testing)[0].starts_with("packages/testing depends on portolan-escrow: "));
}

#[test]
fn a_test_tool_in_a_contract_is_found() {
    let found = test_tools_in_contracts(&and(package("contracts/escrow", &[("portolan-testing", NORMAL)])));
    assert!(found[0].starts_with("contracts/escrow depends on portolan-testing: "), "{found:?}");
}

#[test]
fn storage_under_types_is_found() {
    let found = storage_under_types(&and(package("packages/types", &[("portolan-records", NORMAL)])));
    assert!(found[0].starts_with("packages/types depends on portolan-records: "), "{found:?}");
}
