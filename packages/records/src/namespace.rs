/// Panics, in a constant at compile time, unless the namespace is `A`–`Z` or `0`–`9`.
///
/// ```compile_fail
/// const OWNER: records::Single<String> = records::Single::new(b'o', "owner");
/// OWNER.namespace();
/// ```
pub(crate) const fn admitted(namespace: u8) -> u8 {
    assert!(
        namespace.is_ascii_uppercase() || namespace.is_ascii_digit(),
        "a namespace is A-Z or 0-9: lowercase letters start the keys of cw2 and cw-ownable"
    );
    namespace
}

/// Proves at compile time that no two namespaces of a contract are the same:
///
/// ```
/// const _: () = records::assert_unique(b"ABC");
/// ```
/// ```compile_fail
/// const _: () = records::assert_unique(b"ABA");
/// ```
pub const fn assert_unique(namespaces: &[u8]) {
    let mut rest = namespaces;
    while let Some((first, others)) = rest.split_first() {
        let mut unseen = others;
        while let Some((other, further)) = unseen.split_first() {
            assert!(*first != *other, "two records share a namespace");
            unseen = further;
        }
        rest = others;
    }
}
