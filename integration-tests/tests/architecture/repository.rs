//! This repository as plain values.

use std::path::{Path, PathBuf};
use std::{env, fs};

use cargo_metadata::{DependencyKind, MetadataCommand};

use crate::layers::Source;
use crate::packages::{Dependency, Package};

/// What the rules judge.
pub struct Repository {
    root: PathBuf,
    /// The crates.
    pub packages: Vec<Package>,
    /// Files below the folders of the design, from the root.
    pub files: Vec<String>,
    /// Folders at the root.
    pub top_level: Vec<String>,
}

impl Repository {
    pub fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf();
        let mut top_level: Vec<_> = entries(&root)
            .into_iter()
            .filter(|path| path.is_dir())
            .map(|path| relative(&path, &root))
            .collect();
        top_level.sort();
        let mut files = Vec::new();
        for folder in ["contracts", "packages", "schema"] {
            collect(&root.join(folder), &root, &mut files);
        }
        files.sort();
        Self { packages: packages(&root), files, top_level, root }
    }

    pub fn contracts(&self) -> impl Iterator<Item = &Package> {
        self.packages.iter().filter(|package| package.is_contract())
    }

    /// What the sources of a crate call its dependencies.
    pub fn crates_of(&self, folder: &str) -> Vec<String> {
        let package = self.packages.iter().find(|package| package.folder == folder).unwrap();
        package.dependencies.iter().map(|dependency| dependency.called.clone()).collect()
    }

    /// The Rust files at a path or below it, unit tests in files of their own left out.
    pub fn sources_of(&self, path: &str) -> Vec<Source> {
        let below = format!("{path}/");
        self.files
            .iter()
            .filter(|file| *file == path || file.starts_with(&below))
            .filter(|file| file.ends_with(".rs") && !file.ends_with("/tests.rs") && !file.contains("/tests/"))
            .map(|file| Source {
                path: file.clone(),
                text: fs::read_to_string(self.root.join(file)).unwrap(),
            })
            .collect()
    }
}

fn packages(root: &Path) -> Vec<Package> {
    let metadata = MetadataCommand::new().current_dir(root).no_deps().exec().unwrap();
    metadata
        .packages
        .into_iter()
        .map(|package| Package {
            name: package.name.to_string(),
            folder: relative(package.manifest_path.parent().unwrap().as_std_path(), root),
            dependencies: package
                .dependencies
                .into_iter()
                .map(|dependency| Dependency {
                    called: dependency.rename.as_ref().unwrap_or(&dependency.name).replace('-', "_"),
                    name: dependency.name,
                    dev: dependency.kind == DependencyKind::Development,
                })
                .collect(),
        })
        .collect()
}

fn collect(folder: &Path, root: &Path, files: &mut Vec<String>) {
    for path in entries(folder) {
        if path.is_dir() {
            collect(&path, root, files);
        } else {
            files.push(relative(&path, root));
        }
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
}

fn relative(path: &Path, root: &Path) -> String {
    path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/")
}
