//! The program `doithoai`: reads the command line and hands over.

use std::process::ExitCode;

fn main() -> ExitCode {
    doithoai::cli::main()
}
