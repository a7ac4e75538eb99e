//! Periodic reports: the way up and back, figures and their lists, rights, the superior's table.

mod figures;
mod radar;
mod rights;
mod way;
mod year;
