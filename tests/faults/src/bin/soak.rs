//! `soak [SECONDS [CLIENTS [SEED]]]`: random faults, and books that balance.

use std::time::Duration;

use smpp_faults::Soak;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut number = |default: u64| {
        let argument = arguments.next();
        argument.map_or(default, |argument| argument.parse().expect("a number"))
    };
    let soak = Soak {
        time: Duration::from_secs(number(600)),
        clients: number(200),
        seed: number(fastrand::u64(..)),
    };
    println!("{}", soak.run());
}
