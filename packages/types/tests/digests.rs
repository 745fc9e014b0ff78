//! Digests, salts, chains and Merkle proofs against other implementations.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "the test's own numbers are small, and a test may panic"
)]

use proptest::prelude::*;
use sha2::Digest as _;
use sha2::Sha256;
use types::digest::{merkle_root, Digest, MerkleProof, Salt};
use types::VocabularyError as E;

fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

fn digest(text: &str) -> Digest {
    text.parse().unwrap()
}

#[test]
fn a_digest_is_64_and_a_salt_32_hexadecimal_digits_in_lower_case() {
    let text = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(text.parse::<Digest>(), Ok(Digest::of(b"abc")), "FIPS 180-2, appendix B.1");
    for text in [
        "",
        &text[..63],
        &format!("{text}0"),
        &text.to_uppercase(),
        &format!("0x{}", &text[2..]),
        &text.replace('b', "g"),
        &format!("{} ", &text[1..]),
        &"\u{e9}".repeat(32),
    ] {
        assert_eq!(text.parse::<Digest>(), Err(E::DigestForm { actual: text.to_owned() }), "{text}");
    }
    assert_eq!("0".repeat(64).parse::<Digest>(), Err(E::DigestOfNothing));
    let text = "00112233445566778899aabbccddeeff";
    assert_eq!(text.parse::<Salt>().unwrap().to_string(), text);
    for text in ["", &text[1..], &format!("{text}00"), &text.to_uppercase()] {
        assert_eq!(text.parse::<Salt>(), Err(E::SaltForm { actual: text.to_owned() }), "{text}");
    }
    assert_eq!("0".repeat(32).parse::<Salt>(), Err(E::SaltOfNothing));
}

/// By Python's hashlib: SHA-256 of 8 bytes of length, the domain, the salt 01 to 10 and `4711`.
#[test]
fn a_salted_digest_is_of_its_domain_and_salt() {
    let salt: Salt = "0102030405060708090a0b0c0d0e0f10".parse().unwrap();
    let expected = "5d5b7190bdd54e9f24f8f5a57e0d1af267105dbc0c262fb99e6b9ac28d8fbda5";
    assert_eq!(Digest::salted("portolan/invoice", &salt, b"4711"), digest(expected));
    assert_ne!(Digest::salted("portolan/remark", &salt, b"4711"), digest(expected));
}

/// By Python's hashlib, over the SHA-256 of `MSC:BL-7`: the same bytes parted otherwise are another history.
#[test]
fn a_chain_tells_its_parts_apart() {
    let before = Digest::of(b"MSC:BL-7");
    let cases: [(&[&[u8]], &str); 5] = [
        (&[b"ab", b"c"], "1055f61d4a8c9ba964d5848b3f976233c917807551621b9ce18e26db7945d230"),
        (&[b"a", b"bc"], "eeb025c1e8fdcd85c2a8a8e5ac14d034fd5249f16725c19e9567955c2932ebea"),
        (&[b"abc"], "407768f40c463f4a67f36a79753935531dabcf33455a60b913b0f00a97bbac8c"),
        (&[b"abc", b""], "a77d6f33ec8b2a9f75c6634f783737579907edb02d984c697bd92e9099830db4"),
        (&[], "7c3fb61fb4012bdad07f2162133cd757e4675515b7cf7e21659f4f1c77482dbd"),
    ];
    for (parts, expected) in cases {
        assert_eq!(Digest::chain(&before, parts), digest(expected));
    }
}

/// The leaves and roots of the tests of Certificate Transparency (RFC 6962, Google's reference implementation).
const LEAVES: [&str; 8] =
    ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
const ROOTS: [&str; 9] = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

fn leaves(count: usize) -> Vec<Vec<u8>> {
    LEAVES[..count].iter().map(|leaf| hex(leaf)).collect()
}

#[test]
fn roots_are_those_of_certificate_transparency() {
    for (count, root) in ROOTS.iter().enumerate() {
        assert_eq!(merkle_root(&leaves(count)), digest(root), "{count} leaves");
    }
}

