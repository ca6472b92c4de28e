package formula

import (
	"math"
	"testing"
)

func TestDuration(t *testing.T) {
	const day = 86400.0
	for text, want := range map[string]float64{
		"2592000": 30 * day, "2_592_000": 30 * day, "30d": 30 * day, "'30 days'": 30 * day, `"30d"`: 30 * day, "1h 30m": 5400, "15 min": 900, "P30D": 30 * day, "PT12H": 43200, "P1DT12H": 1.5 * day, "P1M": 2629800,
		"60 * 60 * 24 * 30": 30 * day, "1000L * 60": 60000, "(60*60)*2": 7200, "30 * 24 * time.Hour": 30 * day, "time.Hour * 24": day, "24*time.Hour - time.Minute": day - 60, "time.Duration(15) * time.Minute": 900,
		"timedelta(days=30)": 30 * day, "datetime.timedelta(hours=1, minutes=30)": 5400, "timedelta(7)": 7 * day, "timedelta(weeks = 2)": 14 * day, "timedelta(0, 3600)": 3600,
		"Duration.ofDays(30)": 30 * day, "java.time.Duration.ofMinutes(15)": 900, "Duration.of(12, ChronoUnit.HOURS)": 43200, "TimeUnit.DAYS.toSeconds(30)": 30 * day, "TimeUnit.DAYS.toMillis(1)": day * 1000, "Period.ofWeeks(2)": 14 * day,
		"ms('2 days')": 2 * day * 1000, "ms('2 days') / 1000": 2 * day, "dayjs.duration(30, 'days')": 30 * day, "1y": 31557600,
	} {
		if got, ok := Duration(text); !ok || math.Abs(got-want) > 1e-6*want {
			t.Errorf("%s: %v %v, want %v", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "x", "config.ttl", "process.env.TTL", "30x", "30 parsecs", "P", "(", "time.Now()", "f(30)", "30 *", "timedelta(days=x)", "'soon'", "P30X", "1e999", "9 ** 9", string(make([]byte, 500))} {
		if got, ok := Duration(text); ok {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func FuzzDuration(f *testing.F) {
	for _, s := range []string{"30d", "timedelta(days=30)", "Duration.of(1, ChronoUnit.DAYS)", "((((", "P1DT1H", "1 * (2 + time.Hour)", "ms('"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if v, ok := Duration(s); ok && (math.IsNaN(v) || math.IsInf(v, 0)) {
			t.Errorf("%q: %v", s, v)
		}
	})
}
