/* The places and people of the demonstration, as tables. */
#include <stdio.h>
#include <string.h>

#include "app/desk/desk.h"
#include "app/lasting/lasting.h"
#include "ctl/demo.h"
#include "ctl/people.h"
#include "lib/checks.h"

enum { UNASKED = 350600 };

#define BUREAU(division, name)                               \
	{                                                    \
		ORGANISATION_BUREAU, division, name, NULL, 0 \
	}
#define INSTITUTION(code, division, name)                         \
	{                                                         \
		ORGANISATION_INSTITUTION, division, name, code, 0 \
	}

static struct demo_organisation organisations[] = {
	BUREAU(0, "国家医疗保障局"),
	BUREAU(350000, "福建省医疗保障局"),
	BUREAU(350100, "福州市医疗保障局"),
	BUREAU(350200, "厦门市医疗保障局"),
	BUREAU(350500, "泉州市医疗保障局"),
	BUREAU(350102, "福州市鼓楼区医疗保障局"),
	BUREAU(350203, "厦门市思明区医疗保障局"),
	BUREAU(350213, "厦门市翔安区医疗保障局"),
	BUREAU(110000, "北京市医疗保障局"),
	BUREAU(460000, "海南省医疗保障局"),
	{ ORGANISATION_CITY_CENTRE, 350200, "厦门市医疗保障中心", NULL, 0 },
	{ ORGANISATION_DATA_CENTRE, 350200, "厦门市医保数据管理中心", NULL, 0 },
	{ ORGANISATION_TECHNICAL_TEAM, 350000, "福建省医保项目技术团队", NULL,
	    0 },
	{ ORGANISATION_BANK, 350000, "海峡清算银行", "BK3501", 0 },
	INSTITUTION("H35021300406", 350213, "厦门翔安海湾医院"),
	INSTITUTION("H35020300127", 350203, "厦门思明鹭江医院"),
	INSTITUTION("H35021100052", 350211, "厦门集美学村医院"),
	INSTITUTION("P35021100238", 350211, "集美康宁大药房"),
	INSTITUTION("P35020300551", 350203, "鹭江同济药店"),
	INSTITUTION("H35010200019", 350102, "福州鼓楼左海医院"),
	INSTITUTION("H35010400073", 350104, "福州仓山烟台山医院"),
	INSTITUTION("P35010200310", 350102, "左海惠民大药房"),
	INSTITUTION("H35050200033", 350502, "泉州鲤城刺桐医院"),
	INSTITUTION("H35058200146", 350582, "晋江五店市骨伤科医院"),
	INSTITUTION("P35050200207", 350502, "刺桐济世药房"),
	INSTITUTION("H11010100015", 110101, "北京东城银闸医院"),
	INSTITUTION("H46900100012", 469001, "五指山通什医院"),
	/* Whose records are told of (demo_records.c), in its order: what they
	 * sign in with is no code, since no province has 99. */
	INSTITUTION(NULL, 350213, "翔安新店社区卫生服务中心"),
	INSTITUTION(NULL, 350213, "翔安马巷卫生院"),
	INSTITUTION(NULL, 350213, "翔安内厝卫生院"),
	INSTITUTION(NULL, 350213, "翔安新圩卫生院"),
	INSTITUTION(NULL, 350213, "翔安大嶝岛医院"),
	INSTITUTION(NULL, 350213, "翔安香山中医诊所"),
	INSTITUTION(NULL, 350213, "翔安海滨康复医院"),
	INSTITUTION(NULL, 350213, "翔安康源大药房"),
	INSTITUTION(NULL, 350213, "翔安济安药店"),
	INSTITUTION(NULL, 350213, "翔安百姓缘药房"),
	INSTITUTION(NULL, 350213, "翔安仁心堂药店"),
	INSTITUTION(NULL, 350213, "翔安惠民大药房"),
	INSTITUTION(NULL, 350213, "翔安同泰药房"),
	INSTITUTION(NULL, 350213, "翔安万和大药房"),
	{ ORGANISATION_BANK, 350000, "闽江商业银行", "BK3502", 0 },
	{ ORGANISATION_BANK, 350000, "刺桐农村商业银行", "BK3503", 0 },
	/* May not review yet: its administrator asks for that (USER-3). */
	BUREAU(UNASKED, "漳州市医疗保障局"),
};

