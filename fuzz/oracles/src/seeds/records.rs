//! Many inputs in one file: each behind its length, in four octets, big endian.

use std::io::{Error, ErrorKind, Result};

/// Puts inputs into one file, in a fixed order and each once.
#[must_use]
pub fn pack(mut inputs: Vec<Vec<u8>>) -> Vec<u8> {
    inputs.sort();
    inputs.dedup();
    let mut packed = Vec::new();
    for input in inputs {
        let length = u32::try_from(input.len()).unwrap_or(u32::MAX);
        packed.extend(length.to_be_bytes());
        packed.extend(input);
    }
    packed
}

/// Takes them out again.
///
/// # Errors
/// The file is not what [`pack`] makes.
pub fn unpack(mut packed: &[u8]) -> Result<Vec<Vec<u8>>> {
    let mut inputs = Vec::new();
    while let Some((length, rest)) = packed.split_first_chunk() {
        let length = u32::from_be_bytes(*length) as usize;
        let Some((input, rest)) = rest.split_at_checked(length) else {
            return Err(Error::new(
                ErrorKind::UnexpectedEof,
                "a record runs past the end",
            ));
        };
        inputs.push(input.to_vec());
        packed = rest;
    }
    if packed.is_empty() {
        Ok(inputs)
    } else {
        Err(Error::new(
            ErrorKind::InvalidData,
            "octets behind the last record",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::{pack, unpack};

    #[test]
    fn what_is_packed_is_unpacked() {
        let inputs = vec![vec![], vec![0], vec![1, 2, 3]];
        let packed = pack([inputs.clone(), inputs.clone()].concat());
        assert_eq!(unpack(&packed).unwrap(), inputs);
        assert!(unpack(&packed[..packed.len() - 1]).is_err());
    }
}
