// SPDX-License-Identifier: GPL-2.0
/* What is printed: a line a second, and a table or JSON at the end. */

#include <inttypes.h>
#include <json-c/json.h>
#include <stdio.h>

#include "mip4.h"
#include "report.h"

static const struct {
	const char *name;
	double quantile;
} report_quantiles[] = {
	{ "p50", 0.5 }, { "p90", 0.9 }, { "p99", 0.99 }, { "p99.9", 0.999 },
	{ "max", 1 },
};

#define REPORT_QUANTILES						\
	(sizeof(report_quantiles) / sizeof(report_quantiles[0]))

static struct dsmipload_count report_total(const struct dsmipload_stats *stats)
{
	struct dsmipload_count total = {};
	int kind;

	for (kind = 0; kind < DSMIPLOAD_KINDS; kind++) {
		total.sent += stats->kinds[kind].sent;
		total.accepted += stats->kinds[kind].accepted;
		total.refused += stats->kinds[kind].refused;
		total.lost += stats->kinds[kind].lost;
	}
	return total;
}

static double report_ms(const struct dsmipload_hist *hist, double quantile)
{
	return dsmipload_hist_quantile(hist, quantile) / 1e6;
}

static double report_rate(uint64_t count, uint64_t nsec)
{
	return nsec ? count * (double)DSMIPLOAD_NSEC / nsec : 0;
}

/**
 * dsmipload_report_progress() - print how far a run is
 * @stats: what has become of it so far
 * @seconds: since it began
 */
void dsmipload_report_progress(const struct dsmipload_stats *stats,
			       uint64_t seconds)
{
	struct dsmipload_count total = report_total(stats);
	static uint64_t before;

	fprintf(stderr, "%" PRIu64 " s: %" PRIu64 " sent, %" PRIu64
		" accepted (%" PRIu64 " in this second), %" PRIu64
		" refused, %" PRIu64 " lost, p99 %.3f ms\n", seconds,
		total.sent, total.accepted, total.accepted - before,
		total.refused, total.lost, report_ms(&stats->latency, 0.99));
	before = total.accepted;
}

static void report_line(const char *name, const struct dsmipload_count *count)
{
	printf("%-12s %10" PRIu64 " %10" PRIu64 " %10" PRIu64 " %10" PRIu64
	       " %10" PRIu64 "\n", name, count->sent,
	       count->accepted + count->refused, count->accepted,
	       count->refused, count->lost);
}

static void report_extra(const char *text, uint64_t count)
{
	if (count)
		printf("%-44s %10" PRIu64 "\n", text, count);
}

/* Refusals, and whatever else there was. */
static void report_extras(const struct dsmipload_config *config,
			  const struct dsmipload_stats *stats)
{
	bool mip4 = config->protocol == DSMIPLOAD_MIP4;
	char text[80];
	int i;

	for (i = 0; i < 256; i++) {
		snprintf(text, sizeof(text), "%s %d: %s",
			 mip4 ? "code" : "status", i,
			 mip4 ? dsmipd_mip4_code_name(i) :
				dsmipd_mh_status_name(i));
		report_extra(text, stats->status[i]);
	}
	report_extra("sent again", stats->retransmitted);
	report_extra(mip4 ? "sent again with the time of the home agent" :
			    "sent again with a newer sequence number",
		     stats->resent);
	report_extra("accepted, but not all of it", stats->incomplete);
	report_extra("binding errors", stats->errors);
	report_extra("answers too late or twice", stats->strays);
	report_extra("answers to another address or port", stats->misdelivered);
	report_extra("answers without authentication", stats->unsigned_);
	report_extra("packets that are no answer", stats->malformed);
	report_extra("packets that the kernel did not take", stats->unsent);
}

