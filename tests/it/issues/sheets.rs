//! Importing a sheet: a look that writes no issue, all or only the good rows, the same file again, rows that come back; and
//! what must not be kept of a file.

use doithoai::dialogues::actions::sessions::cancel;
use doithoai::issues::{StateWord, of_session, write_imports};
use doithoai::jobs::{Outcome, run_pushed};
use doithoai::kernel::Ctx;
use doithoai::organisation::actions::admin::people::set_disabled;
use doithoai::sweeps::SWEEPS;
use entity::{audit_entry, issue_identity, issue_import, issue_import_part};
use sea_orm::EntityTrait;
use serde_json::Value;

use super::Ward;
use crate::support::{Page, Person, peers};

const GOOD: &str =
    "\u{FEFF}Nội dung;Số người;Lĩnh vực;Họ tên\r\nĐề nghị sửa cầu;12;Giáo dục;Hoàng Thị Bịa\r\nĐề nghị cấp nước;3;;\r\n";

impl Ward {
    /// Sends a file for the look; the page that follows, or the refused form.
    pub async fn look_as(&self, who: &Person, name: &str, bytes: &[u8]) -> Page {
        let (session, body) = (self.session.to_string(), who.body.id.to_string());
        let sent = who.upload("/issues/import", &[("session", &session), ("body", &body)], &[("sheet_file", name, bytes)]).await;
        if sent.status == 303 { who.follow(sent).await } else { sent }
    }

    pub async fn look(&self, bytes: &[u8]) -> Page {
        self.look_as(&self.women, "y-kien.csv", bytes).await
    }

    /// Presses the button on the look's page with these choices, and lets the program write.
    pub async fn import(&self, page: &Page, choices: &[(&str, &str)]) -> Page {
        let fields: Vec<(&str, &str)> = choices.iter().copied().chain([("act", "start")]).collect();
        let sent = self.women.fill(page, &fields).await.is(303);
        let address = sent.location().unwrap();
        self.write().await;
        self.women.get(&address).await.is(200)
    }

    /// The sweep, as it follows the commit.
    pub async fn write(&self) {
        let sweeps: Vec<_> = SWEEPS.iter().copied().filter(|sweep| sweep.name == "issue-imports").collect();
        for report in run_pushed(&self.app.app, &sweeps).await.unwrap() {
            assert!(matches!(report.outcome, Outcome::Done(tally) if tally.failed == 0), "{report:?}");
        }
    }

    pub async fn wordings(&self) -> Vec<String> {
        let issues = of_session(self.app.read(), self.session, &[]).await.unwrap();
        let mut wordings: Vec<String> = issues.into_iter().map(|issue| issue.content.wording).collect();
        wordings.sort();
        wordings
    }
}

/// A workbook as openpyxl writes it.
pub fn foreign(case: &str, argument: Option<&[u8]>) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let (out, source) = (folder.path().join("out.xlsx"), folder.path().join("in.xlsx"));
    let mut arguments = vec![out.clone(), case.into()];
    if let Some(bytes) = argument {
        std::fs::write(&source, bytes).unwrap();
        arguments.push(source);
    }
    let arguments: Vec<_> = arguments.iter().map(std::path::PathBuf::as_path).collect();
    peers::python("write_sheet.py", &arguments);
    std::fs::read(out).unwrap()
}

/// A workbook of ours as openpyxl reads it: its sheets.
pub fn as_read(bytes: &[u8]) -> Vec<Value> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ours.xlsx");
    std::fs::write(&file, bytes).unwrap();
    peers::python("read_sheet.py", &[&file])["sheets"].as_array().unwrap().clone()
}

