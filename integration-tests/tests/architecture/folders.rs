//! What is where.

/// DESIGN §2.
const TOP_LEVEL: [&str; 7] =
    ["apps", "contracts", "docs", "integration-tests", "packages", "schema", "scripts"];
/// What tools leave behind; .gitignore names it. Folders that begin with a dot are tools' own.
const IGNORED: [&str; 3] = ["node_modules", "out", "target"];

/// Folders at the root that the design does not name.
pub fn unknown_at_the_top(folders: &[String]) -> Vec<String> {
    folders
        .iter()
        .filter(|folder| !folder.starts_with('.'))
        .filter(|folder| !TOP_LEVEL.contains(&folder.as_str()) && !IGNORED.contains(&folder.as_str()))
        .map(|folder| format!("{folder}/ is not in the design's layout: move it to where its kind is"))
        .collect()
}

/// What the folder of a contract, `contracts/escrow`, lacks. `files` are the repository's, from its root.
pub fn missing_from_contract(folder: &str, files: &[String]) -> Vec<String> {
    let contract = folder.rsplit('/').next().unwrap_or(folder);
    let is_there = |wanted: &str| files.iter().any(|file| file == wanted);
    let mut offences = Vec::new();
    for (wanted, advice) in [
        (format!("{folder}/README.md"), "write down actors, permissions, state keys, invariants and events"),
        (format!("{folder}/src/contract.rs"), "route the messages there, and do nothing else"),
        (format!("{folder}/src/domain/mod.rs"), "keep the rules there, apart from the chain"),
        (format!("{folder}/src/bin/schema.rs"), "write the program that generates its schema"),
        (format!("schema/{contract}.json"), "run the contract's schema program"),
    ] {
        if !is_there(&wanted) {
            offences.push(format!("{wanted} is missing: {advice}"));
        }
    }
    let tests = format!("{folder}/tests/");
    if !files.iter().any(|file| file.starts_with(&tests) && file.ends_with(".rs")) {
        offences.push(format!("{tests} has no test: write one file a message, and properties.rs"));
    }
    offences
}

/// Schemas of no contract.
pub fn orphaned_schemas(contracts: &[&str], files: &[String]) -> Vec<String> {
    let contract_of = |file: &str| file.strip_prefix("schema/")?.strip_suffix(".json").map(str::to_owned);
    files
        .iter()
        .filter_map(|file| contract_of(file))
        .filter(|schema| !contracts.contains(&format!("contracts/{schema}").as_str()))
        .map(|schema| format!("schema/{schema}.json is of no contract: delete it"))
        .collect()
}

fn list(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn a_folder_that_the_design_does_not_name_is_found() {
    assert!(unknown_at_the_top(&list(&["contracts", "scripts", ".git", ".ci", "target"])).is_empty());
    let found = unknown_at_the_top(&list(&["contracts", "utils"]));
    assert!(found[0].starts_with("utils/ is not in"), "{found:?}");
}

#[test]
fn what_a_contract_lacks_is_found() {
    let whole = [
        "contracts/escrow/README.md",
        "contracts/escrow/src/bin/schema.rs",
        "contracts/escrow/src/contract.rs",
        "contracts/escrow/src/domain/mod.rs",
        "contracts/escrow/tests/settle.rs",
        "schema/escrow.json",
    ];
    assert_eq!(missing_from_contract("contracts/escrow", &list(&whole)), Vec::<String>::new());
    for lost in whole {
        let rest: Vec<_> = whole.into_iter().filter(|file| *file != lost).collect();
        let found = missing_from_contract("contracts/escrow", &list(&rest));
        assert_eq!(found.len(), 1, "without {lost}: {found:?}");
    }
    let another_s = missing_from_contract("contracts/oracle", &list(&whole));
    assert_eq!(another_s.len(), 6, "{another_s:?}");
}

#[test]
fn a_schema_of_no_contract_is_found() {
    let files = list(&["schema/escrow.json", "schema/ghost.json", "contracts/escrow/README.md"]);
    let found = orphaned_schemas(&["contracts/escrow"], &files);
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("schema/ghost.json"), "{found:?}");
}
