//! Writes the JSON schema of the messages: `schema/devices.json` at the root of the workspace.

fn main() {
    #[cfg(not(target_arch = "wasm32"))]
    host::write();
}

#[cfg(not(target_arch = "wasm32"))]
mod host {
    #![allow(clippy::expect_used, reason = "a command says why it cannot go on")]

    use std::{fs, path::Path};

    use cosmwasm_schema::generate_api;
    use types::devices::{ExecuteMsg, InstantiateMsg, MigrateMsg, QueryMsg};

    pub fn write() {
        let api = generate_api! {
            name: "devices",
            instantiate: InstantiateMsg,
            execute: ExecuteMsg,
            query: QueryMsg,
            migrate: MigrateMsg,
        };
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schema");
        fs::create_dir_all(&folder).expect("the schema folder can be made");
        let json = api.render().to_string().expect("the schema is JSON");
        fs::write(folder.join("devices.json"), json + "\n").expect("the schema can be written");
    }
}