/// Audit paths of the same trees, by a Python program of RFC 6962, section 2.1.1.
#[test]
fn proofs_are_the_audit_paths_of_rfc_6962() {
    let cases: [(u32, usize, &[&str]); 3] = [
        (
            5,
            8,
            &[
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                ROOTS[4],
            ],
        ),
        (2, 3, &[ROOTS[2]]),
        (
            1,
            5,
            &[
                ROOTS[1],
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
        ),
    ];
    for (index, count, path) in cases {
        let siblings = path.iter().map(|sibling| digest(sibling)).collect();
        assert_eq!(MerkleProof::of(&leaves(count), index), Ok(MerkleProof { index, siblings }));
    }
}

#[test]
fn a_leaf_or_node_is_not_taken_for_the_other() {
    let list = leaves(4);
    let root = merkle_root(&list);
    let node = |left: &[u8], right: &[u8]| Sha256::digest([&[1], left, right].concat()).to_vec();
    let leaf = |leaf: &[u8]| Sha256::digest([&[0], leaf].concat()).to_vec();
    let inner = [leaf(&list[0]), leaf(&list[1])].concat();
    let siblings = MerkleProof::of(&list, 0).unwrap().siblings[1..].to_vec();
    // An inner node's bytes, with or without its marks, shown as a leaf of a list half as long.
    for forged in [inner.clone(), [vec![1], inner.clone()].concat(), [vec![0], inner].concat()] {
        let proof = MerkleProof { index: 0, siblings: siblings.clone() };
        assert!(matches!(proof.verify(&root, 2, &forged), Err(E::ProofRoot { .. })));
    }
    // The root itself as the only leaf.
    let alone = MerkleProof { index: 0, siblings: vec![] };
    assert!(alone.verify(&root, 1, root.as_bytes()).is_err());
    // Independent check that the tree is what it claims to be.
    let tree = node(&node(&leaf(&list[0]), &leaf(&list[1])), &node(&leaf(&list[2]), &leaf(&list[3])));
    assert_eq!(root.as_bytes(), &tree[..]);
}

#[test]
fn a_proof_is_of_one_place_in_a_list_of_one_length() {
    let list = leaves(7);
    let root = merkle_root(&list);
    let proof = MerkleProof::of(&list, 4).unwrap();
    assert_eq!(proof.verify(&root, 7, &list[4]), Ok(()));
    for index in (0..7).filter(|index| *index != 4) {
        let elsewhere = MerkleProof { index, ..proof.clone() };
        assert!(elsewhere.verify(&root, 7, &list[4]).is_err(), "{index}");
    }
    assert_eq!(
        MerkleProof { index: 7, ..proof.clone() }.verify(&root, 7, &list[4]),
        Err(E::ProofIndex { index: 7, leaves: 7 })
    );
    let mut truncated = proof.clone();
    truncated.siblings.pop();
    let length = |actual| Err(E::ProofLength { index: 4, leaves: 7, expected: 3, actual });
    assert_eq!(truncated.verify(&root, 7, &list[4]), length(2));
    let mut longer = proof.clone();
    longer.siblings.push(root.clone());
    assert_eq!(longer.verify(&root, 7, &list[4]), length(4));
    assert_eq!(MerkleProof::of(&list, 7), Err(E::ProofIndex { index: 7, leaves: 7 }));
    assert_eq!(MerkleProof::of(&[], 0), Err(E::ProofIndex { index: 0, leaves: 0 }));
}

/// The root does not fix the length: with the true one recorded beside it, the third of three is not the second of two.
#[test]
fn the_length_comes_with_the_root_and_not_with_the_proof() {
    let list = leaves(3);
    let root = merkle_root(&list);
    let lie = MerkleProof { index: 1, ..MerkleProof::of(&list, 2).unwrap() };
    assert!(lie.verify(&root, 3, &list[2]).is_err());
    assert!(serde_json::from_str::<MerkleProof>(r#"{"index":1,"leaves":2,"siblings":[]}"#).is_err());
}

#[test]
fn a_proof_decodes_with_at_most_32_siblings() {
    let proof = |siblings: usize| {
        let json = serde_json::json!({ "index": 0, "siblings": vec!["ab".repeat(32); siblings] });
        serde_json::from_value::<MerkleProof>(json)
    };
    assert!(proof(32).is_ok());
    let refusal = proof(33).unwrap_err().to_string();
    assert_eq!(refusal, E::TooManySiblings { max: 32, actual: 33 }.to_string());
}

/// The tree hash as RFC 6962, section 2.1, defines it.
fn mth(list: &[Vec<u8>]) -> Vec<u8> {
    match list {
        [] => Sha256::digest(b"").to_vec(),
        [leaf] => Sha256::digest([&[0], &leaf[..]].concat()).to_vec(),
        _ => {
            let mut k = 1;
            while k * 2 < list.len() {
                k *= 2;
            }
            Sha256::digest([&[1], &mth(&list[..k])[..], &mth(&list[k..])[..]].concat()).to_vec()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn of_any_list_each_leaf_is_proven_and_no_other(
        list in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..8), 1..40),
        pick in any::<prop::sample::Index>(),
        other in any::<prop::sample::Index>(),
        forged in prop::collection::vec(any::<u8>(), 0..8),
    ) {
        let root = merkle_root(&list);
        prop_assert_eq!(&root.as_bytes()[..], &mth(&list)[..]);
        let count = u32::try_from(list.len()).unwrap();
        let index = u32::try_from(pick.index(list.len())).unwrap();
        let leaf = &list[pick.index(list.len())];
        let proof = MerkleProof::of(&list, index).unwrap();
        prop_assert_eq!(proof.verify(&root, count, leaf), Ok(()));
        prop_assert_eq!(proof.verify(&root, count, &forged).is_ok(), forged == *leaf);
        let other = u32::try_from(other.index(list.len())).unwrap();
        let moved = MerkleProof { index: other, ..proof.clone() };
        let same = list[usize::try_from(other).unwrap()] == *leaf && MerkleProof::of(&list, other).unwrap().siblings == proof.siblings;
        prop_assert_eq!(moved.verify(&root, count, leaf).is_ok(), same);
        if let Some(spoilt) = proof.siblings.len().checked_sub(1) {
            let mut altered = proof;
            altered.siblings[spoilt] = Digest::of(&forged);
            prop_assert!(altered.verify(&root, count, leaf).is_err());
        }
    }
}
