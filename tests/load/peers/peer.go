// The same work as ../minimal.c does, as one would write it in Go with nothing
// but its standard library and the database's driver: no sessions, grants,
// scopes, checks, idempotency or audit. For `make bench PEERS=go`.
//
//	peer SOCKET DATABASE_SOCKET USER PASSWORD KEY FILES CONNECTIONS STATEMENTS
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"

	_ "github.com/go-sql-driver/mysql"
)

var (
	db         *sql.DB
	key        []byte
	files      string
	statements = map[string]*sql.Stmt{}
	turn       atomic.Int64
)

// A request that fails ends alone: its client may just have gone.
func must(err error) {
	if err != nil {
		panic(err)
	}
}

// The session's id when the token is well signed; else 0.
func signedByUs(r *http.Request) int64 {
	token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	cut := strings.LastIndexByte(token, '.')
	if cut < 0 {
		return 0
	}
	signature, err := base64.RawURLEncoding.DecodeString(token[cut+1:])
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(token[:cut]))
	if err != nil || !hmac.Equal(signature, mac.Sum(nil)) {
		return 0
	}
	_, body, _ := strings.Cut(token[:cut], ".")
	text, err := base64.RawURLEncoding.DecodeString(body)
	var claims struct {
		Sid int64 `json:"sid"`
	}
	if err != nil || json.Unmarshal(text, &claims) != nil {
		return 0
	}
	return claims.Sid
}

func query(name string, args ...any) [][]*string {
	rows, err := statements[name].Query(args...)
	must(err)
	defer rows.Close()
	columns, err := rows.Columns()
	must(err)
	all := [][]*string{}
	for rows.Next() {
		values := make([]*string, len(columns))
		into := make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		must(rows.Scan(into...))
		all = append(all, values)
	}
	must(rows.Err())
	return all
}

func answer(w http.ResponseWriter, what any) {
	w.Header().Set("Content-Type", "application/json")
	must(json.NewEncoder(w).Encode(what))
}

func decide(no string) {
	tx, err := db.Begin()
	must(err)
	defer tx.Rollback()
	run := func(name string, args ...any) {
		_, err := tx.Stmt(statements[name]).Exec(args...)
		must(err)
	}
	var id, version, division, organisation, kind, channel int64
	var at string
	must(tx.Stmt(statements["find"]).QueryRow(no).Scan(&id, &version, &division, &organisation, &kind, &channel, &at))
	run("move", id, version)
	run("event", id)
	var desks, counts []any
	for i := 0; i < 3; i++ {
		desks = append(desks, id, kind, channel, division/10000, division/100, division, organisation, at, at)
	}
	run("desks", desks...)
	slot := 100 + turn.Add(1)%8
	scopes := []int64{division / 100, division, division / 10000}
	for i := 0; i < 9; i++ {
		scope := scopes[i%2]
		if i >= 6 {
			scope = scopes[i-6]
		}
		counts = append(counts, scope, kind, channel, slot)
	}
	run("counts", counts...)
	must(tx.Commit())
}

func keepFile(r *http.Request, id string) {
	body := make([]byte, r.ContentLength)
	_, err := io.ReadFull(r.Body, body)
	must(err)
	digest := sha256.Sum256(body)
	name := hex.EncodeToString(digest[:])
	folder := filepath.Join(files, "blobs", name[:2])
	os.Mkdir(folder, 0o750)
	spool, err := os.CreateTemp(filepath.Join(files, "spool"), "peer")
	must(err)
	_, err = spool.Write(body)
	must(err)
	must(spool.Sync())
	must(spool.Close())
	must(os.Rename(spool.Name(), filepath.Join(folder, name[2:])))
	_, err = statements["file"].Exec(digest[:], id)
	must(err)
}

func serve(w http.ResponseWriter, r *http.Request) {
	session := signedByUs(r)
	part := strings.Split(r.URL.Path, "/")
	switch {
	case session == 0:
		w.WriteHeader(http.StatusUnauthorized)
	case r.URL.Path == "/me":
		answer(w, query("me", session))
	case r.URL.Path == "/reviews":
		answer(w, []any{query("counters"), query("list")})
	case part[1] == "orders":
		decide(part[2])
		answer(w, struct{}{})
	case len(part) == 4:
		keepFile(r, part[2])
		answer(w, struct{}{})
	default:
		answer(w, query("poll", part[2]))
	}
}

func main() {
	var err error
	arg := os.Args[1:]
	files = arg[5]
	key, err = base64.StdEncoding.DecodeString(arg[4])
	must(err)
	connections, err := strconv.Atoi(arg[6])
	must(err)
	db, err = sql.Open("mysql", arg[2]+":"+arg[3]+"@unix("+arg[1]+")/liangding?charset=utf8mb4")
	must(err)
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	text, err := os.ReadFile(arg[7])
	must(err)
	texts := map[string]string{}
	must(json.Unmarshal(text, &texts))
	for name, one := range texts {
		statements[name], err = db.Prepare(one)
		must(err)
	}
	socket, err := net.Listen("unix", arg[0])
	must(err)
	must(http.Serve(socket, http.HandlerFunc(serve)))
}
