//! Amounts as people write them: units of six decimals.

use anyhow::{bail, Context, Result};
use numeric::Amount;

/// Smallest units of one dollar.
pub const DOLLAR: u128 = 1_000_000;

/// `10,000.000000` of ten thousand million smallest units.
pub fn written(amount: Amount) -> String {
    format!("{}.{:06}", grouped(amount.get() / DOLLAR), amount.get() % DOLLAR)
}

/// The same without what is smaller than a cent, for tables; rounded down.
pub fn to_the_cent(amount: Amount) -> String {
    format!("{}.{:02}", grouped(amount.get() / DOLLAR), amount.get() % DOLLAR / 10_000)
}

/// A gain or a loss to the cent, rounded towards zero.
pub fn signed(units: i128) -> String {
    let sign = if units < 0 { "-" } else { "" };
    format!("{sign}{}", to_the_cent(Amount::new(units.unsigned_abs())))
}

/// `1,234,567`.
pub fn grouped(number: u128) -> String {
    let digits = number.to_string();
    let mut written = String::new();
    for (place, digit) in (1..=digits.len()).rev().zip(digits.chars()) {
        written.push(digit);
        if place > 1 && place % 3 == 1 {
            written.push(',');
        }
    }
    written
}

/// An amount of dollars as written: `10,000`, `2500.50`, at most six decimals.
pub fn parse(text: &str) -> Result<Amount> {
    let plain: String = text.chars().filter(|c| !matches!(c, ',' | '_' | ' ')).collect();
    let (whole, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || decimals.len() > 6 || !digits(whole) || !digits(decimals) {
        bail!("{text:?} is not an amount: write dollars with at most six decimals, as in 12,500.25");
    }
    let whole: u128 = whole.parse()?;
    let decimals: u128 = format!("{decimals:0<6}").parse()?;
    let units = whole.checked_mul(DOLLAR).and_then(|units| units.checked_add(decimals));
    Ok(Amount::new(units.with_context(|| format!("{text} is more than any account can hold"))?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_grouped_and_keep_their_last_unit() {
        assert_eq!(written(Amount::new(10_000_000_000)), "10,000.000000");
        assert_eq!(written(Amount::new(1)), "0.000001");
        assert_eq!(to_the_cent(Amount::new(1_234_567_899_999)), "1,234,567.89");
        assert_eq!(signed(-1_005_000), "-1.00");
        assert_eq!(signed(999_000_000), "999.00");
    }

    #[test]
    fn amounts_are_read_as_they_are_written() {
        for (text, units) in [("10,000", 10_000_000_000), ("2500.5", 2_500_500_000), ("0.000001", 1)] {
            assert_eq!(parse(text).unwrap(), Amount::new(units), "{text}");
        }
        for refused in ["", ".5", "1.0000001", "-1", "1e6", "12 dollars"] {
            assert!(parse(refused).is_err(), "{refused}");
        }
    }
}