static struct demo_account accounts[] = {
	{ "H35021300406", "陈思远", ACCOUNT_INSTITUTION, false, 0 },
	{ "H35020300127", "林晓彤", ACCOUNT_INSTITUTION, false, 0 },
	{ "H35021100052", "黄文轩", ACCOUNT_INSTITUTION, false, 0 },
	{ "P35021100238", "吴佳颖", ACCOUNT_INSTITUTION, false, 0 },
	{ "P35020300551", "许志豪", ACCOUNT_INSTITUTION, false, 0 },
	{ "H35010200019", "郑雅琴", ACCOUNT_INSTITUTION, false, 0 },
	{ "H35010400073", "刘子墨", ACCOUNT_INSTITUTION, false, 0 },
	{ "P35010200310", "叶欣然", ACCOUNT_INSTITUTION, false, 0 },
	{ "H35050200033", "蔡明哲", ACCOUNT_INSTITUTION, false, 0 },
	{ "H35058200146", "施雨桐", ACCOUNT_INSTITUTION, true, 0 },
	{ "P35050200207", "庄梓涵", ACCOUNT_INSTITUTION, false, 0 },
	{ "H11010100015", "赵一鸣", ACCOUNT_INSTITUTION, false, 0 },
	{ "H46900100012", "王海棠", ACCOUNT_INSTITUTION, false, 0 },
	{ "xiangan-admin", "苏婉清", ACCOUNT_BUREAU, false, 0 },
	{ "xiangan-finance", "曾立群", ACCOUNT_BUREAU, false, 0 },
	{ "xiangan-district", "洪建国", ACCOUNT_BUREAU, false, 0 },
	{ "xiamen-city", "周慧敏", ACCOUNT_BUREAU, false, 0 },
	{ "xiamen-city-2", "邱浩然", ACCOUNT_BUREAU, false, 0 },
	{ "fuzhou-city", "江一帆", ACCOUNT_BUREAU, false, 0 },
	{ "quanzhou-city", "傅诗涵", ACCOUNT_BUREAU, false, 0 },
	{ "xiamen-centre", "余静怡", ACCOUNT_BUREAU, false, 0 },
	{ "xiamen-data", "柯俊杰", ACCOUNT_BUREAU, false, 0 },
	{ "fujian-province", "沈国栋", ACCOUNT_BUREAU, false, 0 },
	{ "fujian-technical", "游志强", ACCOUNT_BUREAU, false, 0 },
	{ "beijing-province", "韩雪梅", ACCOUNT_BUREAU, false, 0 },
	{ "hainan-province", "符海生", ACCOUNT_BUREAU, false, 0 },
	{ "nation", "方若水", ACCOUNT_BUREAU, false, 0 },
	{ "two-hats", "姚启明", ACCOUNT_BUREAU, false, 0 },
	{ "fujian-admin", "戴文博", ACCOUNT_BUREAU, false, 0 },
	{ "xiamen-admin", "罗紫萱", ACCOUNT_BUREAU, false, 0 },
	{ "bank", "钱多益", ACCOUNT_BANK, false, 0 },
	{ "H99350213001", "李春燕", ACCOUNT_INSTITUTION, false, 0 },
	{ "H99350213002", "王志明", ACCOUNT_INSTITUTION, false, 0 },
	{ "H99350213003", "张晓峰", ACCOUNT_INSTITUTION, false, 0 },
	{ "H99350213004", "陈美玲", ACCOUNT_INSTITUTION, false, 0 },
	{ "H99350213005", "刘伟强", ACCOUNT_INSTITUTION, false, 0 },
	{ "H99350213006", "杨雪芬", ACCOUNT_INSTITUTION, false, 0 },
	{ "H99350213007", "黄国华", ACCOUNT_INSTITUTION, false, 0 },
	{ "P99350213001", "周丽萍", ACCOUNT_INSTITUTION, false, 0 },
	{ "P99350213002", "吴晓东", ACCOUNT_INSTITUTION, false, 0 },
	{ "P99350213003", "徐静文", ACCOUNT_INSTITUTION, false, 0 },
	{ "P99350213004", "孙浩然", ACCOUNT_INSTITUTION, false, 0 },
	{ "P99350213005", "朱文斌", ACCOUNT_INSTITUTION, false, 0 },
	{ "P99350213006", "马秀英", ACCOUNT_INSTITUTION, false, 0 },
	{ "P99350213007", "胡建军", ACCOUNT_INSTITUTION, false, 0 },
	{ "bank-2", "林婉如", ACCOUNT_BANK, false, 0 },
	{ "bank-3", "郭振华", ACCOUNT_BANK, false, 0 },
	/* Signs in by phone (LOGIN-3). */
	{ "U-demo", "陆知遥", ACCOUNT_UNIFIED, false, 0 },
	{ "nation-admin", "严守正", ACCOUNT_BUREAU, false, 0 },
	{ "zhangzhou-admin", "蓝心怡", ACCOUNT_BUREAU, false, 0 },
	{ "zhangzhou-city", "简明远", ACCOUNT_BUREAU, false, 0 },
};

