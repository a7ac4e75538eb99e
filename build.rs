//! Prepares the browser's files: third-party packages by lock file, the style sheet, names by content.
//!
//! Runs only when something under `assets/` changed (or, for a release, when a template came or went). The packages are
//! fetched by `npm ci` into the build folder when the lock file changed; `ASSETS_NODE_MODULES` names a prepared
//! folder instead and nothing is fetched.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs};

fn main() -> ExitCode {
    for watched in ["build.mjs", "favicon.svg", "icons.txt", "js", "package-lock.json", "scss"] {
        println!("cargo::rerun-if-changed=assets/{watched}");
    }
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=ASSETS_NODE_MODULES");
    if env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo::rerun-if-changed=templates");
    }
    match prepare() {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            println!("cargo::error={reason}");
            ExitCode::FAILURE
        }
    }
}

fn prepare() -> Result<(), String> {
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set: run this through cargo")?);
    let modules = match env::var_os("ASSETS_NODE_MODULES") {
        Some(prepared) => PathBuf::from(prepared),
        None => packages(&out.join("packages"))?,
    };
    let mut node = Command::new("node");
    node.arg("assets/build.mjs").arg(&modules).arg(&out);
    run(node, "Node.js 20 or newer is needed to prepare the style sheet (Debian: apt-get install nodejs npm)")
}

/// The folder of the packages that the lock file names; fetched anew only when the lock file differs from last time.
fn packages(folder: &Path) -> Result<PathBuf, String> {
    let lock = fs::read("assets/package-lock.json").map_err(|e| format!("assets/package-lock.json cannot be read: {e}"))?;
    let done = folder.join("fetched.lock");
    let modules = folder.join("node_modules");
    if fs::read(&done).is_ok_and(|last| last == lock) && modules.is_dir() {
        return Ok(modules);
    }
    let io = |e: std::io::Error| format!("{} cannot be written: {e}", folder.display());
    fs::create_dir_all(folder).map_err(io)?;
    for name in ["package.json", "package-lock.json"] {
        fs::copy(Path::new("assets").join(name), folder.join(name)).map_err(io)?;
    }
    let mut npm = Command::new("npm");
    npm.args(["ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund", "--prefer-offline"]).current_dir(folder);
    run(
        npm,
        "npm is needed to fetch fonts, icons and Sass (Debian: apt-get install nodejs npm); or set ASSETS_NODE_MODULES to a prepared node_modules folder",
    )?;
    fs::write(&done, lock).map_err(io)?;
    Ok(modules)
}

/// Runs a tool to its end; `advice` says what to do when it is missing.
fn run(mut tool: Command, advice: &str) -> Result<(), String> {
    let name = tool.get_program().to_string_lossy().into_owned();
    let output = tool.output().map_err(|e| format!("{name} does not start ({e}). {advice}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("{name} failed ({}): {}", output.status, said.trim().replace('\n', " | ")))
}
