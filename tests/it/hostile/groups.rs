//! The hostile forms, one test for each group of rows of the table.

use super::forms::{Place, Tried, found, one_by_one};
use crate::support::all;

/// How many forms each test tries at the same time, each in a copy of its own.
const AT_ONCE: usize = 3;

/// Rows of the table whose forms one test tries: small enough that two cores share the work to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    Issues,
    Plans,
    Series,
    Sessions,
    Attendance,
    Agenda,
    Minutes,
    Conclusions,
    Administration,
    Everything,
}

impl Group {
    /// Each row is in exactly one.
    fn of(row: &str) -> Self {
        let steps: Vec<&str> = row.split('/').skip(1).collect();
        match &steps[..] {
            ["issues" | "calls" | "answers", ..] => Self::Issues,
            ["plans", ..] => Self::Plans,
            ["series", ..] => Self::Series,
            ["dialogues", _, "attendance", ..] => Self::Attendance,
            ["dialogues", _, "agenda", ..] => Self::Agenda,
            ["dialogues", _, "minutes", ..] => Self::Minutes,
            ["dialogues", _, "conclusion", ..] => Self::Conclusions,
            ["dialogues", ..] => Self::Sessions,
            ["admin", ..] => Self::Administration,
            _ => Self::Everything,
        }
    }

    /// Tries the forms of its rows, with at least so many posts and refusals.
    async fn tried(self, posts: usize, refused: usize) {
        let of_row = |(row, places): (&&'static str, &'static Vec<Place>)| {
            let row = *row;
            places.iter().map(move |place| (row, place))
        };
        let mine = found().await.forms.iter().filter(|(row, _)| Self::of(row) == self);
        let mine: Vec<_> = mine.flat_map(of_row).collect();
        let mut tried = Tried::default();
        for part in all(mine.chunks(mine.len().div_ceil(AT_ONCE)).map(one_by_one)).await {
            tried.posts += part.posts;
            tried.accepted += part.accepted;
            tried.refused += part.refused;
            tried.wrong.extend(part.wrong);
        }
        assert!(tried.wrong.is_empty(), "{} wrong:\n{}", tried.wrong.len(), tried.wrong.join("\n"));
        assert!(
            tried.posts >= posts && tried.refused >= refused,
            "{} posts, {} refused, {} accepted",
            tried.posts,
            tried.refused,
            tried.accepted
        );
    }
}

#[tokio::test]
async fn the_forms_of_issues() {
    Group::Issues.tried(450, 300).await;
}

#[tokio::test]
async fn the_forms_of_plans() {
    Group::Plans.tried(170, 100).await;
}

#[tokio::test]
async fn the_forms_of_series() {
    Group::Series.tried(440, 400).await;
}

#[tokio::test]
async fn the_forms_of_sessions() {
    Group::Sessions.tried(160, 120).await;
}

#[tokio::test]
async fn the_forms_of_attendance() {
    Group::Attendance.tried(65, 40).await;
}

#[tokio::test]
async fn the_forms_of_agenda() {
    Group::Agenda.tried(120, 90).await;
}

#[tokio::test]
async fn the_forms_of_minutes() {
    Group::Minutes.tried(100, 55).await;
}

#[tokio::test]
async fn the_forms_of_conclusions() {
    Group::Conclusions.tried(100, 65).await;
}

#[tokio::test]
async fn the_forms_of_administration() {
    Group::Administration.tried(260, 200).await;
}

#[tokio::test]
async fn the_forms_of_everything_else() {
    Group::Everything.tried(240, 150).await;
}
