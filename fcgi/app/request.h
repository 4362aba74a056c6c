/*
 * A request on its way through the product: who asks, through which route,
 * about which object, and what is to be answered. Handlers get nothing else.
 */
#ifndef LIANGDING_APP_REQUEST_H
#define LIANGDING_APP_REQUEST_H

#include "app/server.h"
#include "app/words.h"
#include "lib/form.h"
#include "lib/http.h"

enum { PATH_ARGS_MAX = 3 };

/* Who asks: an account in a session, and the grant it acts under. */
struct actor {
	int64_t session_id;
	int64_t facts; /* how often what follows has changed (accounts.facts) */
	int64_t account_id, account_kind, must_change_password;
	const char *account_name, *display_name;
	int64_t grant_id, role; /* 0: no grant chosen */
	int64_t via;            /* no person: by what it acts; or 0 */
	int64_t organisation_id, organisation_kind, division;
	int64_t seat;    /* the desk of its organisation, whatever its role */
	int64_t desk;    /* that it decides for, or none */
	int64_t permits; /* lists that it may review where that has to be
			  * permitted (app/permission): bits of their numbers */
	const char *organisation_name;
	struct moment now; /* the database's clock */
	struct moment last_seen_at;
};

/* Whom an object concerns; what a route's loader yields for the router. */
struct scope {
	int64_t organisation_id; /* the institution it belongs to, or 0 */
	int64_t division;        /* where that institution is */
	unsigned desks;          /* bit per desk whose reviewers see it */
	int64_t addressee_id;    /* whom it is addressed to, or 0 */
	/* Of an order, or of what belongs to one: where it is reviewed */
	const struct order_list_kind *list;
};

struct app_key;
struct held_key;
struct lasting;
struct order_list_kind;

struct problem {
	struct faults faults;
	int64_t tries_left, retry_after, offset;
	bool tells_offset; /* offset 0 means something, too */
	const char *order_no, *claimed_by;
	const struct order_decision *decision;
};

struct request {
	struct server *server;
	struct db *db;
	struct arena *mem;
	int64_t began; /* by clock_ticks() */
	struct http_request http;
	struct http_answer answer;
	const char *id; /* in every log line and problem */
	/* Whence who asks a job to act has asked; NULL: whence the request
	 * comes */
	const char *address;
	const struct route *route;
	const char *args[PATH_ARGS_MAX]; /* the path's :parts */
	struct actor actor;
	const struct app_key *app; /* whose backend asks, signed; or NULL */
	/* Why it is refused, where the error alone does not say that it goes on
	 * record (PLAT-6): "foreign", "forged_token"; NULL: it does not */
	const char *denied;
	/* What the route's act was done to and how it ended, where that is not
	 * the path's first part and "ok" */
	const char *noted_object, *noted_outcome;
	/* The struct of the object's beside, zeros where there is none; NULL
	 * when it was not read so, and is its loader's to read */
	const void *beside;
	const void *object; /* what the route's loader found */
	const void *query;  /* the struct of the route's query form */
	const void *form;   /* the struct of the route's body form */
	/* What is remembered and, as this request has read, still holds
	 * (app/lasting/lasting.h); NULL: not asked */
	struct lasting *lasting;
	void *prepared;     /* what the route's prepare step left */
	const void *result; /* the struct of the route's answer shape */
	const struct held_key *data_keys; /* opened so far (app/secret) */
	enum err broken; /* sticky: whatever is answered, it is this */
	struct problem problem;
};

typedef enum err handler(struct request *r);

/*
 * An object that may be read in the statement that checks the session, where
 * nothing is written: it costs next to nothing there.
 */
struct beside {
	const char *columns; /* members of the shape, literal */
	const char *joins;   /* LEFT JOINs that find its row by one parameter,
			      * the path's first part */
	const struct shape *shape;
	unsigned n; /* of columns */
};

/* A kind of object a route may name in its path. */
struct object {
	const char *name;
	/*
	 * Loads the object named by the first path argument into r->object
	 * and tells whom it concerns. ERR_NOT_FOUND when there is none, or
	 * request_foreign() when it is somebody else's and no scope says so.
	 */
	enum err (*load)(struct request *r, struct scope *out);
	/* A member of the account itself: no scope beyond its owner. */
	bool own;
	const struct beside *beside; /* or NULL */
};