#[tokio::test]
async fn b117_the_look_writes_no_issue_and_the_import_everything_once() {
    let ward = Ward::new().await;
    let before = ward.app.audit_count(None).await;
    let page =
        ward.look(GOOD.as_bytes()).await.is(200).see("2 dòng nhập được, 0 dòng có lỗi. Chưa ghi gì.").see("Đề nghị sửa cầu");
    assert_eq!((ward.wordings().await.len(), ward.app.audit_count(None).await), (0, before));
    let done = ward.import(&page, &[("import_mode", "submit")]).await.see("Đã ghi 2 dòng").see("đã được gửi đến văn phòng");
    // A reload shows the same, and a second run of the sweep does nothing.
    let events = ward.app.audit_count(None).await;
    ward.write().await;
    assert_eq!(ward.app.audit_count(None).await, events);
    ward.women.get(&done.asked.replace("GET ", "")).await.see("Đã ghi 2 dòng");
    assert_eq!(ward.wordings().await, ["Đề nghị cấp nước", "Đề nghị sửa cầu"]);
    ward.office.get("/issues?field=education").await.see("Đề nghị sửa cầu").not_see("Hoàng Thị Bịa");
    // The same sheet again: nothing is doubled.
    let page = ward.look(GOOD.as_bytes()).await.see("0 dòng nhập được").see("Đã có, không đổi: 2").see("Đề nghị sửa cầu");
    assert_eq!(page.count("button[value=start]"), 0);
    // Changed and sent again: it is updated.
    let changed = GOOD.replace(";12;", ";40;");
    let page = ward.look(changed.as_bytes()).await.see("Cập nhật: 1").see("Thay đổi: số người");
    ward.import(&page, &[("import_mode", "submit")]).await.see("Đã ghi 1 dòng");
    let issues = of_session(ward.app.read(), ward.session, &[]).await.unwrap();
    assert_eq!(issues.iter().map(|issue| issue.content.people).max(), Some(40));
    assert_eq!(issues.len(), 2);
}

#[tokio::test]
async fn b117_of_a_half_bad_workbook_only_the_good_rows_by_choice_or_nothing_and_the_others_come_back() {
    let ward = Ward::new().await;
    let page = ward.look_as(&ward.women, "ý kiến.xlsx", &foreign("half-bad", None)).await.is(200);
    let page = page.see("2 dòng nhập được, 4 dòng có lỗi").see("Đọc trang tính \"Ý kiến\"");
    // openpyxl keeps no result of a formula, and what is a date in Excel is one here.
    let page =
        page.see("Cột B: Loại ý kiến: hãy chọn một mục trong danh sách").see("Cột D: Số người cùng ý kiến: hãy nhập một số");
    let page = page.see("Cột A: Nội dung: công thức chưa có kết quả").see("ô đã bị đổi thành ngày 03/04/2025");
    let page = page.see("Tố cáo không được nhập").not_see("Việc tốt");
    ward.women.fill(&page, &[("act", "start"), ("import_rows", "all")]).await.is(422).see("4 dòng lỗi nên chưa nhập dòng nào");
    assert!(ward.wordings().await.is_empty());
    let done = ward.import(&page, &[("import_rows", "good"), ("import_mode", "submit")]).await;
    let done = done.see("Đã ghi 2 dòng").see("4 dòng chưa được nhập");
    assert_eq!(ward.wordings().await, ["Cấp nước sạch cho Tổ 3", "Đề nghị sửa cầu Bản Bôm"]);
    let back = ward.women.get(&done.link("Tải các dòng cần sửa (Excel)")).await.is(200);
    let rows = as_read(&back.body)[0]["rows"].clone();
    assert_eq!((rows[0][0].as_str(), rows[0][1].as_str()), (Some("Lý do"), Some("Nội dung")));
    assert_eq!((rows[1][1].as_str(), rows[1][4].as_str()), (Some("Đèn đường hỏng"), Some("mười")));
    assert!(rows[1][0].as_str().unwrap().starts_with("Dòng 4: Cột B: "), "{rows}");
    assert_eq!((rows[3][1].as_str(), rows[3][2].as_str()), (None, None), "nothing of a denunciation comes back");
    // Corrected and sent as it is: the column of reasons does no harm.
    let page =
        ward.look_as(&ward.women, "sửa.xlsx", &foreign("correct", Some(&back.body))).await.is(200).see("2 dòng nhập được, 0");
    ward.import(&page, &[("import_mode", "submit")]).await.see("Đã ghi 2 dòng");
    assert_eq!(ward.wordings().await.len(), 4);
}

