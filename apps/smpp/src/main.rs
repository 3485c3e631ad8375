//! `smpp`: SMPP by hand.

use std::process::ExitCode;

fn main() -> ExitCode {
    smpp_cli::main()
}
