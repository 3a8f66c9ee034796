package parallel_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/parallel"
)

// bubble is the clock of the bubble that a test runs in.
func bubble() time.Time { return time.Now() } //nolint:forbidigo // not the clock of the machine

// slow takes so many seconds, or until it is no longer waited for.
func slow(ctx context.Context, seconds int) (string, error) {
	select {
	case <-time.NewTimer(time.Duration(seconds) * time.Second).C:
		return fmt.Sprint(seconds), nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

func TestValuesKeepTheirOrderAndTakeTheTimeOfTheSlowest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := bubble()
		got, err := parallel.Map(t.Context(), []int{4, 1, 3, 2}, slow)
		if diff := cmp.Diff([]string{"4", "1", "3", "2"}, got); diff != "" || err != nil {
			t.Errorf("%v %s", err, diff)
		}
		if took := bubble().Sub(began); took != 4*time.Second {
			t.Errorf("it took %s", took)
		}
	})
}

func TestALongListIsNotAskedForAllAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began, seconds := bubble(), make([]int, 80)
		for n := range seconds {
			seconds[n] = 1
		}
		if got, err := parallel.Map(t.Context(), seconds, slow); len(got) != 80 || err != nil {
			t.Errorf("%d values, %v", len(got), err)
		}
		if took := bubble().Sub(began); took != 10*time.Second {
			t.Errorf("it took %s", took)
		}
	})
}

func TestTheErrorIsThatOfTheFirstInTheListWhicheverCameFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := bubble()
		_, err := parallel.Map(t.Context(), []int{1, 3, 2, 600}, func(ctx context.Context, seconds int) (string, error) {
			text, err := slow(ctx, seconds)
			if err == nil && seconds > 1 {
				err = errors.New("the one that takes " + text)
			}
			return text, err
		})
		if err == nil || err.Error() != "the one that takes 3" {
			t.Errorf("error %v", err)
		}
		if took := bubble().Sub(began); took != 3*time.Second {
			t.Errorf("it took %s: what comes after an error is not waited for", took)
		}
	})
}

func TestTheEndOfTheContextEndsAll(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := parallel.Map(ctx, []int{1}, slow); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if got, err := parallel.Map(ctx, nil, slow); len(got) != 0 || err != nil {
		t.Errorf("nothing gives %v, %v", got, err)
	}
}
