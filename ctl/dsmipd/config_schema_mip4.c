// SPDX-License-Identifier: GPL-2.0
/* The keys of the security associations of Mobile IPv4. */

#include "config_table.h"
#include "mip4_auth.h"

static const char *const schema_algorithms[] = {
	"hmac-md5", "prefix-suffix-md5", "hmac-sha1", "hmac-sha256", NULL
};

static const char *const schema_replays[] = { "timestamps", "nonces", NULL };

/* The last one is of the association of node and home agent only. */
static const struct dsmipd_config_key schema_mip4_sa[] = {
	{
		"spi", &dsmipd_config_number, .required = true,
		.help = "index of the security association",
		.min = DSMIPD_MIP4_SPI_MIN, .max = UINT32_MAX, .sample = "256",
		AT(struct dsmipd_mip4_sa, spi),
	}, {
		"algorithm", &dsmipd_config_word, .preset = "hmac-md5",
		.help = "how authenticators are computed",
		.words = schema_algorithms,
		AT(struct dsmipd_mip4_sa, algorithm),
	}, {
		"key-file", &dsmipd_config_secret_file,
		.help = "file with the key, which others must not be able to read",
		.sample = "/etc/dsmip/mn7.key",
		SECRET(struct dsmipd_mip4_sa, key, len),
	}, {
		"key", &dsmipd_config_secret,
		.help = "the key itself, in a configuration that not everybody can read",
		SECRET(struct dsmipd_mip4_sa, key, len),
	}, {
		"replay", &dsmipd_config_word, .preset = "timestamps",
		.help = "how old messages are told from new ones",
		.words = schema_replays,
		AT(struct dsmipd_mip4_sa, replay),
	},
};

const struct dsmipd_config_map dsmipd_config_map_mip4_sa = {
	.keys = schema_mip4_sa, .n_keys = SIZE(schema_mip4_sa),
	.size = sizeof(struct dsmipd_mip4_sa),
	.check = dsmipd_config_check_mip4_sa,
};

const struct dsmipd_config_map dsmipd_config_map_mip4_agent_sa = {
	.keys = schema_mip4_sa, .n_keys = SIZE(schema_mip4_sa) - 1,
	.size = sizeof(struct dsmipd_mip4_sa),
	.check = dsmipd_config_check_mip4_sa,
};
