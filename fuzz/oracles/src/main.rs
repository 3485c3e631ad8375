//! `seeds`: writes the inputs that fuzzing starts from to the folders `corpus/TARGET/` of `fuzz/`
//! and `fuzz/tool/`, and the dictionary to `fuzz/smpp.dict`.
//!
//! `seeds keep [TARGET...]`: packs the inputs of `corpus/TARGET/` that are no seeds into
//! `fuzz/kept/`: those of up to 600 octets, so that all files stay under 2 MB.

use std::collections::HashSet;
use std::error::Error;
use std::fs;

use smpp_fuzz_oracles::seeds::{CORE, TOOL, Target, dictionary, fuzz, pack};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    match arguments.next().as_deref() {
        None => write(),
        Some("keep") => keep(&arguments.collect::<Vec<_>>()),
        Some(other) => Err(format!("`{other}`: nothing, or `keep`").into()),
    }
}

fn targets() -> impl Iterator<Item = &'static Target> {
    CORE.iter().chain(TOOL)
}

fn write() -> Result<(), Box<dyn Error>> {
    fs::write(fuzz().join("smpp.dict"), dictionary())?;
    for target in targets() {
        let folder = target.project().join("corpus").join(target.name);
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
    for target in targets().filter(|target| wanted(target.name)) {
        let corpus = fs::read_dir(target.project().join("corpus").join(target.name))?;
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
