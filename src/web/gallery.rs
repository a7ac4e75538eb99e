//! A page with every shared part, for eyes: `cargo test gallery` writes it to `target/gallery/` in both languages.
//!
//! Only compiled for tests; it also proves that each part stands in strict mode with few and with many parameters.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::view::{self, Flash, FlashKind, Shell, View};
use crate::i18n::{Locale, text};

#[derive(serde::Serialize)]
struct Problem {
    status: u16,
    title: String,
    detail: String,
    todo: String,
    reference: Option<String>,
    links: Vec<Value>,
}

impl View for Problem {
    const TEMPLATE: &'static str = "errors/problem";
    fn samples() -> Vec<Self> {
        vec![]
    }
}

fn page() -> Value {
    json!({
        "form": {
            "values": {
                "title": "Hội nghị đối thoại <quý III>", "held_on": "31/02/2026", "begins": "08:30", "kind": "ad_hoc",
                "fields": ["land", "environment"], "trigger": "law", "note": "Dòng một\nDòng hai"
            },
            "errors": { "held_on": "Ngày 31/02/2026 không có trong lịch.", "fields": "Chọn ít nhất một lĩnh vực." },
            "summary": [
                { "field": "held_on", "text": "Ngày 31/02/2026 không có trong lịch." },
                { "field": "fields", "text": "Chọn ít nhất một lĩnh vực." }
            ]
        },
        "empty": null,
        "kinds": [{ "value": "periodic", "label": "Định kỳ" }, { "value": "ad_hoc", "label": "Đột xuất" }, { "value": "thematic", "label": "Chuyên đề" }],
        "triggers": [
            { "value": "law", "label": "Theo quy định của pháp luật", "hint": "Điều 43 Luật Tổ chức chính quyền địa phương" },
            { "value": "request", "label": "Theo đề nghị của Mặt trận Tổ quốc", "hint": null }
        ],
        "fields": [
            { "value": "land", "label": "Đất đai" }, { "value": "roads", "label": "Giao thông, hạ tầng" }, { "value": "environment", "label": "Môi trường, nước sạch, rác" }
        ],
        "tasks": [
            { "title": "Trả lời kiến nghị về ngập nước đường Lê Hồng Phong", "href": "/issues/1", "hint": "Phòng Kinh tế, Hạ tầng và Đô thị", "due": "2026-12-04", "tag": "Quá hạn 2 ngày", "tone": "red" },
            { "title": "Ký biên bản hội nghị đối thoại ngày 28/08/2025", "href": "/minutes/1", "hint": null, "due": "2026-12-10", "tag": "Chờ ký", "tone": "yellow" },
            { "title": "Lập kế hoạch đối thoại năm 2027", "href": "/plan", "hint": "Văn phòng Đảng ủy", "due": null, "tag": "Chưa bắt đầu", "tone": "grey" }
        ],
        "entries": [
            { "at": "2026-11-20T02:30:00Z", "title": "Chuyển cơ quan chủ trì trả lời", "by": "Văn phòng Đảng ủy", "text": "Đề nghị trả lời trước ngày 04/12/2026." },
            { "at": "2026-11-18T08:05:00Z", "title": "Tiếp nhận ý kiến", "by": "Hội Liên hiệp Phụ nữ", "text": null }
        ],
        "subnav": [{ "label": "Tổng quan", "href": "/a", "current": true }, { "label": "Đợt tiếp nhận", "href": "/b" }, { "label": "Chương trình", "href": "/c" }, { "label": "Biên bản", "href": "/d" }],
        "steps": [
            { "label": "Kế hoạch", "state": "done", "note": "02/10/2026" }, { "label": "Tiếp nhận ý kiến", "state": "done" },
            { "label": "Chuẩn bị trả lời", "state": "current", "note": "hạn 04/12/2026" }, { "label": "Hội nghị", "state": "todo" }, { "label": "Theo dõi thực hiện", "state": "todo" }
        ],
        "weekdays": ["Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"],
        "weeks": [[
            { "class": "dt-month__other", "number": "30" }, { "class": "", "number": "1" }, { "class": "dt-month__today", "number": "2" }, { "class": "", "number": "3" },
            { "class": "", "number": "4", "text": "08:30 Hội nghị đối thoại quý IV" }, { "class": "dt-month__off", "number": "5" }, { "class": "dt-month__off", "number": "6" }
        ]],
        "agenda": [
            { "id": "a", "title": "Kết quả thực hiện kết luận kỳ trước" },
            { "id": "b", "title": "Ngập nước đường Lê Hồng Phong" },
            { "id": "c", "title": "Cấp giấy chứng nhận quyền sử dụng đất tại tổ 12" }
        ],
        "list": [
            { "code": "HA-0012-7", "title": "Đề nghị sửa chữa đoạn đường Lê Hồng Phong thường xuyên ngập khi mưa lớn", "body": "Hội Liên hiệp Phụ nữ", "on": "2026-11-18", "people": 128, "state": "Đang giải quyết", "tone": "blue" },
            { "code": "HA-0013-5", "title": "Bổ sung điểm tập kết rác tại tổ dân phố 7", "body": "Tổ dân phố số 7", "on": "2026-11-19", "people": 1043, "state": "Đã giải quyết", "tone": "green" },
            { "code": "HA-0014-3", "title": "Quy hoạch khu dân cư vượt thẩm quyền của phường", "body": "Hội Nông dân", "on": "2026-11-19", "people": 5, "state": "Chuyển cấp trên", "tone": "purple" }
        ]
    })
}

