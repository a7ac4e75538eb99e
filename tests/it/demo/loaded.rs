//! One ward: who can sign in, what they find, and that it is loaded once.

use std::collections::BTreeSet;

use doithoai::demo::{self, PASSWORD, Scale};
use doithoai::dialogues::actions::plans::year_book;
use doithoai::dialogues::{Filter, Session, SessionKind};
use doithoai::error::AppError;
use doithoai::law::DutyKind;
use doithoai::notices::store::facts::sessions::held;
use entity::{minutes, notice, outbox, person};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::{SEED, TODAY, states, told, unused, ward};
use crate::support::html::Element;
use crate::support::{TestApp, wall};

/// What the first page says to whom nothing waits for.
const NOTHING: &str = "Không có việc nào đang chờ bạn";

#[tokio::test]
async fn everybody_of_the_ward_finds_work_and_lists_with_rows() {
    let loaded = &ward().await.loaded;
    let app = ward().await.copy().await;
    assert_eq!(loaded.unit, "11413");
    for role in ["office", "leader", "clerk", "supervisor", "submitter", "answering", "superior", "auditor", "admin"] {
        assert!(loaded.logins.iter().any(|line| line.role.as_str() == role), "{role}");
    }
    for login in ["vanphong", "bithu", "thuky", "mattran", "phunu", "congdoan", "kinhte", "vanhoa", "congan", "vanphongthanhuy"] {
        let browser = app.visitor();
        browser.sign_in(login, PASSWORD).await.is(303);
        browser.get("/").await.is(200).see("Việc cần làm").not_see(NOTHING);
    }
    let office = app.visitor();
    office.sign_in("vanphong", PASSWORD).await.is(303);
    office.get("/dialogues").await.is(200).see("Đối thoại với đoàn viên, thanh niên phường Hải An").see("20");
    office.get("/issues").await.is(200).see("người cao tuổi làm thủ tục");
    office.get("/commitments").await.is(200).see("camera an ninh");
    office.get("/reports").await.is(200).see("2025");
    office.get("/inbox").await.is(200).see("Hải An");
    let city = app.visitor();
    city.sign_in("vanphongthanhuy", PASSWORD).await.is(303);
    city.get("/reports/below?year=2025").await.is(200).see("Phường Hải An");
}