static const struct demo_grant grants[] = {
	{ "U-demo", "厦门思明鹭江医院", ROLE_OPERATOR },
	{ "H35021300406", "厦门翔安海湾医院", ROLE_OPERATOR },
	{ "H35020300127", "厦门思明鹭江医院", ROLE_OPERATOR },
	{ "H35020300127", "厦门思明鹭江医院", ROLE_INSTITUTION_ADMIN },
	{ "H35021100052", "厦门集美学村医院", ROLE_OPERATOR },
	{ "P35021100238", "集美康宁大药房", ROLE_OPERATOR },
	{ "P35020300551", "鹭江同济药店", ROLE_OPERATOR },
	{ "H35010200019", "福州鼓楼左海医院", ROLE_OPERATOR },
	{ "H35010400073", "福州仓山烟台山医院", ROLE_OPERATOR },
	{ "P35010200310", "左海惠民大药房", ROLE_OPERATOR },
	{ "H35050200033", "泉州鲤城刺桐医院", ROLE_OPERATOR },
	{ "H35058200146", "晋江五店市骨伤科医院", ROLE_OPERATOR },
	{ "P35050200207", "刺桐济世药房", ROLE_OPERATOR },
	{ "H11010100015", "北京东城银闸医院", ROLE_OPERATOR },
	{ "H46900100012", "五指山通什医院", ROLE_OPERATOR },
	{ "xiangan-admin", "厦门翔安海湾医院", ROLE_INSTITUTION_ADMIN },
	{ "xiangan-finance", "厦门翔安海湾医院", ROLE_FINANCE },
	{ "xiangan-district", "厦门市翔安区医疗保障局",
	    ROLE_DISTRICT_REVIEWER },
	{ "xiamen-city", "厦门市医疗保障局", ROLE_CITY_REVIEWER },
	{ "xiamen-city-2", "厦门市医疗保障局", ROLE_CITY_REVIEWER },
	{ "fuzhou-city", "福州市医疗保障局", ROLE_CITY_REVIEWER },
	{ "quanzhou-city", "泉州市医疗保障局", ROLE_CITY_REVIEWER },
	{ "xiamen-centre", "厦门市医疗保障中心", ROLE_CITY_CENTRE },
	{ "xiamen-data", "厦门市医保数据管理中心", ROLE_DATA_CENTRE },
	{ "fujian-province", "福建省医疗保障局", ROLE_PROVINCE_REVIEWER },
	{ "fujian-technical", "福建省医保项目技术团队",
	    ROLE_TECHNICAL_REVIEWER },
	{ "beijing-province", "北京市医疗保障局", ROLE_PROVINCE_REVIEWER },
	{ "hainan-province", "海南省医疗保障局", ROLE_PROVINCE_REVIEWER },
	{ "nation", "国家医疗保障局", ROLE_NATIONAL_REVIEWER },
	{ "two-hats", "厦门市医疗保障局", ROLE_CITY_REVIEWER },
	{ "two-hats", "福建省医疗保障局", ROLE_PROVINCE_REVIEWER },
	{ "fujian-admin", "福建省医疗保障局", ROLE_PLATFORM_ADMIN },
	{ "xiamen-admin", "厦门市医疗保障局", ROLE_PLATFORM_ADMIN },
	{ "bank", "海峡清算银行", ROLE_BANK_REVIEWER },
	{ "H99350213001", "翔安新店社区卫生服务中心", ROLE_OPERATOR },
	{ "H99350213002", "翔安马巷卫生院", ROLE_OPERATOR },
	{ "H99350213003", "翔安内厝卫生院", ROLE_OPERATOR },
	{ "H99350213004", "翔安新圩卫生院", ROLE_OPERATOR },
	{ "H99350213005", "翔安大嶝岛医院", ROLE_OPERATOR },
	{ "H99350213006", "翔安香山中医诊所", ROLE_OPERATOR },
	{ "H99350213007", "翔安海滨康复医院", ROLE_OPERATOR },
	{ "P99350213001", "翔安康源大药房", ROLE_OPERATOR },
	{ "P99350213002", "翔安济安药店", ROLE_OPERATOR },
	{ "P99350213003", "翔安百姓缘药房", ROLE_OPERATOR },
	{ "P99350213004", "翔安仁心堂药店", ROLE_OPERATOR },
	{ "P99350213005", "翔安惠民大药房", ROLE_OPERATOR },
	{ "P99350213006", "翔安同泰药房", ROLE_OPERATOR },
	{ "P99350213007", "翔安万和大药房", ROLE_OPERATOR },
	{ "bank-2", "闽江商业银行", ROLE_BANK_REVIEWER },
	{ "bank-3", "刺桐农村商业银行", ROLE_BANK_REVIEWER },
	{ "nation-admin", "国家医疗保障局", ROLE_PLATFORM_ADMIN },
	{ "zhangzhou-admin", "漳州市医疗保障局", ROLE_PLATFORM_ADMIN },
	{ "zhangzhou-city", "漳州市医疗保障局", ROLE_CITY_REVIEWER },
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

void
demo_tables(struct demo *d)
{
	d->organisations = organisations;
	d->n_organisations = COUNT(organisations);
	d->accounts = accounts;
	d->n_accounts = COUNT(accounts);
	d->grants = grants;
	d->n_grants = COUNT(grants);
}

/* A credit code with the right check character, one for each institution. */
static const char *
uscc_for(struct arena *mem, const struct demo_organisation *o, size_t i)
{
	char *s;

	if (o->code == NULL)
		return NULL;
	s = arena_printf(mem, "%s%06lldMA%07zuX",
	    o->code[0] == 'H' ? "12" : "91", (long long)o->division, i);
	s[17] = uscc_check_character(s);
	return s;
}

static const struct demo_organisation *
organisation_of(const struct demo *d, const char *name)
{
	size_t i = 0;

	while (strcmp(d->organisations[i].name, name) != 0)
		i++;
	return &d->organisations[i];
}

/* All that decide may, but those of the bureau that has yet to ask. */
static void
grant(const struct demo *d, int64_t account, const struct demo_organisation *o,
    int64_t role)
{
	struct db *db = d->ctl->server.db;
	enum desk seat = desk_of((enum organisation_kind)o->kind, o->division);
	int64_t id = people_grant(db, account, o->id, role);

	if (desk_is_of(seat, role) && o->division != UNASKED)
		people_permit(db, id, o->id, seat);
}

static const struct demo_account *
account_of(const struct demo *d, const char *name)
{
	size_t i = 0;

	while (strcmp(d->accounts[i].name, name) != 0)
		i++;
	return &d->accounts[i];
}

bool
demo_people(struct demo *d)
{
	struct ctl *c = d->ctl;
	struct db *db = c->server.db;
	/* One hash for all: their password is no secret. */
	const char *hash =
	    password_hash(c->mem, &c->server.cost, DEMO_PASSWORD);

	db_begin(db);
	for (size_t i = 0; i < d->n_organisations; i++) {
		struct demo_organisation *o = &d->organisations[i];
		struct new_organisation n = { o->kind, o->division, 0, o->name,
			o->code, uscc_for(c->mem, o, i),
			/* The health insurance's own number, all over China. */
			o->kind == ORGANISATION_BUREAU ? "12393" : NULL };
		o->id = people_organisation(db, c->mem, &n);
	}
	lasting_changed(db);
	for (size_t i = 0; i < d->n_accounts; i++) {
		struct demo_account *a = &d->accounts[i];
		a->id = people_account(db, c->mem, a->name, a->kind,
		    a->display_name, hash, a->must_change);
	}
	for (size_t i = 0; i < d->n_grants; i++)
		grant(d, account_of(d, d->grants[i].account)->id,
		    organisation_of(d, d->grants[i].organisation),
		    d->grants[i].role);
	return db_commit(db) == OK;
}

void
demo_logins(const struct demo *d)
{
	printf(
	    "%-18s %-22s %s\n", "账号 account", "密码 password", "身份 role");
	for (size_t i = 0; i < d->n_grants; i++) {
		const struct demo_grant *g = &d->grants[i];
		const struct word *role = words_at(&role_words, g->role);
		const struct demo_account *a = account_of(d, g->account);
		printf("%-16s %-20s %s · %s / %s\n",
		    a->kind == ACCOUNT_UNIFIED
			? demo_phone_of(d->ctl->mem, (size_t)(a - d->accounts))
			: a->name,
		    DEMO_PASSWORD, g->organisation, role->zh, role->en);
	}
}
