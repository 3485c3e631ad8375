//! The worker for the bare pairs and for our crates.

use smpp_throughput::worker::{self, CLIENTS, SERVERS};

fn main() -> Result<(), smpp_throughput::Error> {
    worker::main(CLIENTS, SERVERS)
}
