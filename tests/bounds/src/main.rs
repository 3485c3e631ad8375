//! `smpp-bounds`: counts the instructions of every case at three sizes, under valgrind, prints
//! them, and fails if work grows faster than its case allows.
//! `smpp-bounds NAME SIZE`: runs one case, once. Size 0 runs nothing: what starting costs.

use std::env::{args, current_exe};
use std::error::Error;
use std::process::Command;

use smpp_bounds::{Case, PLANTED};

/// Fewer instructions than this are noise, not growth.
const NOISE: u64 = 20_000;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = args().skip(1).collect();
    match arguments.as_slice() {
        [] => check(),
        [name, size] => {
            let case = Case::all().chain([&PLANTED]).find(|case| case.name == name);
            let case = case.ok_or_else(|| format!("there is no case `{name}`"))?;
            run(case, size.parse()?);
            Ok(())
        }
        _ => Err("nothing, or a case and a size".into()),
    }
}

fn run(case: &Case, size: usize) {
    if size > 0 {
        (case.prepare)(size)();
    }
}

fn check() -> Result<(), Box<dyn Error>> {
    println!(
        "{:>12} {:>12} {:>12}  growth  case, and its sizes",
        "once", "twice", "four times"
    );
    let mut failed = Vec::new();
    for case in Case::all() {
        let growth = growth(case)?;
        if growth > case.growth {
            failed.push(format!("{}: {growth:.2}, over {}", case.name, case.growth));
        }
    }
    if growth(&PLANTED)? < 3.5 {
        failed.push("quadratic work is not noticed".into());
    }
    if failed.is_empty() {
        Ok(())
    } else {
        Err(failed.join("; ").into())
    }
}

/// By how much more the second doubling costs than the first; 0 if neither costs anything.
fn growth(case: &Case) -> Result<f64, Box<dyn Error>> {
    let [one, two, four] = [1, 2, 4].map(|times| count(case, case.size * times));
    let (one, two, four) = (one?, two?, four?);
    let (first, second) = (two.saturating_sub(one), four.saturating_sub(two));
    #[allow(clippy::cast_precision_loss, reason = "a ratio to print and compare")]
    let growth = if second < NOISE {
        0.0
    } else {
        second as f64 / first.max(1) as f64
    };
    let sizes = [case.size, case.size * 2, case.greatest()];
    println!(
        "{one:>12} {two:>12} {four:>12}  {growth:>6.2}  {} {sizes:?}",
        case.name
    );
    Ok(growth)
}

/// Instructions, from the start of the program to its end.
fn count(case: &Case, size: usize) -> Result<u64, Box<dyn Error>> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(current_exe()?)
        .args([case.name, &size.to_string()])
        .output()
        .map_err(|error| format!("valgrind: {error}"))?;
    let told = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(format!("{} at {size}: {told}", case.name).into());
    }
    let count = told
        .lines()
        .find_map(|line| line.split_once("Collected : "));
    let (_, count) = count.ok_or("valgrind did not count")?;
    Ok(count.trim().parse()?)
}
