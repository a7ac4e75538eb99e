//! The program `doithoai`: reads the command line and hands over.

use std::process::ExitCode;

/// A page is made of thousands of small pieces of text; the system's allocator took a quarter of the time that pages cost.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    doithoai::cli::main()
}
