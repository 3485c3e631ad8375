//! `smpp-seeds`: writes what the fuzzer starts from to `fuzz/corpus/TARGET/`, and `fuzz/smpp.dict`.
//! `smpp-seeds keep [TARGET...]`: packs what `fuzz/corpus/` holds beyond the seeds into
//! `fuzz/kept/`, up to 600 octets each, so that all of it stays under 2 MB.

use std::collections::HashSet;
use std::error::Error;
use std::fs;

use smpp_seeds::{TARGETS, dictionary, fuzz, pack};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    match arguments.next().as_deref() {
        None => write(),
        Some("keep") => keep(&arguments.collect::<Vec<_>>()),
        Some(other) => Err(format!("`{other}`: nothing, or `keep`").into()),
    }
}

fn write() -> Result<(), Box<dyn Error>> {
    fs::write(fuzz().join("smpp.dict"), dictionary())?;
    for target in TARGETS {
        let folder = fuzz().join("corpus").join(target.name);
        fs::create_dir_all(&folder)?;
        for (name, octets) in target.seeds()? {
            fs::write(folder.join(name), octets)?;
        }
        for (index, octets) in target.kept()?.into_iter().enumerate() {
            fs::write(folder.join(format!("kept-{index}")), octets)?;
        }
    }
    Ok(())
}

fn keep(names: &[String]) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(fuzz().join("kept"))?;
    let wanted = |name: &str| names.is_empty() || names.iter().any(|wanted| wanted == name);
    for target in TARGETS.iter().filter(|target| wanted(target.name)) {
        let corpus = fs::read_dir(fuzz().join("corpus").join(target.name))?;
        let mut inputs = corpus
            .map(|entry| fs::read(entry?.path()))
            .collect::<Result<Vec<_>, _>>()?;
        let seeds: HashSet<_> = target
            .seeds()?
            .into_iter()
            .map(|(_, octets)| octets)
            .collect();
        inputs.retain(|octets| octets.len() <= 600 && !seeds.contains(octets));
        let packed = pack(inputs);
        fs::write(fuzz().join("kept").join(target.name), packed)?;
    }
    Ok(())
}
