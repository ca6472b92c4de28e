package advisory

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"bartizan/internal/advisory/osv"
)

// A cveNumber is a CVE id as a number that sorts as ids do: six bits of the year since 1999, 26 of the number.
type cveNumber uint32

func parseCVE(id string) (cveNumber, bool) {
	rest, ok := strings.CutPrefix(id, "CVE-")
	year, number, cut := strings.Cut(rest, "-")
	y, err := strconv.ParseUint(year, 10, 16)
	n, err2 := strconv.ParseUint(number, 10, 32)
	if !ok || !cut || err != nil || err2 != nil || len(year) != 4 || len(number) < 4 || y < 1999 || y >= 1999+64 || n >= 1<<26 {
		return 0, false
	}
	return cveNumber((y-1999)<<26 | n), true
}

// listRow is the size of a row of KEV and of EPSS: a cveNumber, then four bytes.
const listRow = 8

// maxListRows bounds a list: there are not a million CVEs yet.
const maxListRows = 4_000_000

// A List says what is known of KEV or EPSS in a store.
type List struct {
	Rows int       `json:"rows"`
	Date time.Time `json:"date"` // newest entry (KEV) or day of the model's run (EPSS), zero when unknown
}

// readKEV reads CISA's catalog: the csv of the agency, or cve,dateAdded,ransomware. Columns are found by their names. It
// returns rows sorted by CVE: {u32 CVE, u16 days since 1970, u8 ransomware, 0}.
func readKEV(r io.Reader) ([]byte, List, error) {
	in := csv.NewReader(r)
	in.FieldsPerRecord = -1
	names, err := in.Read()
	if err != nil {
		return nil, List{}, fmt.Errorf("reading the list of exploited flaws: %w", err)
	}
	column := func(wanted ...string) int {
		return slices.IndexFunc(names, func(n string) bool { return slices.Contains(wanted, strings.ToLower(strings.TrimSpace(n))) })
	}
	cve, added, ransomware := column("cve", "cveid"), column("dateadded"), column("ransomware", "knownransomwarecampaignuse")
	if cve < 0 || added < 0 {
		return nil, List{}, errors.New("reading the list of exploited flaws: its head names no cve and dateAdded")
	}
	var rows [][listRow]byte
	var list List
	for line := 2; ; line++ {
		fields, err := in.Read()
		if err == io.EOF {
			break
		}
		if err != nil || max(cve, added) >= len(fields) || len(rows) >= maxListRows {
			return nil, List{}, fmt.Errorf("reading the list of exploited flaws: line %d: %w", line, cmpError(err))
		}
		number, ok := parseCVE(fields[cve])
		day := osv.Date(fields[added])
		if !ok || days(day) == 0 {
			return nil, List{}, fmt.Errorf("reading the list of exploited flaws: line %d is not a CVE and a date", line)
		}
		var row [listRow]byte
		binary.LittleEndian.PutUint32(row[:], uint32(number))
		binary.LittleEndian.PutUint16(row[4:], uint16(days(day)))
		if ransomware >= 0 && ransomware < len(fields) && strings.EqualFold(fields[ransomware], "known") {
			row[6] = 1
		}
		rows = append(rows, row)
		if day.After(list.Date) {
			list.Date = day
		}
	}
	return list.pack(rows)
}

func cmpError(err error) error {
	if err == nil {
		return errors.New("too few fields or too many lines")
	}
	return err
}

// pack sorts rows and drops all but the first of a CVE.
func (l List) pack(rows [][listRow]byte) ([]byte, List, error) {
	slices.SortFunc(rows, func(a, b [listRow]byte) int {
		if c := int64(binary.LittleEndian.Uint32(a[:])) - int64(binary.LittleEndian.Uint32(b[:])); c != 0 {
			return int(c)
		}
		return bytes.Compare(a[:], b[:])
	})
	rows = slices.CompactFunc(rows, func(a, b [listRow]byte) bool { return [4]byte(a[:4]) == [4]byte(b[:4]) })
	l.Rows = len(rows)
	out := make([]byte, 0, len(rows)*listRow)
	for _, row := range rows {
		out = append(out, row[:]...)
	}
	return out, l, nil
}

// readEPSS reads FIRST's csv: a comment with score_date, then cve,epss,percentile. It returns rows sorted by CVE:
// {u32 CVE, u16 probability, u16 percentile}, both in 1/65535.
func readEPSS(r io.Reader) ([]byte, List, error) {
	var rows [][listRow]byte
	var list List
	lines := bufio.NewScanner(io.LimitReader(r, 1<<30))
	for line := 1; lines.Scan(); line++ {
		text := strings.TrimSpace(lines.Text())
		if strings.HasPrefix(text, "#") {
			_, after, _ := strings.Cut(text, "score_date:")
			stamp, _, _ := strings.Cut(after, ",")
			if len(stamp) > 10 {
				stamp = stamp[:10]
			}
			list.Date = osv.Date(stamp)
			continue
		}
		fields := strings.Split(text, ",")
		if text == "" || strings.EqualFold(fields[0], "cve") {
			continue
		}
		number, ok := parseCVE(fields[0])
		if !ok || len(fields) != 3 || len(rows) >= maxListRows {
			return nil, List{}, fmt.Errorf("reading the exploit predictions: line %d is not a CVE, a probability and a percentile", line)
		}
		var row [listRow]byte
		binary.LittleEndian.PutUint32(row[:], uint32(number))
		for i, f := range fields[1:] {
			x, err := strconv.ParseFloat(f, 64)
			if err != nil || !(x >= 0 && x <= 1) {
				return nil, List{}, fmt.Errorf("reading the exploit predictions: line %d: %q is not between 0 and 1", line, f)
			}
			binary.LittleEndian.PutUint16(row[4+2*i:], uint16(math.Round(x*65535)))
		}
		rows = append(rows, row)
	}
	if err := lines.Err(); err != nil {
		return nil, List{}, fmt.Errorf("reading the exploit predictions: %w", err)
	}
	return list.pack(rows)
}
