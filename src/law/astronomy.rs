//! Where the moon and the sun stand: the two sums that the lunar calendar is made of.
//!
//! Pure arithmetic on Julian days; it knows no calendar and no time zone. Neighbour: `lunar` turns these into months.
//! Source: J. Meeus, Astronomical Algorithms, 2nd ed. 1998, chapters 25 (sun) and 49 (phases of the moon).

/// Mean length of a lunar month in days.
const MEAN_MONTH: f64 = 29.530_588_861;
/// Julian day (dynamical time) of the mean new moon number 0, 6 January 2000.
const MEAN_NEW_MOON_0: f64 = 2_451_550.097_66;

/// Seconds by which dynamical time is ahead of universal time at the start of 1900, 1910 … 2020; afterwards an
/// estimate per half century. An error of some minutes in the far years moves a month only if the new moon falls into them.
const DELTA_T: [(f64, f64); 17] = [
    (1900.0, -2.8),
    (1910.0, 10.4),
    (1920.0, 21.2),
    (1930.0, 24.0),
    (1940.0, 24.3),
    (1950.0, 29.1),
    (1960.0, 33.1),
    (1970.0, 40.2),
    (1980.0, 50.5),
    (1990.0, 56.9),
    (2000.0, 63.8),
    (2010.0, 66.1),
    (2020.0, 69.4),
    (2050.0, 93.0),
    (2100.0, 203.0),
    (2150.0, 328.0),
    (2200.0, 442.0),
];

/// Sines of sums of M (sun's anomaly), M' (moon's anomaly) and F (latitude): coefficient in days, power of E, factors.
const MOON_TERMS: [(f64, i32, f64, f64, f64); 24] = [
    (-0.407_20, 0, 0.0, 1.0, 0.0),
    (0.172_41, 1, 1.0, 0.0, 0.0),
    (0.016_08, 0, 0.0, 2.0, 0.0),
    (0.010_39, 0, 0.0, 0.0, 2.0),
    (0.007_39, 1, -1.0, 1.0, 0.0),
    (-0.005_14, 1, 1.0, 1.0, 0.0),
    (0.002_08, 2, 2.0, 0.0, 0.0),
    (-0.001_11, 0, 0.0, 1.0, -2.0),
    (-0.000_57, 0, 0.0, 1.0, 2.0),
    (0.000_56, 1, 1.0, 2.0, 0.0),
    (-0.000_42, 0, 0.0, 3.0, 0.0),
    (0.000_42, 1, 1.0, 0.0, 2.0),
    (0.000_38, 1, 1.0, 0.0, -2.0),
    (-0.000_24, 1, -1.0, 2.0, 0.0),
    (-0.000_07, 0, 2.0, 1.0, 0.0),
    (0.000_04, 0, 0.0, 2.0, -2.0),
    (0.000_04, 0, 3.0, 0.0, 0.0),
    (0.000_03, 0, 1.0, 1.0, -2.0),
    (0.000_03, 0, 0.0, 2.0, 2.0),
    (-0.000_03, 0, 1.0, 1.0, 2.0),
    (0.000_03, 0, -1.0, 1.0, 2.0),
    (-0.000_02, 0, -1.0, 1.0, -2.0),
    (-0.000_02, 0, 1.0, 3.0, 0.0),
    (0.000_02, 0, 0.0, 4.0, 0.0),
];

/// Sines of the planets' arguments: coefficient in days, angle at month 0, degrees per month.
const PLANET_TERMS: [(f64, f64, f64); 14] = [
    (0.000_325, 299.77, 0.107_408),
    (0.000_165, 251.88, 0.016_321),
    (0.000_164, 251.83, 26.651_886),
    (0.000_126, 349.42, 36.412_478),
    (0.000_110, 84.66, 18.206_239),
    (0.000_062, 141.74, 53.303_771),
    (0.000_060, 207.14, 2.453_732),
    (0.000_056, 154.84, 7.306_860),
    (0.000_047, 34.52, 27.261_239),
    (0.000_042, 207.19, 0.121_824),
    (0.000_040, 291.34, 1.844_379),
    (0.000_037, 161.72, 24.198_154),
    (0.000_035, 239.56, 25.513_099),
    (0.000_023, 331.55, 3.592_518),
];