#[tokio::test]
async fn the_ward_shows_every_way_that_its_story_names() {
    let app = ward().await.copy().await;
    let states = states(&app.app).await;
    let missing = |kind, words: &[&str]| {
        let known = &states[kind];
        words.iter().filter(|word| !known.contains_key(**word)).map(|word| (*word).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(missing("session", &["planned", "announced", "held", "closed", "cancelled"]), Vec::<String>::new());
    let issues = [
        "draft",
        "submitted",
        "returned",
        "accepted",
        "selected",
        "answered",
        "refused",
        "diverted",
        "merged",
        "split",
        "forwarded",
    ];
    assert_eq!(missing("issue", &issues), Vec::<String>::new());
    assert_eq!(missing("answer", &["submitted", "returned", "approved"]), Vec::<String>::new());
    let commitments = ["assigned", "accepted", "contested", "in-progress", "reported", "verified", "closed"];
    assert_eq!(missing("commitment", &commitments), Vec::<String>::new());
    assert_eq!(missing("report", &["sent", "accepted"]), Vec::<String>::new());
    // On 28 August 2025 there was the dialogue itself, and the question raised in its hall; all else was handed in before.
    assert_eq!(told(&app.app).await.iter().filter(|line| line.contains("2025-08-28")).count(), 2);
}

#[tokio::test]
async fn the_ward_shows_how_issues_hang_together() {
    let app = ward().await.copy().await;
    let office = app.known("vanphong").await;
    let of = async |words: &str| {
        let page = office.get("/issues").await.is(200);
        page.links().into_iter().find(|link| link.text.contains(words)).unwrap().href
    };
    // Raised in 2024 and 2025 by the Front, in 2025 also by a village whose issue was merged, now by the women's union: four times
    // by three. Promised for 2025 and kept, promised again and found not done.
    let drain = of("Đường Lý Hồng Nhật lại ngập").await;
    office.get(&drain).await.see("Việc này đã nêu 4 lần");
    office.get(&format!("{drain}/memory")).await.see("Đã nêu 4 lần từ 2024 bởi 3 tổ chức; hứa 2 lần, đã giữ 1.");
    // Taken apart into two, each with its number.
    let both = of("nắp cống hỏng trước cổng trường mầm non và lắp biển").await;
    office.get(&both).await.see("Các nội dung đã tách").see("Đề nghị lắp biển hạn chế tốc độ ở lối vào chợ.");
    // Sent to the city, whose answer is read here.
    let bus = of("thêm tuyến xe buýt").await;
    office.get(&bus).await.see("Đã chuyển đến").see("Sở Xây dựng đã đưa tuyến vào kế hoạch");
    // One answer waits for approval; notices of reception are owed.
    let waiting = office.get("/answers/waiting").await.is(200).see("bổ sung giáo viên");
    assert_eq!(waiting.count("input[name=pick]"), 1);
    assert!(office.get("/issues/notices").await.is(200).count("tbody tr") >= 2);
}

#[tokio::test]
async fn the_ward_receives_people_twice_a_month_and_its_ledger_shows_it() {
    let app = ward().await.copy().await;
    let book = year_book(&app.app, &app.ctx(), "11413", 2026).await.unwrap();
    let receptions = book.ledger.iter().find(|line| line.duty.kind == DutyKind::Reception).unwrap();
    // Two a month. Of each dozen at most one was called off; today's, 7/12 and 21/12 (for Sunday, 20/12) are still to come.
    assert_eq!((receptions.due, receptions.planned), (24, 3));
    assert!((19..=21).contains(&receptions.held) && receptions.short <= 2, "{receptions:?}");
    let over = held(app.read(), app.now()).await.unwrap();
    let receptions = || over.iter().filter(|one| one.title.starts_with("Tiếp dân"));
    assert!(receptions().count() > 3 && receptions().all(|one| one.conclusion_by.is_none() && one.unsigned.is_none()));
    assert!(over.iter().any(|one| one.conclusion_by.is_some()), "the dialogue of yesterday waits for its conclusion");
    let office = app.visitor();
    office.sign_in("vanphong", PASSWORD).await.is(303);
    office.get("/series").await.is(200).see("Ngày 5 hằng tháng").see("Ngày 20 hằng tháng");
    // What comes near is to be announced; no opinions are collected for it and no conclusion is owed after it.
    let home = office.get("/").await.is(200).see("Công bố: Tiếp dân");
    home.not_see("Mở đợt nhận ý kiến: Tiếp dân").not_see("Soạn thông báo kết luận: Tiếp dân");
}

#[tokio::test]
async fn the_first_half_year_of_the_commune_is_in_its_ledger_and_in_its_annual_report() {
    let app = ward().await.copy().await;
    let book = year_book(&app.app, &app.ctx(), "11413", 2025).await.unwrap();
    let receptions = book.ledger.iter().find(|line| line.duty.kind == DutyKind::Reception).unwrap();
    // The law asks for two a month; from July on, when the communes began, the ward had them: twelve, all held.
    assert_eq!((receptions.due, receptions.held, receptions.planned), (24, 12, 0));
    let months: Vec<u32> = receptions.periods.iter().map(|month| month.held).collect();
    assert_eq!(months, [0, 0, 0, 0, 0, 0, 2, 2, 2, 2, 2, 2]);

    let all = doithoai::dialogues::of_unit(app.read(), "11413", &Filter::default()).await.unwrap();
    let of_2025: Vec<&Session> = all.iter().filter(|one| one.year == 2025).collect();
    let received: Vec<&Session> = of_2025.iter().copied().filter(|one| one.kind == SessionKind::Reception).collect();
    assert_eq!((received.len(), of_2025.len()), (12, 13));
    let first = received.iter().filter_map(|one| one.state.announced_at()).min().unwrap();
    assert!(first >= wall("2025-07-01 00:00"), "{first}: announced before there was a commune");
    let minutes = minutes::Entity::find().all(app.read()).await.unwrap();
    let came = |sessions: &[&Session]| -> i32 {
        minutes.iter().filter(|one| sessions.iter().any(|held| held.id.0 == one.session_id)).map(|one| one.citizens).sum()
    };

    let reports = doithoai::reports::of_unit(app.read(), "11413").await.unwrap();
    let annual = reports.iter().find(|report| report.year == 2025).unwrap();
    let office = app.known("vanphong").await;
    let page = office.get(&format!("/reports/{}", annual.id)).await.is(200);
    let cells = |table: &str, name: &str| -> Vec<String> {
        let mut rows = page.html().select(table).into_iter();
        let row = rows.find(|row| row.select("th").first().is_some_and(|th| th.visible() == name)).unwrap();
        row.select("td").into_iter().map(Element::visible).collect()
    };
    let (figures, since) = ("main .dt-columns tr", "main section tr");
    // It was signed on Monday, 22 December, at ten, while people were being received for the last time until half past eleven:
    // eleven were over then, and the conference of August.
    let over: Vec<&Session> = of_2025.iter().copied().filter(|one| one.ends_at <= wall("2025-12-22 10:00")).collect();
    assert_eq!(cells(figures, "Buổi tiếp dân theo lịch"), ["12"]);
    assert_eq!(cells(figures, "Buổi tiếp dân đã thực hiện"), ["11"]);
    assert_eq!(cells(figures, "Hội nghị đã tổ chức"), ["1"]);
    assert_eq!(cells(figures, "Lượt người dân tham dự"), [came(&over).to_string()]);
    assert_eq!(cells(since, "Buổi tiếp dân đã thực hiện"), ["11", "12"]);
    assert_eq!(cells(since, "Lượt người dân tham dự"), [came(&over).to_string(), came(&of_2025).to_string()]);
}

#[tokio::test]
async fn everybody_has_an_address_that_nothing_was_sent_to_and_some_of_the_inbox_is_read() {
    let app = TestApp::with(&[("smtp_url", "smtp://127.0.0.1:9")]).await;
    app.at(TODAY);
    demo::load(&app.app, Scale::Commune, 1).await.unwrap();
    let people = person::Entity::find().all(app.read()).await.unwrap();
    let addresses: BTreeSet<String> = people.into_iter().filter_map(|row| row.email).collect();
    // The twenty-two of the ward and above it, the two of the city who answer what was sent there.
    assert_eq!(addresses.len(), 24);
    assert!(addresses.iter().all(|address| address.ends_with("@vi-du.example")), "{addresses:?}");
    let queued = outbox::Entity::find().filter(outbox::Column::Kind.eq("mail")).count(app.read()).await.unwrap();
    assert_eq!(queued, 0);
    let lines = notice::Entity::find().all(app.read()).await.unwrap();
    let read = lines.iter().filter(|line| line.read_at.is_some()).count();
    assert!(read * 4 > lines.len() && read < lines.len(), "{read} of {}", lines.len());
}

#[tokio::test]
async fn it_is_loaded_once_and_only_where_nobody_works() {
    let app = ward().await.copy().await;
    let before = app.audit_count(None).await;
    assert_eq!(refusal(&app).await, "demo.not-empty");
    assert_eq!(app.audit_count(None).await, before, "a refused load writes nothing");
    let early = TestApp::new().await;
    early.at("2026-02-01 23:59");
    assert_eq!(refusal(&early).await, "demo.too-early");
    assert_eq!(early.audit_count(Some("account.created")).await, 0);
}

async fn refusal(app: &TestApp) -> &'static str {
    match demo::load(&app.app, Scale::Commune, 1).await {
        Err(AppError::Refused(refused)) => refused.0[0].code,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_same_seed_on_the_same_day_makes_the_same_data() {
    let other = unused().await;
    let again = demo::load(&other.app, Scale::Commune, SEED).await.unwrap();
    let one = ward().await.copy().await;
    assert_eq!(ward().await.loaded, again);
    assert_eq!(told(&one.app).await, told(&other.app).await);
    assert_eq!(one.audit_count(None).await, other.audit_count(None).await);
}

#[tokio::test]
async fn another_seed_shows_other_people_and_figures_in_the_same_ward() {
    let other = unused().await;
    demo::load(&other.app, Scale::Commune, SEED + 1).await.unwrap();
    let one = ward().await.copy().await;
    let (first, second) = (told(&one.app).await, told(&other.app).await);
    let sessions = |lines: &[String]| lines.iter().filter(|line| line.starts_with("11413-2025-")).cloned().collect::<Vec<_>>();
    assert_eq!(sessions(&first), sessions(&second));
    assert_eq!(first.len(), second.len());
    let names = |lines: &[String]| lines.iter().rev().take(20).cloned().collect::<Vec<_>>();
    assert_ne!(names(&first), names(&second));
    let without_names = |lines: &[String]| lines.iter().rev().skip(20).cloned().collect::<Vec<_>>();
    assert_ne!(without_names(&first), without_names(&second));
}