#[tokio::test]
async fn b083_what_the_organisation_has_is_offered_and_another_one_may_say_the_same() {
    let ward = Ward::new().await;
    let issue = ward.hand_in(&ward.women, "Đề nghị sửa CẦU").await;
    let page =
        ward.look(b"\xEF\xBB\xBFN\xE1\xBB\x99i dung\n\xC4\x90\xE1\xBB\x81 ngh\xE1\xBB\x8B s\xE1\xBB\xADa C\xE1\xBA\xA6U\n").await;
    let page = page.is(200).see("Đã có, không đổi: 1");
    assert_eq!(page.link("Xem ý kiến đã có"), issue);
    let farmers = ward.submitter("Lường Văn Mẫu", "Hội Nông dân").await;
    let other = ward.look_as(&farmers, "a.csv", "Nội dung\nĐề nghị sửa CẦU\n".as_bytes()).await.is(200).see("Mới: 1");
    let sent = farmers.fill(&other, &[("act", "start"), ("import_mode", "submit")]).await.is(303);
    ward.write().await;
    farmers.follow(sent).await.see("Đã ghi 1 dòng");
    assert_eq!(ward.wordings().await.len(), 2);
}

#[tokio::test]
async fn drafts_of_a_sheet_are_not_seen_by_the_office() {
    let ward = Ward::new().await;
    let page = ward.look(GOOD.as_bytes()).await;
    ward.import(&page, &[("import_mode", "draft")]).await.see("đang là bản nháp");
    assert!(ward.wordings().await.is_empty());
    ward.women.get("/issues/own").await.see("Đề nghị sửa cầu").see("Bản nháp");
    ward.office.get("/issues").await.not_see("Đề nghị sửa cầu");
}

#[tokio::test]
async fn complaints_are_led_away_and_of_a_denunciation_no_word_is_kept() {
    let ward = Ward::new().await;
    let sheet = "Nội dung;Loại;Không phải tố cáo\nSai giá đền bù;khiếu nại;\nÔng Tư nuốt tiền;tố cáo;\nBác Năm ăn chặn tiền cứu trợ;;\nTuyên truyền chống tham nhũng;;x\n";
    let page = ward.look(sheet.as_bytes()).await.is(200).see("2 dòng nhập được, 2 dòng có lỗi");
    let page = page.see("Tố cáo không được nhập").see("Có từ \"ăn chặn\"").see("Nội dung dòng này không được lưu");
    let page = page.not_see("Ông Tư").not_see("Bác Năm");
    let parts = issue_import_part::Entity::find().all(ward.app.read()).await.unwrap();
    let kept: String = parts.iter().map(|part| part.rows.to_string()).collect();
    assert!(kept.contains("Sai giá đền bù") && !kept.contains("Ông Tư") && !kept.contains("Bác Năm"), "{kept}");
    ward.import(&page, &[("import_rows", "good"), ("import_mode", "submit")]).await.see("Đã ghi 2 dòng");
    let issues = of_session(ward.app.read(), ward.session, &[StateWord::Diverted]).await.unwrap();
    assert_eq!(issues.iter().map(|issue| issue.content.wording.as_str()).collect::<Vec<_>>(), ["Sai giá đền bù"]);
    // The same again is not taken a second time, and says nothing of what stands in it.
    let page = ward.look("Nội dung;Loại\nSai giá đền bù;khiếu nại\n".as_bytes()).await.is(200);
    page.see("0 dòng nhập được, 1 dòng có lỗi").see("nên không sửa được nữa");
}

