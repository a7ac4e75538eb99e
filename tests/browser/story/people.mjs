// Who works in Phường Chiềng An in this story. Bodies and posts are those of a real ward; the names are invented, as "Mẫu"
// (specimen) says, and the accounts are made by the administrator in the first chapter.

/** Everybody's own password, chosen at the first sign-in. */
export const PASSWORD = 'ban trắng nở đầu mùa xuân';

export const WARD = { name: 'Phường Chiềng An', code: '03667' };
export const PROVINCE = { name: 'Sơn La', code: '14' };
/** A ward of the same province that takes part but will not report. */
export const NEIGHBOUR = { name: 'Phường Tô Hiệu' };

const mail = (login) => `${login}@chiengan.example`;

/** The first administrator, made by the set-up page. */
export const ADMIN = { name: 'Lò Văn Mẫu', login: 'mau.quantri' };

/** Made by the administrator: where, on which post, with which roles, as the form words them. */
export const PEOPLE = {
  office: { name: 'Cầm Thị Mẫu', login: 'vanphong', body: 'Văn phòng Đảng ủy', post: 'Chánh Văn phòng Đảng ủy', roles: ['Văn phòng'] },
  secretary: { name: 'Quàng Văn Mẫu', login: 'bithu', body: 'Đảng ủy', post: 'Bí thư Đảng ủy', roles: ['Lãnh đạo'] },
  chairman: { name: 'Tòng Văn Mẫu', login: 'chutich', body: 'UBND', post: 'Chủ tịch UBND', roles: ['Lãnh đạo'] },
  clerk: { name: 'Lường Thị Mẫu', login: 'thuky', body: 'Văn phòng Đảng ủy', roles: ['Thư ký'] },
  clerk2: { name: 'Điêu Thị Mẫu', login: 'thuky2', body: 'Văn phòng Đảng ủy', roles: ['Thư ký'] },
  women: { name: 'Lò Thị Mẫu', login: 'phunu', body: 'Hội Phụ nữ', post: 'Chủ tịch Hội LHPN', roles: ['Người gửi ý kiến'] },
  farmers: { name: 'Hà Văn Mẫu', login: 'nongdan', body: 'Hội Nông dân', post: 'Chủ tịch Hội Nông dân', roles: ['Người gửi ý kiến'] },
  front: { name: 'Vì Văn Mẫu', login: 'mattran', body: 'MTTQ', post: 'Chủ tịch Ủy ban MTTQ Việt Nam', roles: ['Giám sát'] },
  economy: { name: 'Bạc Cầm Mẫu', login: 'kinhte', body: 'Phòng Kinh tế, Hạ tầng và Đô thị', post: 'Trưởng phòng', roles: ['Người trả lời'] },
  culture: { name: 'Đèo Thị Mẫu', login: 'vanhoa', body: 'Phòng Văn hóa - Xã hội', post: 'Trưởng phòng', roles: ['Người trả lời'] },
  village: { name: 'Cà Văn Mẫu', login: 'banhin', body: 'Bản Hìn', post: 'Trưởng bản', roles: ['Người gửi ý kiến'] },
};
/** Full names of those bodies whose short name is another one. */
const FULL = {
  'Hội Phụ nữ': 'Hội Liên hiệp Phụ nữ', MTTQ: 'Ủy ban MTTQ Việt Nam', UBND: 'Ủy ban nhân dân',
};
for (const person of Object.values(PEOPLE)) {
  person.email = mail(person.login);
  person.fullBody = person.body === 'Bản Hìn' ? person.body : `${FULL[person.body] ?? person.body} phường Chiềng An`;
}

/** Bodies as lists name them. */
export const BODY = Object.fromEntries(
  ['secretary', 'chairman', 'economy', 'culture', 'women', 'farmers', 'village', 'front'].map((key) => [key, PEOPLE[key].fullBody]),
);

/** In the province's party office. */
export const REVIEWER = {
  name: 'Nguyễn Thị Mẫu', login: 'tinhuy', email: mail('tinhuy'), body: 'Văn phòng Tỉnh ủy', fullBody: 'Văn phòng Tỉnh ủy',
  post: 'Chánh Văn phòng', roles: ['Cấp trên xem xét'],
};

export const ALL = { admin: ADMIN, ...PEOPLE, reviewer: REVIEWER };