fn write(name: &str, html: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/gallery");
    fs::create_dir_all(folder.join("assets")).unwrap();
    for asset in &super::assets::ASSETS {
        fs::write(folder.join(asset.address.trim_start_matches('/')), asset.bytes).unwrap();
    }
    fs::write(folder.join(name), html).unwrap();
}

#[test]
fn gallery_of_every_part_in_both_languages() {
    for &locale in Locale::ALL {
        let shell = Shell::sample(locale);
        let html = view::render_source(include_str!("gallery.hbs"), &shell, &page()).unwrap();
        write(&format!("parts-{locale}.html"), &html);
        assert!(!html.contains('⟦'), "a text is missing in {locale}");
        assert!(html.contains("Hội nghị đối thoại &lt;quý III&gt;"), "typed text is kept and escaped");
        assert!(html.contains(r##"href="#f-held_on""##) && html.contains(r#"id="f-held_on""#), "the summary leads to the field");
        assert!(html.contains(r#"<option value="ad_hoc" selected>"#), "the choice is kept");
        assert!(html.contains(r#"value="land" checked"#), "a ticked box stays ticked");
        assert_eq!(html.matches(" checked").count(), 3, "two boxes and one radio button");
        assert!(html.contains(&format!("<title>{}", text(locale, "error-prefix", &[]))));
        assert!(!html.contains("<script>") && !html.contains(" style="), "nothing inline");
    }
}

#[test]
fn gallery_of_problems_in_both_languages() {
    for &locale in Locale::ALL {
        for status in [400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503] {
            let mut shell = Shell::sample(locale);
            shell.flash = (status == 409).then(|| Flash { kind: FlashKind::Error, text: "!".to_owned() });
            let word = |part: &str| text(locale, &format!("problem-{status}-{part}"), &[]);
            let page = Problem {
                status,
                title: word("title"),
                detail: word("detail"),
                todo: word("todo"),
                reference: (status == 500).then(|| "0199-AB".to_owned()),
                links: vec![json!({"href": "/", "label": text(locale, "problem-home", &[])})],
            };
            let html = view::render(&shell, &page).unwrap();
            assert!(!html.contains('⟦'), "{status} {locale}");
            write(&format!("problem-{status}-{locale}.html"), &html);
        }
    }
}

#[test]
fn gallery_of_a_visitor_who_has_not_signed_in() {
    let mut shell = Shell::sample(Locale::Vi);
    (shell.signed_in, shell.actor_name, shell.nav, shell.flash, shell.site_name) =
        (false, String::new(), vec![], None, String::new());
    let html =
        view::render_source("{{#> layout tab=\"x\"}}{{> partials/empty title=\"a\" text=\"b\"}}{{/layout}}", &shell, &json!({}))
            .unwrap();
    assert!(html.contains("/sign-in") && !html.contains("/inbox") && !html.contains("dt-nav"));
    assert!(view::render_source("{{#> layout tab=\"x\"}}{{page.misspelt}}{{/layout}}", &shell, &json!({})).is_err(), "strict");
}

#[test]
fn typed_lines_stay_as_they_are_wherever_the_part_stands() {
    let source = "{{#> layout tab=\"x\"}}\n    {{> partials/textarea form=page.form name=\"note\" label=\"n\"}}\n{{/layout}}";
    let html = view::render_source(source, &Shell::sample(Locale::Vi), &page()).unwrap();
    assert!(html.contains(">\nDòng một\nDòng hai</textarea>"));
}

#[test]
fn gallery_of_the_paper() {
    let html = view::render_source(include_str!("gallery_paper.hbs"), &Shell::sample(Locale::Vi), &json!({})).unwrap();
    write("paper.html", &html);
}
