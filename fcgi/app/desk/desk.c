/* The table of desks; see desk.h. */
#include "app/desk/desk.h"

#include "app/division/division.h"

enum { DISTRICT = 1, CITY = 100, PROVINCE = 10000, NATION = 1000000 };

static const struct desk_row rows[] = {
	{ DESK_DISTRICT, ORGANISATION_BUREAU, ROLE_DISTRICT_REVIEWER,
	    BY_DIVISION, DISTRICT, DESK_DISTRICT },
	{ DESK_CITY, ORGANISATION_BUREAU, ROLE_CITY_REVIEWER, BY_DIVISION, CITY,
	    DESK_CITY },
	{ DESK_PROVINCE, ORGANISATION_BUREAU, ROLE_PROVINCE_REVIEWER,
	    BY_DIVISION, PROVINCE, DESK_PROVINCE },
	{ DESK_NATION, ORGANISATION_BUREAU, ROLE_NATIONAL_REVIEWER, BY_DIVISION,
	    NATION, DESK_NATION },
	{ DESK_CITY_CENTRE, ORGANISATION_CITY_CENTRE, ROLE_CITY_CENTRE,
	    BY_DIVISION, CITY, DESK_CITY_CENTRE },
	{ DESK_BANK, ORGANISATION_BANK, ROLE_BANK_REVIEWER, BY_ADDRESSEE, 0,
	    DESK_BANK },
	{ DESK_TECHNICAL_TEAM, ORGANISATION_TECHNICAL_TEAM,
	    ROLE_TECHNICAL_REVIEWER, BY_DIVISION, PROVINCE,
	    DESK_TECHNICAL_TEAM },
	{ DESK_DATA_CENTRE, ORGANISATION_DATA_CENTRE, ROLE_DATA_CENTRE,
	    BY_DIVISION, CITY, DESK_DATA_CENTRE },
	{ DESK_PROVINCE_ADMIN, ORGANISATION_BUREAU, ROLE_PLATFORM_ADMIN,
	    BY_DIVISION, PROVINCE, DESK_PROVINCE },
	{ DESK_NATION_ADMIN, ORGANISATION_BUREAU, ROLE_PLATFORM_ADMIN,
	    BY_DIVISION, NATION, DESK_NATION },
};

const struct desk_row *
desk_row(enum desk desk)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].desk == desk)
			return &rows[i];
	return NULL;
}

enum desk
desk_of(enum organisation_kind kind, int64_t division)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].desk == rows[i].seat && rows[i].kind == kind &&
		    (rows[i].found == BY_ADDRESSEE ||
			rows[i].width == division_width(division)))
			return rows[i].desk;
	return DESK_NONE;
}

enum desk
desk_at(enum desk seat, int64_t role)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].seat == seat && (int64_t)rows[i].role == role)
			return rows[i].desk;
	return DESK_NONE;
}

bool
desk_is_top(enum desk seat)
{
	const struct desk_row *row = desk_row(seat);

	return row != NULL && row->kind == ORGANISATION_BUREAU &&
	       row->width == NATION;
}

bool
desk_is_of(enum desk desk, int64_t role)
{
	const struct desk_row *row = desk_row(desk);

	return row != NULL && (int64_t)row->role == role;
}

int64_t
desk_addressee(const struct request *r, int64_t addressee)
{
	const struct desk_row *row = desk_row((enum desk)r->actor.desk);

	return row != NULL && row->found == BY_ADDRESSEE
		   ? r->actor.organisation_id
		   : addressee;
}

bool
desk_may_read(const struct request *r, int64_t organisation_id)
{
	const struct desk_row *row = desk_row((enum desk)r->actor.desk);

	return row == NULL || row->found != BY_ADDRESSEE ||
	       r->actor.organisation_id == organisation_id;
}
