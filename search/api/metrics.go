package api

import (
	"context"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"verbatim/corpus/library"
	"verbatim/search"
	"verbatim/search/admit"
)

// metrics measure the requests of a process for Prometheus. A label is a route,
// never an address: what is asked is nobody's business.
type metrics struct {
	registry *prometheus.Registry
	duration *prometheus.HistogramVec
}

func newMetrics() *metrics {
	m := &metrics{prometheus.NewRegistry(), prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name:    "verbatim_request_duration_seconds",
		Help:    "How long requests took, by route, method and status.",
		Buckets: prometheus.ExponentialBuckets(0.0005, 2, 15), // half a millisecond to 8 seconds
	}, []string{"route", "method", "status"})}
	m.registry.MustRegister(m.duration, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// measure observes a request. It is to come before all that answers.
func (m *metrics) measure(c *gin.Context) {
	start := time.Now()
	c.Next()
	route := c.FullPath()
	if route == "" {
		route = "none"
	}
	m.duration.WithLabelValues(route, knownMethod(c.Request.Method), strconv.Itoa(c.Writer.Status())).Observe(time.Since(start).Seconds())
}

// knownMethod bounds the values of a label that a client chooses.
func knownMethod(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost:
		return method
	}
	return "other"
}

// follow measures how far a library is behind the one that it follows.
func (m *metrics) follow(searcher *search.Searcher, follows func() *library.Following) {
	gauge := func(name, help string, value func(*library.Following) float64) {
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, func() float64 { return value(follows()) }))
	}
	gauge("verbatim_following_behind_revisions", "How many revisions of the library that is followed the answers are behind, as far as is known; NaN if the index does not answer.",
		func(f *library.Following) float64 {
			ctx, cancel := context.WithTimeout(admit.Outside(context.Background()), deadline)
			defer cancel()
			own, err := searcher.Indexed(ctx)
			if err != nil {
				return math.NaN()
			}
			return float64(max(0, f.Revision-own))
		})
	gauge("verbatim_following_answered_seconds", "How long ago the server that is followed answered last; +Inf if it never did.",
		func(f *library.Following) float64 {
			if f.Seen.IsZero() {
				return math.Inf(1)
			}
			return max(0, time.Since(f.Seen).Seconds())
		})
}

// handler returns what was measured, in Prometheus's text format.
func (m *metrics) handler() gin.HandlerFunc {
	return gin.WrapH(promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
}
