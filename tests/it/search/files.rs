//! What attached files say: found by it, by those alone who read the wording as it came.

use std::path::Path;

use chrono::TimeDelta;
use doithoai::followups::actions::work;
use doithoai::jobs::Tally;
use doithoai::kernel::{Actor, Ctx, Role};
use doithoai::organisation::BodyKind;
use doithoai::search::jobs::files::run;
use entity::{attachment, attachment_text};
use sea_orm::EntityTrait;

use super::found;
use crate::followups::Ward as Hall;
use crate::issues::Ward;
use crate::support::browser::File;
use crate::support::{Page, Person, TestApp, peers};

async fn read(app: &TestApp) -> Tally {
    run(app.app.clone(), app.ctx()).await.unwrap()
}

/// Contents by their state, sorted.
async fn states(app: &TestApp) -> Vec<String> {
    let rows = attachment_text::Entity::find().all(app.read()).await.unwrap();
    let mut states: Vec<String> = rows.into_iter().map(|row| row.state).collect();
    states.sort();
    states
}

async fn hand_in(ward: &Ward, who: &Person, kind: &str, act: &str, files: &[File<'_>]) -> Page {
    let (session, body) = (ward.session.to_string(), who.body.id.to_string());
    // Nobody hands the same wording in twice.
    let wording = format!("Việc số {} cần xem", files.iter().map(|(_, _, bytes)| bytes.len()).sum::<usize>());
    let fields = [
        ("session", &*session),
        ("body", &*body),
        ("issue_kind", kind),
        ("issue_wording", &*wording),
        ("people", "3"),
        ("channel", "paper"),
        ("act", act),
    ];
    who.upload("/issues", &fields, files).await.is(303)
}

/// Papers made by other programs, each with a word of its own.
fn papers(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let words = ["Mương nội đồng", "Giếng khoan", "Đèn đường ngõ tối"].map(Path::new);
    let arguments: Vec<&Path> = [folder].into_iter().chain(words).collect();
    let names = peers::python("make_papers.py", &arguments);
    let names = names.as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned());
    names.map(|name| (name.clone(), std::fs::read(folder.join(&name)).unwrap())).collect()
}