#[tokio::test]
async fn a_row_that_makes_a_complaint_of_what_waits_at_the_office_leads_it_away_at_once() {
    let ward = Ward::new().await;
    let issue = ward.hand_in(&ward.women, "Sai giá đền bù đất ở Bản Bôm").await;
    let draft = ward.typed(&ward.women, &[("issue_wording", "Chưa gửi"), ("act", "save")]).await.is(303).location().unwrap();
    let sheet = "Nội dung;Loại\nSai giá đền bù đất ở Bản Bôm;khiếu nại\nChưa gửi;khiếu nại\n";
    let page = ward.look(sheet.as_bytes()).await.is(200).see("Cập nhật: 2").see("Thay đổi: loại");
    ward.import(&page, &[("import_mode", "draft")]).await.see("Đã ghi 2 dòng");
    assert_eq!(ward.state(&issue).await, StateWord::Diverted);
    let events = |code: &'static str| ward.app.audit_count(Some(code));
    assert_eq!((events("issue.edited").await, events("issue.diverted").await), (2, 1));
    ward.women.get(&draft).await.is(200).see("Bản nháp");
    ward.office.get("/issues").await.not_see("Bản Bôm");
    ward.office.get(&issue).await.is(200).not_see("Bản Bôm");
    ward.women.get("/search?q=%22B%E1%BA%A3n%20B%C3%B4m%22").await.is(200).not_see("Sai giá");
}

#[tokio::test]
async fn a_look_is_forgotten_by_whoever_made_it_and_what_was_started_is_not() {
    let ward = Ward::new().await;
    let count = async || issue_import::Entity::find().all(ward.app.read()).await.unwrap().len();
    let look = ward.look(GOOD.as_bytes()).await;
    ward.women.fill(&look, &[("act", "discard")]).await.is(303);
    assert_eq!(count().await, 0);
    let page = ward.look(GOOD.as_bytes()).await;
    let done = ward.import(&page, &[("import_mode", "submit")]).await.see("Đã ghi 2 dòng");
    let address = done.asked.replace("GET ", "");
    // From a page that was open since before it was started.
    ward.women.fill(&page, &[("act", "discard")]).await.is(422).see("Tệp này đã được nhập hoặc đang nhập");
    assert_eq!(count().await, 1);
    ward.women.get(&address).await.is(200).see("Đã ghi 2 dòng");
}

#[tokio::test]
async fn a_page_behind_the_last_has_no_rows_however_large_its_number() {
    let ward = Ward::new().await;
    let page = ward.look(GOOD.as_bytes()).await;
    let address = page.asked.replace("GET ", "");
    for number in ["2", "9223372036854775808", "18446744073709551615"] {
        ward.women.get(&format!("{address}?show=new&page={number}")).await.is(200).not_see("Đề nghị sửa cầu");
    }
    ward.women.get(&format!("{address}?show=new&page=0")).await.is(200).see("Đề nghị sửa cầu");
}

#[tokio::test]
async fn who_raised_it_stands_in_one_place_only() {
    let ward = Ward::new().await;
    let page = ward.look_as(&ward.women, "a.xlsx", &foreign("good", None)).await.is(200).not_see("Hoàng Thị Bịa");
    let farmers = ward.submitter("Lường Văn Mẫu", "Hội Nông dân").await;
    let address = page.asked.split(' ').next_back().unwrap().to_owned();
    for person in [&farmers, &ward.office] {
        person.get(&address).await.is(404);
        person.get(&format!("{address}/given-back")).await.is(404);
        person.post(&address, &[("act", "start")]).await.is(404);
    }
    ward.import(&page, &[("import_mode", "submit")]).await.see("Đã ghi 2 dòng");
    let people = issue_identity::Entity::find().all(ward.app.read()).await.unwrap();
    assert_eq!(
        people.iter().map(|one| (one.full_name.as_str(), one.contact.as_str())).collect::<Vec<_>>(),
        [("Hoàng Thị Bịa", "0912 000 111")]
    );
    let events = audit_entry::Entity::find().all(ward.app.read()).await.unwrap();
    let parts = issue_import_part::Entity::find().all(ward.app.read()).await.unwrap();
    let elsewhere: String =
        events.iter().map(|event| event.facts.clone()).chain(parts.iter().map(|part| part.rows.to_string())).collect();
    assert!(!elsewhere.contains("Bịa") && !elsewhere.contains("0912"), "{elsewhere}");
    for format in ["xlsx", "csv"] {
        let file = ward.women.get(&format!("/issues/own/export?format={format}")).await.is(200);
        let text = if format == "csv" { file.source() } else { as_read(&file.body)[0].to_string() };
        assert!(text.contains("Bản Bôm") && !text.contains("Bịa"), "{text}");
    }
}

