//! Turns what the measuring tools leave behind into tables.
//!
//! `report instructions` reads gungraun's JSON lines from standard input and prints one line for
//! each case: its name, and how many instructions. `report instructions FILE` compares them with
//! such lines in a file, and fails if one has risen by more than 5 percent.
//!
//! `report times DIRECTORY` reads criterion's samples and prints, for each case, the nanoseconds
//! of each contestant and what they are in hand-written ones: the least of all samples, because
//! on a shared machine noise only ever adds.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::io::{self, BufRead as _};
use std::path::Path;
use std::process::ExitCode;

use serde_json::Value;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let done = match *arguments {
        ["instructions"] => instructions(None),
        ["instructions", file] => instructions(Some(file)),
        ["times", directory] => times(Path::new(directory)),
        _ => Err("usage: report instructions [FILE] | report times DIRECTORY".into()),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            eprintln!("report: {error}");
            ExitCode::FAILURE
        }
    }
}

fn instructions(file: Option<&str>) -> Result<ExitCode> {
    let mut counts = BTreeMap::new();
    for line in io::stdin().lock().lines() {
        let bench: Value = serde_json::from_str(&line?)?;
        let text = |key: &str| bench[key].as_str().unwrap_or_default().to_owned();
        let count = metric(&bench).ok_or("no instruction count in gungraun's output")?;
        counts.insert(format!("{}/{}", text("function_name"), text("id")), count);
    }
    let Some(file) = file else {
        for (name, count) in counts {
            println!("{name} {count}");
        }
        return Ok(ExitCode::SUCCESS);
    };
    let mut code = ExitCode::SUCCESS;
    for line in fs::read_to_string(file)?.lines() {
        let Some((name, recorded)) = line.split_once(' ') else {
            continue;
        };
        let recorded: u64 = recorded.parse()?;
        let Some(count) = counts.remove(name) else {
            println!("{name}: recorded, not measured");
            code = ExitCode::FAILURE;
            continue;
        };
        let risen = count * 100 > recorded * 105;
        if risen {
            code = ExitCode::FAILURE;
        }
        let note = if risen {
            "  more than 5 percent up"
        } else {
            ""
        };
        println!("{name:20} {recorded:6} -> {count:6}{note}");
    }
    for name in counts.keys() {
        println!("{name}: measured, not recorded");
        code = ExitCode::FAILURE;
    }
    Ok(code)
}

/// The instructions of one benchmark.
fn metric(bench: &Value) -> Option<u64> {
    let values = &bench["profiles"][0]["data"]["parts"][0]["metrics"]["Ir"]["values"];
    values["new"].as_u64()
}

fn times(directory: &Path) -> Result<ExitCode> {
    // Contestants by case, in the order of their names.
    let mut cases: BTreeMap<String, BTreeMap<String, f64>> = BTreeMap::new();
    for group in fs::read_dir(directory)? {
        for contestant in fs::read_dir(group?.path()).into_iter().flatten() {
            let new = contestant?.path().join("new");
            let Ok(about) = fs::read_to_string(new.join("benchmark.json")) else {
                continue;
            };
            let about: Value = serde_json::from_str(&about)?;
            let sample: Value =
                serde_json::from_str(&fs::read_to_string(new.join("sample.json"))?)?;
            let (Some(case), Some(name)) =
                (about["group_id"].as_str(), about["function_id"].as_str())
            else {
                continue;
            };
            let least = least(&sample).ok_or("a sample of criterion without numbers")?;
            let case = cases.entry(case.to_owned()).or_default();
            case.insert(name.to_owned(), least);
        }
    }
    let mut means: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for (case, contestants) in &cases {
        println!("{case}");
        let codec = if contestants.contains_key("codec") {
            "codec"
        } else {
            "hand"
        };
        let base = contestants.get(codec);
        for (name, time) in contestants {
            let ratio = base.map(|base| format!("{:6.2} x {codec}", time / base));
            println!("  {name:16} {time:8.1} ns  {}", ratio.unwrap_or_default());
        }
        let Some(ours) = contestants.get("ours") else {
            continue;
        };
        let peers = contestants
            .iter()
            .filter(|(name, _)| !matches!(name.as_str(), "hand" | "ours" | "memcpy"));
        let best = peers.map(|(_, time)| *time).fold(f64::INFINITY, f64::min);
        if best.is_finite() {
            println!("  best peer / ours {:.2}", best / ours);
            if !case.contains("enquire_link") {
                let direction = case.split('/').next().unwrap_or_default();
                means.entry(direction).or_default().push(best / ours);
            }
        }
    }
    for (direction, ratios) in means {
        let mean = ratios.iter().map(|ratio| ratio.ln()).sum::<f64>() / ratios.len() as f64;
        println!(
            "{direction}, cases with a body: best peer / ours {:.2} in the geometric mean",
            mean.exp()
        );
    }
    Ok(ExitCode::SUCCESS)
}

/// The least time for one iteration among the samples.
fn least(sample: &Value) -> Option<f64> {
    let times = sample["times"].as_array()?.iter().map(Value::as_f64);
    let iterations = sample["iters"].as_array()?.iter().map(Value::as_f64);
    let each = times.zip(iterations);
    let each = each.filter_map(|(time, iterations)| Some(time? / iterations?));
    each.reduce(f64::min)
}
