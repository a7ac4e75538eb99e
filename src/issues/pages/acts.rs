//! What the reader of an issue's page may do now, and how the office's buttons stand: what is next first, the rest in groups.

use serde::Serialize;

use crate::issues::rules::StateWord;

/// What the reader may do now.
#[derive(Debug, Default, Serialize)]
pub struct Acts {
    pub edit: bool,
    pub submit: bool,
    pub withdraw: bool,
    pub accept: bool,
    /// Accepting takes a choice back.
    pub reconsider: bool,
    pub select: bool,
    pub written: bool,
    pub send_back: bool,
    pub refuse: bool,
    pub divert: bool,
    pub merge: bool,
    pub unmerge: bool,
    pub split: bool,
    pub unsplit: bool,
    pub forward: bool,
    pub take_back: bool,
    pub repeats: bool,
    pub classify: bool,
    pub assign: bool,
    pub identity: bool,
    /// The one button of the office that stands out.
    pub next: Option<&'static str>,
    pub groups: Vec<Group>,
}

/// Buttons of the office under one title.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Group {
    pub name: &'static str,
    pub acts: Vec<&'static str>,
}

/// Papers that the office may print beside its acts.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Papers {
    pub receipt: bool,
    pub notice: bool,
}

impl Acts {
    /// Whether the office can do anything at all.
    pub(super) const fn any_for_office(&self) -> bool {
        let decides = self.accept || self.select || self.written || self.send_back || self.refuse || self.divert;
        let joins = self.merge || self.unmerge || self.split || self.unsplit;
        decides || joins || self.forward || self.take_back || self.repeats
    }

    /// Puts the office's buttons in their order: what is usually next in this state, then the rest by what it is for.
    pub(super) fn arrange(&mut self, word: StateWord, is_assigned: bool, papers: Papers) {
        let waits = word == StateWord::Submitted && self.accept;
        let first = [
            ("accept", waits),
            ("select", self.select && word == StateWord::Accepted),
            ("assign", self.assign && !is_assigned && matches!(word, StateWord::Selected | StateWord::WrittenOnly)),
        ];
        self.next = first.into_iter().find_map(|(act, is_next)| is_next.then_some(act));
        let groups: [(&str, &[(&str, bool)]); 5] = [
            (
                "decide",
                &[
                    ("accept", self.accept && !self.reconsider),
                    ("select", self.select),
                    ("written", self.written),
                    ("reconsider", self.accept && self.reconsider),
                ],
            ),
            ("sort", &[("classify", self.classify), ("assign", self.assign)]),
            (
                "join",
                &[
                    ("merge", self.merge),
                    ("unmerge", self.unmerge),
                    ("split", self.split),
                    ("unsplit", self.unsplit),
                    ("repeats", self.repeats),
                    ("forward", self.forward),
                    ("take-back", self.take_back),
                ],
            ),
            ("end", &[("return", self.send_back), ("divert", self.divert), ("refuse", self.refuse)]),
            ("papers", &[("receipt", papers.receipt), ("notice", papers.notice)]),
        ];
        let left = |acts: &[(&'static str, bool)]| {
            let may = acts.iter().filter(|(act, may)| *may && Some(*act) != self.next);
            may.map(|(act, _)| *act).collect::<Vec<_>>()
        };
        self.groups = groups
            .into_iter()
            .map(|(name, acts)| Group { name, acts: left(acts) })
            .filter(|group| !group.acts.is_empty())
            .collect();
    }

    pub(super) fn sample(state: &str, all: bool) -> Self {
        let mut acts = Self {
            edit: all,
            submit: all,
            withdraw: all,
            accept: all,
            reconsider: all && state != "returned",
            select: all,
            written: all,
            send_back: all,
            refuse: all,
            divert: all,
            merge: all,
            unmerge: state == "merged",
            split: all,
            unsplit: state == "split",
            forward: all,
            take_back: state == "forwarded",
            repeats: all,
            classify: all,
            assign: all,
            identity: all,
            next: None,
            groups: Vec::new(),
        };
        let word = if state == "returned" { StateWord::Submitted } else { StateWord::Selected };
        acts.arrange(word, state == "merged", Papers { receipt: all, notice: all });
        acts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(acts: &Acts) -> Vec<(&'static str, Vec<&'static str>)> {
        acts.groups.iter().map(|group| (group.name, group.acts.clone())).collect()
    }

    #[test]
    fn what_waits_is_taken_on_first_and_the_rest_stands_in_groups() {
        let mut acts = Acts {
            accept: true,
            send_back: true,
            refuse: true,
            divert: true,
            merge: true,
            split: true,
            classify: true,
            ..Acts::default()
        };
        acts.arrange(StateWord::Submitted, false, Papers { receipt: true, notice: false });
        assert_eq!(acts.next, Some("accept"));
        let groups = [
            ("sort", vec!["classify"]),
            ("join", vec!["merge", "split"]),
            ("end", vec!["return", "divert", "refuse"]),
            ("papers", vec!["receipt"]),
        ];
        assert_eq!(names(&acts), groups);
    }

    #[test]
    fn what_was_chosen_is_assigned_next_and_what_is_assigned_has_no_next() {
        let chosen = || Acts { accept: true, reconsider: true, written: true, assign: true, ..Acts::default() };
        let mut acts = chosen();
        acts.arrange(StateWord::Selected, false, Papers::default());
        assert_eq!((acts.next, names(&acts)), (Some("assign"), vec![("decide", vec!["written", "reconsider"])]));
        let mut acts = chosen();
        acts.arrange(StateWord::Selected, true, Papers::default());
        assert_eq!((acts.next, names(&acts)), (None, vec![("decide", vec!["written", "reconsider"]), ("sort", vec!["assign"])]));
    }
}
