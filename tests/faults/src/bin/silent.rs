//! `silent ADDRESS CONNECTIONS`: so many connections that send nothing, until its input ends.

use std::io::Read;
use std::net::TcpStream;
use std::thread::sleep;
use std::time::Duration;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (Some(address), Some(connections)) = (arguments.next(), arguments.next()) else {
        panic!("silent ADDRESS CONNECTIONS");
    };
    let connections: u64 = connections.parse().expect("a number");
    rlimit::increase_nofile_limit(connections + 100).expect("a limit on open files");
    let connections: Vec<_> = (1..=connections)
        .map(|number| {
            // A listener's queue that overflows costs a second each time.
            if number % 100 == 0 {
                sleep(Duration::from_millis(10));
            }
            TcpStream::connect(&address).expect("a connection")
        })
        .collect();
    println!("connected");
    // Whoever started this holds the other end.
    let _ = std::io::stdin().read_to_end(&mut Vec::new());
    drop(connections);
}
