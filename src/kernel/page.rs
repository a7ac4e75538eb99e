//! Pages of long lists: the number and size asked for, the rows got, and how many there are in all.

use serde::Serialize;

/// Rows on one page of a list.
pub const PAGE_SIZE: u64 = 50;

/// Which page of a list is wanted; pages count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageRequest {
    pub number: u64,
    pub size: u64,
}

impl PageRequest {
    /// The page with this number, from 1; nonsense becomes the first page.
    #[must_use]
    pub fn number(number: Option<u64>) -> Self {
        Self { number: number.unwrap_or(1).clamp(1, 1_000_000), size: PAGE_SIZE }
    }

    /// This page, or the last one of a list that has become shorter than that.
    #[must_use]
    pub fn within(self, total: u64) -> Self {
        Self { number: self.number.min(total.div_ceil(self.size).max(1)), ..self }
    }

    #[must_use]
    pub fn offset(self) -> u64 {
        (self.number - 1) * self.size
    }
}

/// One page of rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Page<T> {
    pub rows: Vec<T>,
    pub number: u64,
    pub size: u64,
    pub total: u64,
}

impl<T> Page<T> {
    #[must_use]
    pub fn new(rows: Vec<T>, request: PageRequest, total: u64) -> Self {
        Self { rows, number: request.number, size: request.size, total }
    }

    /// The number of the last page; an empty list has one page.
    #[must_use]
    pub fn last(&self) -> u64 {
        self.total.div_ceil(self.size).max(1)
    }

    /// The page with every row read by `f`.
    ///
    /// # Errors
    /// The first of `f`.
    pub fn try_map<U, E>(self, f: impl FnMut(T) -> Result<U, E>) -> Result<Page<U>, E> {
        let rows: Result<Vec<U>, E> = self.rows.into_iter().map(f).collect();
        Ok(Page { rows: rows?, number: self.number, size: self.size, total: self.total })
    }

    #[must_use]
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page { rows: self.rows.into_iter().map(f).collect(), number: self.number, size: self.size, total: self.total }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_behind_the_end_is_the_last_one() {
        let number = |number: u64, total: u64| PageRequest { number, size: 20 }.within(total).number;
        assert_eq!([number(1, 0), number(9, 0), number(2, 40), number(3, 40), number(3, 41)], [1, 1, 2, 2, 3]);
    }
}
