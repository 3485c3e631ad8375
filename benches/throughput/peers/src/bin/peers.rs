//! The worker for the other crates.

use smpp_throughput::worker;
use smpp_throughput_peers::{CLIENTS, SERVERS};

fn main() -> Result<(), smpp_throughput::Error> {
    worker::main(CLIENTS, SERVERS)
}