/// The number of the last mean new moon at or before the Julian day `jd`; the true one may differ by one month.
pub fn mean_new_moon_before(jd: f64) -> i32 {
    ((jd - MEAN_NEW_MOON_0) / MEAN_MONTH).floor() as i32
}

/// Julian day in universal time of new moon number `number` (0 = 6 January 2000), good to some seconds plus ΔT.
pub fn new_moon(number: i32) -> f64 {
    let k = f64::from(number);
    let t = k / 1236.85;
    let (t2, t3) = (t * t, t * t * t);
    let mean = MEAN_NEW_MOON_0 + MEAN_MONTH * k + 0.000_154_37 * t2 - 0.000_000_150 * t3;
    let e = 1.0 - 0.002_516 * t - 0.000_007_4 * t2;
    let sun = 2.5534 + 29.105_356_70 * k - 0.000_001_4 * t2;
    let moon = 201.5643 + 385.816_935_28 * k + 0.010_758_2 * t2 + 0.000_012_38 * t3;
    let latitude = 160.7108 + 390.670_502_84 * k - 0.001_611_8 * t2 - 0.000_002_27 * t3;
    let node = 124.7746 - 1.563_755_88 * k + 0.002_067_2 * t2;
    let moon_part: f64 = MOON_TERMS
        .iter()
        .map(|(size, power, m, mp, f)| size * e.powi(*power) * (m * sun + mp * moon + f * latitude).to_radians().sin())
        .sum();
    let planet_part: f64 = PLANET_TERMS.iter().map(|(size, start, rate)| size * (start + rate * k).to_radians().sin()).sum();
    let dynamical = mean + moon_part + planet_part - 0.000_17 * node.to_radians().sin();
    dynamical - delta_t_days(dynamical)
}

/// Apparent longitude of the sun in degrees [0, 360) at the Julian day `jd` (universal time), good to 0.01°.
pub fn sun_longitude(jd: f64) -> f64 {
    let t = (jd + delta_t_days(jd) - 2_451_545.0) / 36_525.0;
    let t2 = t * t;
    let mean = 280.466_46 + 36_000.769_83 * t + 0.000_303_2 * t2;
    let anomaly = (357.529_11 + 35_999.050_29 * t - 0.000_153_7 * t2).to_radians();
    let centre = (1.914_602 - 0.004_817 * t - 0.000_014 * t2) * anomaly.sin()
        + (0.019_993 - 0.000_101 * t) * (2.0 * anomaly).sin()
        + 0.000_289 * (3.0 * anomaly).sin();
    let node = (125.04 - 1934.136 * t).to_radians();
    (mean + centre - 0.005_69 - 0.004_78 * node.sin()).rem_euclid(360.0)
}

fn delta_t_days(jd: f64) -> f64 {
    let year = 2000.0 + (jd - 2_451_545.0) / 365.25;
    let seconds = DELTA_T.windows(2).find(|pair| year < pair[1].0).map_or(DELTA_T[DELTA_T.len() - 1].1, |pair| {
        pair[0].1 + (pair[1].1 - pair[0].1) * (year - pair[0].0) / (pair[1].0 - pair[0].0)
    });
    seconds / 86_400.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Meeus, example 49.a: the new moon of February 1977 is at JDE 2443192.65118 (ΔT of that time: 48 s).
    #[test]
    fn new_moon_of_february_1977_as_in_the_book() {
        let at = new_moon(-283);
        assert!((at + 48.0 / 86_400.0 - 2_443_192.651_18).abs() < 0.000_05, "{at}");
    }

    /// Meeus, example 25.a: at JDE 2448908.5 the apparent longitude is 199.90895°.
    #[test]
    fn sun_of_october_1992_as_in_the_book() {
        let longitude = sun_longitude(2_448_908.5);
        assert!((longitude - 199.908_95).abs() < 0.001, "{longitude}");
    }
}
