use cosmwasm_std::Uint256;

/// The weighted median of `(value, weight)` pairs: the smallest value at which the weight of all values up
/// to it, doubled, reaches the whole weight. `None` if nothing has weight.
///
/// Pinning the tie this way makes three equal weights give the middle value and two the lower one. Half
/// of the weight, truncated, would give the lowest of three.
///
/// For short lists: it looks through the pairs once for each of them, which in Wasm costs less than the 10 kB of a
/// sort.
pub fn weighted_median(pairs: &[(u64, u128)]) -> Option<u64> {
    let weight_up_to = |limit: u64| {
        let add = |sum: Uint256, pair: &(u64, u128)| sum.checked_add(Uint256::from(pair.1)).ok();
        pairs.iter().filter(|pair| pair.0 <= limit).try_fold(Uint256::zero(), add)
    };
    let total = weight_up_to(u64::MAX)?;
    if total.is_zero() {
        return None;
    }
    let reaches_half = |value: &u64| {
        let below = weight_up_to(*value);
        below.is_some_and(|below| total.checked_sub(below).is_ok_and(|above| below >= above))
    };
    pairs.iter().map(|pair| pair.0).filter(reaches_half).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn median<const N: usize>(pairs: [(u64, u128); N]) -> Option<u64> {
        weighted_median(&pairs)
    }

    #[test]
    fn equal_weights_give_the_middle_or_the_lower_of_two() {
        assert_eq!(median([(30, 1), (10, 1), (20, 1)]), Some(20));
        assert_eq!(median([(20, 5), (10, 5)]), Some(10));
        assert_eq!(median([(40, 1), (10, 1), (30, 1), (20, 1)]), Some(20));
        assert_eq!(median([(7, 1)]), Some(7));
    }

    #[test]
    fn weight_counts_not_heads() {
        assert_eq!(median([(10, 1), (20, 1), (30, 3)]), Some(30));
        assert_eq!(median([(10, 1), (20, 1), (30, 2)]), Some(20));
        assert_eq!(median([(10, 0), (20, 1), (30, 0)]), Some(20));
    }

    #[test]
    fn without_weight_there_is_no_median() {
        assert_eq!(median([]), None);
        assert_eq!(median([(10, 0), (20, 0)]), None);
    }

    #[test]
    fn the_largest_weights_are_added_without_loss() {
        assert_eq!(median([(10, u128::MAX), (20, u128::MAX), (30, u128::MAX)]), Some(20));
        assert_eq!(median([(10, u128::MAX - 1), (20, u128::MAX)]), Some(20));
    }
}