#define MAY(role) (1u << ROLE_##role)
enum {
	ANYONE = 1 << 30,    /* without signing in */
	SIGNED_IN = 1 << 29, /* any account, with or without a grant */
	BY_APP = 1 << 28,    /* the backend of an app, signed (app/app_key) */
	BY_FEED = 1 << 24,   /* the payment platform, signed likewise */
	/* Who is connected by API, likewise, as one of its reviewers */
	BY_CONNECTION = 1 << 23,
	SIGNED = BY_APP | BY_FEED | BY_CONNECTION,
	NOBODY = 1 << 27, /* but for what its flags say */
	/* Besides: whoever some kind lets begin one, of its bureau */
	BEGINS = 1 << 26,
	/* Besides: who decides for a desk at which those named do not sit */
	DECIDES = 1 << 25,
	MAY_APPLY = MAY(OPERATOR) | BEGINS,
	/* Of a desk that some kind has a step at: request_has_role(). */
	REVIEWERS = MAY(DISTRICT_REVIEWER) | MAY(CITY_REVIEWER) |
		    MAY(CITY_CENTRE) | MAY(PROVINCE_REVIEWER) |
		    MAY(NATIONAL_REVIEWER) | MAY(BANK_REVIEWER) |
		    MAY(TECHNICAL_REVIEWER) | MAY(DATA_CENTRE),
	MAY_REVIEW = REVIEWERS | DECIDES,
	MAY_SEE_ORDERS = MAY_APPLY | MAY_REVIEW,
	/* What orders of institutions have put on file */
	MAY_SEE_RECORDS = MAY(OPERATOR) | REVIEWERS,
	/* What institutions have been paid: theirs, or their bureaus' */
	MAY_SEE_MONEY = MAY(OPERATOR) | MAY(FINANCE) | MAY(DISTRICT_REVIEWER) |
			MAY(CITY_REVIEWER) | MAY(PROVINCE_REVIEWER) |
			MAY(NATIONAL_REVIEWER),
	MAY_UNLOCK = MAY(INSTITUTION_ADMIN) | MAY(PLATFORM_ADMIN),
	/* A district's reviewers keep its institutions' accounts in order */
	MAY_OVERSEE = MAY_UNLOCK | MAY(DISTRICT_REVIEWER),
	MAY_SWITCH = MAY(PLATFORM_ADMIN),
	MAY_BROWSE = MAY_SEE_ORDERS | MAY_UNLOCK | MAY_SEE_MONEY
};

enum {
	ROUTE_WRITES = 1,    /* runs in a transaction */
	ROUTE_KEYED = 2,     /* needs an Idempotency-Key (PLAT-5) */
	ROUTE_BYTES = 4,     /* the body is application/octet-stream */
	ROUTE_FILE = 8,      /* the file cookie serves for a bearer token */
	ROUTE_COOKIE = 16,   /* lives on a cookie alone: same origin only */
	ROUTE_EARLY = 32,    /* allowed before the password is changed */
	ROUTE_RAW = 64,      /* the handler sets the answer itself */
	ROUTE_KEYABLE = 128, /* takes an Idempotency-Key where one comes */
	ROUTE_DEMO = 256,    /* in the demo's mode without signing in */
	ROUTE_PHONE = 1024,  /* where the phone simulator is on, likewise */
	ROUTE_READS = 512    /* reads, though it is a POST: it asks too much, or
			      * too personal, for an address */
};

struct route {
	enum http_method method;
	const char *path;
	unsigned access, flags;
	const struct object *object;
	const struct form *query, *form;
	const struct shape *answer;
	int status; /* of success */
	/* Before the transaction: hashing, file work; may be NULL. */
	handler *prepare;
	handler *handle;
	const char *zh, *en; /* what it does, for the documentation */
	const char *act;     /* its name on record once it is done, or NULL */
};

extern const struct route routes[];
extern const size_t routes_count;

/* Notes what is wrong at a path of the form; the handler then returns
 * ERR_INVALID. */
void request_fault(struct request *r, const struct form *form, const char *path,
    const char *code);
/* The path's part n as a number; 0, which is no id, when it is none. */
int64_t request_number(const struct request *r, int n);
/* True when the actor holds one of the roles in its acting grant, and, if it is
 * a reviewer's, it is that of its desk and orders come there. */
bool request_has_role(const struct request *r, unsigned roles);
/* The same of an actor that is nobody's who asks: its grant, role, seat, desk.
 */
bool request_may(const struct actor *a, unsigned roles);
/* True when the actor applies for that organisation: what it has begun is its
 * own. */
bool request_is_applicant(const struct request *r, int64_t organisation_id);
/* ERR_NOT_FOUND, for what exists and is not the actor's: goes on record. */
enum err request_foreign(struct request *r);
/*
 * Adds a row to the audit log in the request's transaction; what is not
 * printable in the object is escaped, and what is too long is cut.
 */
void audit_note(struct request *r, const char *act, const char *object,
    const char *outcome);

/* True when division lies in the area of the (coarser) area code. */
bool division_within(int64_t division, int64_t area);

#endif
