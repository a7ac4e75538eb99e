//! Who walks through the demonstrations for `forms`, and which forms no walk meets.

/// Who is asked for his forms.
pub const SEATS: &[&str] = &[
    "vanphong",
    "bithu",
    "thuky",
    "mattran",
    "phunu",
    "congdoan",
    "nongdan",
    "kinhte",
    "vanhoa",
    "congan",
    "kiemtra",
    "vanphongthanhuy",
    "quantri",
];

/// Who is asked in the city for the forms that the ward does not have: each unit stands somewhere else today.
pub const CITY_SEATS: &[(&str, usize)] = &[
    ("vanphong.11383", 1),
    ("bithu.11383", 9),
    ("vanphong.11824", 2),
    ("vanphong.10525", 2),
    ("vanphong.11446", 9),
    ("vanphong.11311", 1),
    ("bithu.11311", 9),
    ("vanphong.11755", 1),
    ("vanphong.11560", 1),
    ("mattran.11446", 3),
    ("mattran.11560", 3),
    ("phunu.11446", 3),
    ("vanphong", 1),
    ("bithu", 1),
    ("vanphongthanhuy", 1),
];

/// Forms of which the demonstration may have none that a short walk meets: of an installation that nobody uses yet, of a
/// state that lasts for hours, behind many pages that are alike. The tests of their rooms send them.
pub const ELSEWHERE: &[&str] = &[
    "/sign-in",
    "/set-up",
    "/set-up/demo",
    "/admin/units/{code}/activate",
    "/admin/people/{id}/enable",
    "/admin/rules/{id}/unbind",
    "/admin/rules/{id}/withdraw",
    "/admin/rule-drafts/{id}/edit",
    "/admin/rule-drafts/{id}/publish",
    "/admin/rule-drafts/{id}/discard",
    "/admin/reorganisations/{id}/edit",
    "/admin/reorganisations/{id}/publish",
    "/admin/reorganisations/{id}/discard",
    "/admin/reorganisations/{id}/hand-over",
    "/dialogues/{id}/keep",
    "/dialogues/{id}/make-up",
    "/admin/jobs/{name}/run",
    "/admin/deliveries/{id}/retry",
    "/dialogues/{id}/conclusion/tasks/{task}/remove",
    "/commitments/{id}/front/{act}",
    "/commitments/{id}/submitter/{act}",
    "/dialogues/{id}/agenda/{item}/remove",
    "/dialogues/{id}/minutes/begin",
    "/dialogues/{id}/minutes/items/{item}/clashes/{clash}",
    "/issues/import/commit",
    "/issues/{id}/unmerge",
    "/issues/{id}/shielded",
    "/issues/{id}/files/{file}/take",
    "/answers/{id}/return",
    "/answers/{id}/approve",
];