static void report_table(const struct dsmipload_config *config,
			 const struct dsmipload_stats *stats, uint64_t nsec)
{
	struct dsmipload_count total = report_total(stats);
	size_t i;
	int kind;

	printf("%-12s %10s %10s %10s %10s %10s\n", "", "sent", "answered",
	       "accepted", "refused", "lost");
	for (kind = 0; kind < DSMIPLOAD_KINDS; kind++)
		if (stats->kinds[kind].sent)
			report_line(dsmipload_load_kind(kind),
				    &stats->kinds[kind]);
	report_line("total", &total);
	report_extras(config, stats);
	printf("accepted: %.1f a second in %.3f s\n",
	       report_rate(total.accepted, nsec),
	       nsec / (double)DSMIPLOAD_NSEC);
	printf("latency in ms:");
	for (i = 0; i < REPORT_QUANTILES; i++)
		printf("%s %s %.3f", i ? "," : "", report_quantiles[i].name,
		       report_ms(&stats->latency,
				 report_quantiles[i].quantile));
	printf("\n");
}

static void report_add(struct json_object *object, const char *name,
		       uint64_t number)
{
	json_object_object_add(object, name, json_object_new_uint64(number));
}

static struct json_object *report_count(const struct dsmipload_count *count)
{
	struct json_object *object = json_object_new_object();

	report_add(object, "sent", count->sent);
	report_add(object, "answered", count->accepted + count->refused);
	report_add(object, "accepted", count->accepted);
	report_add(object, "refused", count->refused);
	report_add(object, "lost", count->lost);
	return object;
}

static struct json_object *report_kinds(const struct dsmipload_stats *stats)
{
	struct json_object *object = json_object_new_object();
	int kind;

	for (kind = 0; kind < DSMIPLOAD_KINDS; kind++)
		json_object_object_add(object, dsmipload_load_kind(kind),
				       report_count(&stats->kinds[kind]));
	return object;
}

static struct json_object *report_status(const struct dsmipload_stats *stats)
{
	struct json_object *object = json_object_new_object();
	char name[16];
	int status;

	for (status = 0; status < 256; status++) {
		if (!stats->status[status])
			continue;
		snprintf(name, sizeof(name), "%d", status);
		report_add(object, name, stats->status[status]);
	}
	return object;
}

/* Microseconds: JSON of this project has whole numbers where it can. */
static struct json_object *report_latency(const struct dsmipload_hist *hist)
{
	struct json_object *object = json_object_new_object();
	size_t i;

	report_add(object, "count", hist->count);
	report_add(object, "min", hist->min / 1000);
	report_add(object, "mean",
		   hist->count ? hist->sum / hist->count / 1000 : 0);
	for (i = 0; i < REPORT_QUANTILES; i++) {
		uint64_t value;

		value = dsmipload_hist_quantile(hist,
						report_quantiles[i].quantile);
		report_add(object, report_quantiles[i].name, value / 1000);
	}
	return object;
}

static void report_json(const struct dsmipload_stats *stats, uint64_t nsec)
{
	struct dsmipload_count total = report_total(stats);
	struct json_object *object = report_count(&total);

	json_object_object_add(object, "kinds", report_kinds(stats));
	json_object_object_add(object, "status", report_status(stats));
	report_add(object, "retransmitted", stats->retransmitted);
	report_add(object, "resent", stats->resent);
	report_add(object, "incomplete", stats->incomplete);
	report_add(object, "binding_errors", stats->errors);
	report_add(object, "strays", stats->strays);
	report_add(object, "misdelivered", stats->misdelivered);
	report_add(object, "unsigned", stats->unsigned_);
	report_add(object, "malformed", stats->malformed);
	report_add(object, "unsent", stats->unsent);
	report_add(object, "usec", nsec / 1000);
	report_add(object, "user_usec", stats->user);
	json_object_object_add(object, "rate",
			       json_object_new_double(report_rate(total.accepted,
								  nsec)));
	json_object_object_add(object, "latency_usec",
			       report_latency(&stats->latency));
	printf("%s\n", json_object_to_json_string_ext(object,
						      JSON_C_TO_STRING_PLAIN));
	json_object_put(object);
}

/**
 * dsmipload_report() - print what has become of the load
 * @config: the load
 * @stats: what has become of it
 * @nsec: how long it took, nanoseconds
 *
 * Return: how many requests were accepted.
 */
uint64_t dsmipload_report(const struct dsmipload_config *config,
			  const struct dsmipload_stats *stats, uint64_t nsec)
{
	if (config->json)
		report_json(stats, nsec);
	else
		report_table(config, stats, nsec);
	return report_total(stats).accepted;
}
