use cosmwasm_std::Uint256;

use crate::NumericError;

/// To which side a division that does not come out even goes. There is no default: each place that
/// divides money says whom the last unit belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// Towards zero.
    Down,
    /// Away from zero.
    Up,
}

/// `numerator / denominator`, rounded to the named side.
pub fn div(numerator: Uint256, denominator: Uint256, rounding: Rounding) -> Result<Uint256, NumericError> {
    let zero = |_| NumericError::DivisionByZero;
    let quotient = numerator.checked_div(denominator).map_err(zero)?;
    match rounding {
        Rounding::Down => Ok(quotient),
        Rounding::Up if numerator.checked_rem(denominator).map_err(zero)?.is_zero() => Ok(quotient),
        // A remainder implies a denominator above one, so the quotient is far from the maximum.
        Rounding::Up => quotient.checked_add(Uint256::one()).map_err(|_| NumericError::AmountOverflow),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn divided(numerator: u32, denominator: u32, rounding: Rounding) -> Result<Uint256, NumericError> {
        div(numerator.into(), denominator.into(), rounding)
    }

    #[test]
    fn an_even_division_is_the_same_both_ways() {
        assert_eq!(divided(6, 3, Rounding::Down), Ok(Uint256::from(2u32)));
        assert_eq!(divided(6, 3, Rounding::Up), Ok(Uint256::from(2u32)));
        assert_eq!(divided(0, 3, Rounding::Up), Ok(Uint256::zero()));
    }

    #[test]
    fn a_remainder_goes_to_the_named_side() {
        assert_eq!(divided(7, 3, Rounding::Down), Ok(Uint256::from(2u32)));
        assert_eq!(divided(7, 3, Rounding::Up), Ok(Uint256::from(3u32)));
        assert_eq!(divided(1, 1_000_000, Rounding::Down), Ok(Uint256::zero()));
        assert_eq!(divided(1, 1_000_000, Rounding::Up), Ok(Uint256::one()));
    }

    #[test]
    fn the_largest_number_can_be_divided() {
        assert_eq!(div(Uint256::MAX, Uint256::one(), Rounding::Up), Ok(Uint256::MAX));
        assert_eq!(div(Uint256::MAX, Uint256::MAX, Rounding::Up), Ok(Uint256::one()));
    }

    #[test]
    fn nothing_is_divided_by_zero() {
        assert_eq!(divided(1, 0, Rounding::Down), Err(NumericError::DivisionByZero));
        assert_eq!(divided(0, 0, Rounding::Up), Err(NumericError::DivisionByZero));
    }
}
