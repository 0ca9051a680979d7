use pbkdf2::pbkdf2_hmac_array;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::query::{BadQuery, ROUNDS, whole_number};

#[derive(Serialize)]
pub struct Hashed {
    n: u32,
    digest: String,
}

/// `/hash?n=N`
pub fn hashed(query: &str) -> Result<Hashed, BadQuery> {
    let n = whole_number(query, "n", ROUNDS)?;
    Ok(Hashed { n, digest: hex(&chain(n)) })
}

#[derive(Serialize)]
pub struct Derived {
    n: u32,
    key: String,
}

/// `/pbkdf2?n=N`
pub fn derived(query: &str) -> Result<Derived, BadQuery> {
    let n = whole_number(query, "n", ROUNDS)?;
    let key: [u8; 32] = pbkdf2_hmac_array::<Sha256, 32>(b"loadstone", b"salt", n);
    Ok(Derived { n, key: hex(&key) })
}

// #region hash
fn chain(rounds: u32) -> [u8; 32] {
    let mut bytes = [b'a'; 1024];
    for _ in 1..rounds {
        let digest = Sha256::digest(bytes); // [1]
        bytes[..32].copy_from_slice(&digest);
    }
    Sha256::digest(bytes).into()
}
// #endregion hash

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = |byte: &u8| [byte >> 4, byte & 15].map(|half| char::from(DIGITS[usize::from(half)]));
    bytes.iter().flat_map(digits).collect()
}

// [1] Rust code, not OpenSSL: sha2 asks the processor at run time whether it has instructions for SHA-256.

#[cfg(test)]
mod tests {
    use super::{derived, hashed};

    #[test]
    fn the_chain_of_one_round_is_sha256_of_1024_times_a() {
        // printf 'a%.0s' $(seq 1024) | sha256sum
        let digest = "2edc986847e209b4016e141a6dc8716d3207350f416969382d431539bf292e4a";
        assert_eq!(hashed("n=1").unwrap().digest, digest);
    }

    #[test]
    fn each_round_hashes_the_1024_bytes_with_the_digest_before_at_their_start() {
        // for i in 2 3; do digest=$( (printf %s "$digest" | xxd -r -p; printf 'a%.0s' $(seq 992)) | sha256sum | cut -c-64); done
        assert_eq!(hashed("n=2").unwrap().digest, "93ce7b828dc52f4d2079bf84b5985451b24d62454f0e124fb57a4741c3111f15");
        assert_eq!(hashed("n=3").unwrap().digest, "0ca4b44e3c6fdf33b1a9fdab52cd150f072475b4682d616c64d5fbeec06c9663");
    }

    #[test]
    fn pbkdf2_gives_the_key_that_openssl_gives() {
        // openssl kdf -keylen 32 -kdfopt digest:SHA256 -kdfopt pass:loadstone -kdfopt salt:salt -kdfopt iter:1000 PBKDF2
        assert_eq!(derived("n=1000").unwrap().key, "34d3b24350746324d4c8e102e5cb7bc3507101390dde5702c1c8cc368b01d9aa");
    }
}