#[tokio::test]
async fn a_word_of_a_file_is_found_by_those_who_read_the_wording() {
    let ward = Ward::new().await;
    let app = &ward.app;
    let farmers = ward.submitter("Nông Văn Mẫu", "Hội Nông dân").await;
    let economy = ward.economy().await;
    let leader = app.person("Bí Thư Mẫu", "03667", BodyKind::PartyCommittee, &[Role::Leader]).await;
    let elsewhere = app.person("Ai Đó", "11413", BodyKind::PartyOffice, &[Role::Office]).await;
    let people = [&ward.office, &leader, &ward.women, &farmers, &economy, &elsewhere];
    let see = async |typed: &str| {
        let mut counts = Vec::new();
        for person in people {
            counts.push(found(app, &person.ctx().await, typed).await.total);
        }
        let public = Ctx::new(Actor::Anonymous, app.now(), "test".to_owned());
        assert_eq!(found(app, &public, typed).await.total, 0, "the public finds {typed}");
        counts
    };

    let folder = tempfile::tempdir().unwrap();
    let made = papers(folder.path());
    let text = ("ghi chú.txt".to_owned(), "Cây cầu treo".as_bytes().to_vec());
    let files: Vec<File<'_>> =
        made.iter().chain([&text]).map(|(name, bytes)| ("files", name.as_str(), bytes.as_slice())).collect();
    let sent = hand_in(&ward, &ward.women, "proposal", "submit", &files).await.location().unwrap();

    // The name at once, the words when they were read; a second run finds nothing to do.
    assert_eq!(see("ghi chú").await, [1, 1, 1, 0, 0, 0]);
    assert_eq!(see("cầu treo").await, [0; 6]);
    assert_eq!(read(app).await, Tally { done: 6, ..Tally::default() });
    assert_eq!(read(app).await, Tally::default());
    assert_eq!(states(app).await, ["read", "read", "read", "read", "read", "unreadable"]);
    for words in ["muong noi dong", "giếng khoan", "den duong ngo toi", "\"cầu treo\""] {
        assert_eq!(see(words).await, [1, 1, 1, 0, 0, 0], "{words}");
    }

    // A draft is its organisation's own, a complaint on its way to its own procedure nobody's.
    let draft = [("files", "a.txt", "Việc nhaprieng".as_bytes())];
    hand_in(&ward, &ward.women, "proposal", "save", &draft).await;
    let complaint = [("files", "b.txt", "Khieunairieng".as_bytes())];
    hand_in(&ward, &ward.women, "complaint", "submit", &complaint).await;
    assert_eq!(read(app).await.done, 2);
    assert_eq!(see("nhaprieng").await, [0, 0, 1, 0, 0, 0]);
    assert_eq!(see("khieunairieng").await, [0; 6]);

    // The same content elsewhere is found there at once, and stays where it is when it is taken off the other.
    let same = [("files", "khác tên.txt", text.1.as_slice())];
    hand_in(&ward, &farmers, "proposal", "submit", &same).await;
    assert_eq!(see("cầu treo").await, [2, 2, 1, 1, 0, 0]);
    let page = ward.women.get(&format!("{sent}/edit")).await.is(200);
    let removals: Vec<_> = page.forms().into_iter().filter(|form| form.action.ends_with("/remove")).collect();
    assert_eq!(removals.len(), 6);
    for form in &removals {
        ward.women.awake().await.send_form(form, &[]).await.is(303);
    }
    assert_eq!(see("giếng khoan").await, [0; 6]);
    assert_eq!(see("cầu treo").await, [1, 1, 0, 1, 0, 0]);
    // What is attached to nothing is not kept.
    assert_eq!(states(app).await, ["read", "read", "read"]);
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_marked_and_never_tried_again() {
    let ward = Ward::new().await;
    let app = &ward.app;
    let lost = [("files", "mất.pdf", b"%PDF-1.7 mat".as_slice()), ("files", "hỏng.pdf", b"%PDF-1.7 hong")];
    hand_in(&ward, &ward.women, "proposal", "submit", &lost).await;
    let rows = attachment::Entity::find().all(app.read()).await.unwrap();
    let gone = rows.iter().find(|row| row.file_name == "mất.pdf").unwrap();
    std::fs::remove_file(app.app.files().join(&gone.sha256[..2]).join(&gone.sha256)).unwrap();
    assert_eq!(read(app).await, Tally { done: 2, ..Tally::default() });
    assert_eq!(states(app).await, ["lost", "unreadable"]);
    assert_eq!(read(app).await, Tally::default());
    let ctx = Ctx::system(app.now() + TimeDelta::days(400), "test");
    assert_eq!(run(app.app.clone(), ctx).await.unwrap(), Tally::default());
    // Its name is found all the same.
    assert_eq!(found(app, &ward.office.ctx().await, "hỏng").await.total, 1);
}

#[tokio::test]
async fn evidence_of_a_commitment_is_found_by_what_it_says() {
    let hall = Hall::new().await;
    let (_, commitments) = hall.signed().await;
    let path = format!("/commitments/{}", commitments[0].id);
    work::accept(&hall.app.app, &hall.economy.ctx().await, commitments[0].id, 1).await.unwrap();
    let typed = [("version", "2"), ("percent", ""), ("words", "Biên bản")];
    let file = [("files", "biên bản.txt", "Nghiệm thu congmoi".as_bytes())];
    hall.economy.upload(&format!("{path}/agency/progress"), &typed, &file).await.is(303);
    assert_eq!(read(&hall.app).await.done, 1);
    for (who, count) in [(&hall.office, 1), (&hall.economy, 1), (&hall.culture, 0)] {
        let results = found(&hall.app, &who.ctx().await, "congmoi").await;
        assert_eq!(results.total, count, "{}", who.login);
        assert!(results.rows.iter().all(|row| row.thing == commitments[0].id.0));
    }
}
