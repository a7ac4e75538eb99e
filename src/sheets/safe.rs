//! Cells that a spreadsheet would run as a formula: made harmless when they go out as CSV, and made what they were when they come
//! back. Pure.

/// Signs that make a spreadsheet compute a cell instead of showing it (OWASP, CSV injection), full-width forms included.
const SIGNS: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// Whether a spreadsheet would run it. Apostrophes before the sign count for nothing, so that [`restored`] undoes [`harmless`]
/// for every text, also for one that began with an apostrophe itself.
#[must_use]
pub fn is_run(cell: &str) -> bool {
    cell.trim_start_matches([' ', '\'']).starts_with(SIGNS)
}

/// The cell with an apostrophe before it where a spreadsheet would run it.
#[must_use]
pub fn harmless(cell: &str) -> String {
    if is_run(cell) { format!("'{cell}") } else { cell.to_owned() }
}

/// The cell as it was before [`harmless`]; none where nothing was done to it.
#[must_use]
pub fn restored(cell: &str) -> Option<&str> {
    cell.strip_prefix('\'').filter(|rest| is_run(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b119_cells_that_a_spreadsheet_would_run_begin_with_an_apostrophe() {
        for cell in ["=1+1", "+84", "-2", "@SUM(A1)", "\tx", "\rx", " =1", "＝1", "－1", "'=1"] {
            assert_eq!(harmless(cell), format!("'{cell}"));
        }
        for cell in ["", "84", "Đường = hẻm", "'Tổ 3'"] {
            assert_eq!(harmless(cell), cell);
        }
    }

    proptest::proptest! {
        #[test]
        fn b118_what_was_made_harmless_is_restored_exactly(cell in "['=+@ \t-]{0,4}\\PC{0,8}") {
            let out = harmless(&cell);
            proptest::prop_assert_eq!(restored(&out).unwrap_or(&out), &cell);
        }
    }
}
