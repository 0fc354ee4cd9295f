//! The `goldset` program: everything is in the library, `cli` is the way in.

use std::process::ExitCode;

fn main() -> ExitCode {
    goldset::cli::main()
}
