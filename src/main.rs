//! The `nudj` binary: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    nudj::cli::run()
}