#[tokio::test]
async fn what_changes_between_the_look_and_the_writing_is_found() {
    let ward = Ward::new().await;
    let all = ward.look(GOOD.as_bytes()).await;
    let sent = ward.women.fill(&all, &[("act", "start"), ("import_mode", "submit")]).await.is(303);
    // Before the program writes, somebody of the organisation hands in one of the rows by hand.
    ward.hand_in(&ward.women, "Đề nghị cấp nước").await;
    ward.write().await;
    let stopped =
        ward.women.follow(sent).await.see("Đã ghi 0 dòng rồi dừng").see("đã thay đổi sau khi kiểm tra").see("có cùng nội dung");
    assert_eq!(stopped.count("button[value=start]"), 0);
    assert_eq!(ward.wordings().await, ["Đề nghị cấp nước"], "all rows or none");
    // Of the good rows the others are written, and that one comes back.
    let sheet = format!("{GOOD}Đề nghị mở lớp;mười;;\r\n");
    let page = ward.look(sheet.as_bytes()).await.see("2 dòng nhập được, 1 dòng có lỗi");
    let sent = ward.women.fill(&page, &[("act", "start"), ("import_rows", "good"), ("import_mode", "submit")]).await.is(303);
    ward.hand_in(&ward.women, "Đề nghị sửa cầu").await;
    ward.write().await;
    ward.women.follow(sent).await.see("Đã ghi 1 dòng").see("2 dòng chưa được nhập");
    assert_eq!(ward.wordings().await.len(), 2);
}

#[tokio::test]
async fn an_import_whose_person_lost_the_right_stops_and_one_after_the_session_does_not_start() {
    let ward = Ward::new().await;
    let page = ward.look(GOOD.as_bytes()).await;
    let farmers = ward.submitter("Lường Văn Mẫu", "Hội Nông dân").await;
    let late = ward.look_as(&farmers, "a.csv", GOOD.as_bytes()).await.is(200);
    ward.women.fill(&page, &[("act", "start"), ("import_mode", "submit")]).await.is(303);
    set_disabled(&ward.app.app, &ward.app.ctx(), ward.women.person, true).await.unwrap();
    ward.write().await;
    let imports = issue_import::Entity::find().all(ward.app.read()).await.unwrap();
    let stood = |import: &issue_import::Model| (import.state.clone(), import.stopped_by.clone());
    let mut states: Vec<_> = imports.iter().map(stood).collect();
    states.sort();
    let expected = [("looked", ""), ("stopped", "import.nobody")].map(|(state, by)| (state.to_owned(), by.to_owned()));
    assert_eq!(states, expected);
    cancel(&ward.app.app, &ward.app.ctx(), ward.session, 2, "Bão số 1".into()).await.unwrap();
    let late = farmers.get(&late.asked.replace("GET ", "")).await.is(200);
    for mode in ["submit", "draft"] {
        let refused = farmers.fill(&late, &[("act", "start"), ("import_mode", mode)]).await.is(422);
        refused.see("Hội nghị đã bắt đầu hoặc đã hủy nên không nhận thêm ý kiến");
    }
    ward.write().await;
    assert_eq!(
        issue_import::Entity::find()
            .all(ward.app.read())
            .await
            .unwrap()
            .iter()
            .filter(|import| import.started_at.is_some())
            .count(),
        1
    );
    assert!(ward.wordings().await.is_empty());
}

