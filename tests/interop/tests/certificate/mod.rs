//! A certificate for "localhost" that signed itself, in memory and in files.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, fs, process};

pub(crate) struct Certificate {
    pub(crate) pem: String,
    pub(crate) key: String,
    directory: PathBuf,
    files: [String; 2],
}

impl Certificate {
    pub(crate) fn new() -> Self {
        static LAST: AtomicU32 = AtomicU32::new(0);
        let number = LAST.fetch_add(1, Ordering::Relaxed);
        let signed = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let (pem, key) = (signed.cert.pem(), signed.signing_key.serialize_pem());
        let directory = env::temp_dir().join(format!("smpp-interop-{}-{number}", process::id()));
        fs::create_dir(&directory).unwrap();
        let files = [("chain.pem", &pem), ("key.pem", &key)].map(|(name, text)| {
            let file = directory.join(name);
            fs::write(&file, text).unwrap();
            file.to_str().unwrap().to_owned()
        });
        Self {
            pem,
            key,
            directory,
            files,
        }
    }

    pub(crate) fn chain_file(&self) -> &str {
        &self.files[0]
    }

    pub(crate) fn key_file(&self) -> &str {
        &self.files[1]
    }
}

impl Drop for Certificate {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.directory);
    }
}
