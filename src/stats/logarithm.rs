//! Natural logarithms of a whole slice at once.

/// Writes the natural logarithm of the larger of each value and the floor: minus infinity for zero, NaN for a negative value.
///
/// The loop has no branch and no call, so that the compiler works on several values at a time; the result is within one unit
/// in the last place of the exact one, and the same on every machine. A floor of minus infinity is none.
///
/// Source: the reduction and the polynomial are those of `e_log.c` of the Freely Distributable LIBM (Sun Microsystems, 1993).
#[inline(always)]
pub(crate) fn logarithms(values: &[f64], floor: f64, to: &mut [f64]) {
    for (to, value) in to.iter_mut().zip(values) {
        *to = logarithm(if *value < floor { floor } else { *value });
    }
}

#[inline(always)]
fn logarithm(x: f64) -> f64 {
    const LN2_HIGH: f64 = f64::from_bits(0x3fe6_2e42_fee0_0000);
    const LN2_LOW: f64 = f64::from_bits(0x3dea_39ef_3579_3c76);
    const L1: f64 = f64::from_bits(0x3fe5_5555_5555_5593);
    const L2: f64 = f64::from_bits(0x3fd9_9999_9997_fa04);
    const L3: f64 = f64::from_bits(0x3fd2_4924_9422_9359);
    const L4: f64 = f64::from_bits(0x3fcc_71c5_1d8e_78af);
    const L5: f64 = f64::from_bits(0x3fc7_4664_96cb_03de);
    const L6: f64 = f64::from_bits(0x3fc3_9a09_d078_c69f);
    const L7: f64 = f64::from_bits(0x3fc2_f112_df3e_5244);
    // The bits of the square root of one half; the mantissa is brought to between it and its double.
    const HALF_ROOT: u64 = 0x3fe6_a09e_0000_0000;
    const ONE: u64 = 0x3ff0_0000_0000_0000;
    const MANTISSA: u64 = 0x000f_ffff_ffff_ffff;
    // A number whose last digits are those of a small integer that is put into its bits.
    const MAGIC: f64 = 4_503_599_627_370_496.0;
    // Numbers without a leading digit get one first.
    let tiny = x < f64::MIN_POSITIVE;
    let scaled = if tiny { x * 18_014_398_509_481_984.0 } else { x };
    let shifted = scaled.to_bits().wrapping_add(ONE - HALF_ROOT);
    let biased = f64::from_bits((shifted >> 52) | MAGIC.to_bits()) - MAGIC;
    let exponent = biased - if tiny { 1077.0 } else { 1023.0 };
    let f = f64::from_bits((shifted & MANTISSA).wrapping_add(HALF_ROOT)) - 1.0;
    let half_square = 0.5 * f * f;
    let s = f / (2.0 + f);
    let z = s * s;
    let w = z * z;
    let even = w * (L2 + w * (L4 + w * L6));
    let odd = z * (L1 + w * (L3 + w * (L5 + w * L7)));
    let rest = s * (half_square + (even + odd)) + exponent * LN2_LOW;
    let found = exponent * LN2_HIGH - ((half_square - rest) - f);
    let not_positive = if x < 0.0 { f64::NAN } else { f64::NEG_INFINITY };
    if x > 0.0 { found } else { not_positive }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{logarithm, logarithms};

    proptest! {
        #[test]
        fn the_logarithm_is_that_of_the_library_up_to_its_last_digits(bits in 1_u64..0x7ff0_0000_0000_0000) {
            let x = f64::from_bits(bits);
            let (found, expected) = (logarithm(x), x.ln());
            prop_assert!((found - expected).abs() <= 4.0 * f64::EPSILON * expected.abs().max(f64::MIN_POSITIVE), "{x:e} {found} {expected}");
            let near = 1.0 + (x.ln() / 1e6);
            prop_assert!((logarithm(near) - near.ln()).abs() <= 4.0 * f64::EPSILON * near.ln().abs());
        }
    }

    #[test]
    fn zero_and_negative_values_stand_out_unless_there_is_a_floor() {
        let mut to = [0.0; 4];
        logarithms(&[0.0, -1.0, 1.0, -0.0], f64::NEG_INFINITY, &mut to);
        assert!(to[0] < f64::MIN && to[1].is_nan() && to[3] < f64::MIN);
        assert!(to[2].abs() <= 0.0);
        logarithms(&[0.0, -1.0, 1.0, 0.5], 1.0, &mut to);
        assert!(to.iter().all(|log| log.abs() <= 0.0), "{to:?}");
    }
}