#[tokio::test]
async fn two_instances_that_meet_write_each_row_once_and_old_looks_are_forgotten() {
    let ward = Ward::new().await;
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("many.xlsx");
    peers::python("write_sheet.py", &[out.as_path(), "many".as_ref(), "450".as_ref()]);
    let page = ward.look_as(&ward.women, "many.xlsx", &std::fs::read(out).unwrap()).await.see("450 dòng nhập được");
    assert_eq!(page.count("tbody tr"), 100, "a page has a hundred rows");
    ward.women.get(&page.link("Trang sau")).await.is(200).see("Việc số 100 ở Tổ 2");
    let sent = ward.women.fill(&page, &[("act", "start"), ("import_mode", "submit")]).await.is(303);
    let run = |name: &str| write_imports(ward.app.app.clone(), Ctx::system(ward.app.now(), name));
    let (one, other) = tokio::join!(run("one"), run("other"));
    assert_eq!(one.unwrap().done + other.unwrap().done, 450);
    ward.women.follow(sent).await.see("Đã ghi 450 dòng");
    let wordings = ward.wordings().await;
    assert_eq!(wordings.iter().collect::<std::collections::HashSet<_>>().len(), 450);
    assert_eq!(wordings.len(), 450);
    let events = async |code: &'static str| ward.app.audit_count(Some(code)).await;
    assert_eq!((events("issue.submitted").await, events("issues.imported").await), (450, 1));
    // The same with every row changed: neither takes what the other wrote for a change by somebody else and stops.
    let folder = tempfile::tempdir().unwrap();
    let (out, source) = (folder.path().join("changed.xlsx"), folder.path().join("export.xlsx"));
    std::fs::write(&source, ward.women.get("/issues/own/export").await.is(200).body).unwrap();
    peers::python("write_sheet.py", &[out.as_path(), "reflections".as_ref(), source.as_path()]);
    let page = ward.look_as(&ward.women, "changed.xlsx", &std::fs::read(out).unwrap()).await.see("Cập nhật: 450");
    let sent = ward.women.fill(&page, &[("act", "start"), ("import_mode", "submit")]).await.is(303);
    let (one, other) = tokio::join!(run("one"), run("other"));
    assert_eq!(one.unwrap().done + other.unwrap().done, 450);
    ward.women.follow(sent).await.see("Đã ghi 450 dòng");
    let ends = (events("issue.edited").await, events("issues.imported").await, events("issues.import-stopped").await);
    assert_eq!((ends, ward.wordings().await), ((450, 2, 0), wordings));
    ward.look(GOOD.as_bytes()).await.is(200);
    ward.app.at("2025-04-10 08:00");
    ward.write().await;
    assert_eq!(issue_import::Entity::find().all(ward.app.read()).await.unwrap().len(), 0);
}

#[tokio::test]
async fn the_sheets_offered_can_be_sent_back_as_they_are() {
    let ward = Ward::new().await;
    ward.hand_in(&ward.women, "Việc cũ").await;
    let sheet = ward.women.get("/issues/import/template?format=csv").await.is(200);
    assert!(sheet.body.starts_with(b"\xEF\xBB\xBF"));
    ward.look(&sheet.body).await.is(200).see("1 dòng nhập được, 0 dòng có lỗi");
    let book = ward.women.get("/issues/import/template").await.is(200);
    ward.look_as(&ward.women, "mau.xlsx", &book.body).await.is(422).see("Tệp không có dòng ý kiến nào");
    let sheets = as_read(&book.body);
    let names: Vec<&str> = sheets.iter().map(|sheet| sheet["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Ý kiến", "Hướng dẫn", "Danh mục"]);
    let lists: Vec<&str> = sheets[0]["lists"].as_array().unwrap().iter().map(|list| list["range"].as_str().unwrap()).collect();
    // Kind, field, channel, "not a denunciation"; nobody has named a village yet.
    assert_eq!(lists, ["B2:B10001", "C2:C10001", "F2:F10001", "G2:G10001"]);
    let fields: Vec<&str> = sheets[2]["rows"].as_array().unwrap().iter().skip(1).filter_map(|row| row[1].as_str()).collect();
    assert!(fields.contains(&"Giáo dục") && fields.len() > 40, "{fields:?}");
    assert_eq!(sheets[2]["rows"][1][0], "kiến nghị");
}

#[tokio::test]
async fn a_sheet_for_another_organisation_is_not_taken() {
    let ward = Ward::new().await;
    let farmers = ward.submitter("Lường Văn Mẫu", "Hội Nông dân").await;
    let (session, body) = (ward.session.to_string(), ward.women.body.id.to_string());
    let fields = [("session", &*session), ("body", &*body)];
    farmers.upload("/issues/import", &fields, &[("sheet_file", "a.csv", GOOD.as_bytes())]).await.is(404);
    assert_eq!((ward.wordings().await.len(), ward.app.audit_count(Some("access.denied")).await), (0, 1));
}
