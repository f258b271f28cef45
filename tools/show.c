// SPDX-License-Identifier: GPL-2.0
/*
 * "vsw show", all of it at a glance: a dump of each kind of object, joined in
 * memory, so that a thousand ports cost no more requests than one.
 */

#include <linux/genetlink.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/vsw.h>

#include "command.h"
#include "parse.h"
#include "stats.h"

#define WIDTH		100
#define REASONS_MAX	128

/**
 * struct view - What there is, in the order in which it is searched
 * @switches: switches
 * @networks: by switch
 * @ports: by switch
 * @vlans: by port
 * @guards: by port
 * @members: the vlans again, by switch and network
 * @vteps: by switch
 * @peers: by switch and vtep
 * @stats: by switch
 */
struct view {
	struct rows switches;
	struct rows networks;
	struct rows ports;
	struct rows vlans;
	struct rows guards;
	struct rows members;
	struct rows vteps;
	struct rows peers;
	struct rows stats;
};

static const struct sort vlans_by_port[] = {
	{ VSW_A_VLAN_PORT, ORDER_TEXT },
	{ VSW_A_VLAN_VID, ORDER_NUMBER },
	{ }
};

static const struct sort guards_by_port[] = {
	{ VSW_A_GUARD_PORT, ORDER_TEXT },
	{ VSW_A_GUARD_VID, ORDER_NUMBER },
	{ }
};

static const struct sort vlans_by_network[] = {
	{ VSW_A_VLAN_SWITCH, ORDER_TEXT },
	{ VSW_A_VLAN_NETWORK, ORDER_TEXT },
	{ }
};

/* Rows of which the first one or two sort keys have these texts. */
static const struct row *find(const struct rows *rows, u16 attr1,
			      const char *text1, u16 attr2,
			      const char *text2, size_t *n)
{
	const u16 attrs[] = { attr1, attr2, 0 };
	const char *const texts[] = { text1, text2 };

	return rows_find(rows, attrs, texts, n);
}

/* Return: exit status. */
static int load(struct view *v, const char *name)
{
	const struct {
		const struct object *object;
		struct rows *rows;
	} parts[] = {
		{ &network_object, &v->networks },
		{ &port_object, &v->ports },
		{ &vlan_object, &v->vlans },
		{ &guard_object, &v->guards },
		{ &vtep_object, &v->vteps },
		{ &peer_object, &v->peers },
		{ &stats_object, &v->stats },
	};
	int status;
	size_t i;

	if (name)
		status = object_report(&switch_object,
				       switch_get(name, &v->switches));
	else
		status = object_dump_all(&switch_object, NULL, &v->switches);
	for (i = 0; !status && i < sizeof(parts) / sizeof(*parts); i++)
		status = object_dump_all(parts[i].object, name,
					 parts[i].rows);
	v->members = rows_copy(&v->vlans);
	rows_sort(&v->vlans, vlans_by_port);
	rows_sort(&v->guards, guards_by_port);
	rows_sort(&v->members, vlans_by_network);
	return status;
}

static void unload(struct view *v)
{
	rows_free(&v->switches);
	rows_free(&v->networks);
	rows_free(&v->ports);
	rows_free(&v->vlans);
	rows_free(&v->guards);
	rows_free(&v->members);
	rows_free(&v->vteps);
	rows_free(&v->peers);
	rows_free(&v->stats);
}

/**
 * struct line - A line of text that may have to be continued
 * @column: how long it is
 * @indent: how continuation lines begin
 */
struct line {
	int column;
	int indent;
};

static void item(struct line *line, const char *fmt, ...)
	__printf(2, 3);

static void item(struct line *line, const char *fmt, ...)
{
	char text[128];
	va_list args;
	int len;

	va_start(args, fmt);
	len = vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	if (line->column + 1 + len > WIDTH && line->column > line->indent) {
		printf("\n%*s", line->indent, "");
		line->column = line->indent;
	}
	line->column += printf(" %s", text);
}

/* The longest name, that those of its kind stand in a column. */
static int name_width(const struct row *row, size_t n, u16 attr)
{
	size_t width = 0;
	size_t len;

	while (n--) {
		len = strlen(row_text(row++, attr));
		if (len > width)
			width = len;
	}
	return width;
}

static void text_network(const struct row *row, int width, size_t members)
{
	struct line line = { .indent = 4 + 4 };

	line.column = printf("    network %-*s", width,
			     row_text(row, VSW_A_NETWORK_NAME));
	item(&line, "id %llu", row_number(row, VSW_A_NETWORK_ID));
	if (row_number(row, VSW_A_NETWORK_VNI))
		item(&line, "vni %llu",
		     row_number(row, VSW_A_NETWORK_VNI));
	if (row_number(row, VSW_A_NETWORK_MTU))
		item(&line, "mtu %llu",
		     row_number(row, VSW_A_NETWORK_MTU));
	if (!row_number(row, VSW_A_NETWORK_LEARNING))
		item(&line, "learning off");
	if (!row_number(row, VSW_A_NETWORK_FLOOD))
		item(&line, "flood off");
	item(&line, "members %zu", members);
	item(&line, "learned %llu",
	     row_number(row, VSW_A_NETWORK_FDB_LEARNED));
	putchar('\n');
}

static void show_networks(const struct view *v, const char *name)
{
	struct value value;
	const struct row *row;
	size_t n, members;
	int width;

	row = find(&v->networks, VSW_A_NETWORK_SWITCH, name, 0, NULL, &n);
	width = name_width(row, n, VSW_A_NETWORK_NAME);
	out_begin_array("networks");
	for (; n--; row++) {
		find(&v->members, VSW_A_VLAN_SWITCH, name, VSW_A_VLAN_NETWORK,
		     row_text(row, VSW_A_NETWORK_NAME), &members);
		if (!out_is_json()) {
			text_network(row, width, members);
			continue;
		}
		out_begin_object(NULL);
		object_print(&network_object, row);
		value = value_number(members);
		out_print("members", &value, NULL);
		out_end();
	}
	out_end();
}

static void text_port_flags(struct line *line, const struct row *row)
{
	static const char *const types[] = { NULL, "internal", "local" };
	u64 type = row_number(row, VSW_A_PORT_TYPE);

	item(line, row_number(row, VSW_A_PORT_UP) ? "up  " : "down");
	if (type < 3 && types[type])
		item(line, "%s", types[type]);
	if (row_number(row, VSW_A_PORT_STATE) == VSW_PORT_STATE_CLOSED)
		item(line, "closed");
	if (!row->attr[VSW_A_PORT_IFINDEX])
		item(line, "no device");
	if (row_number(row, VSW_A_PORT_UPLINK)) {
		item(line, "uplink");
		if (!row_number(row, VSW_A_PORT_SPLIT_HORIZON))
			item(line, "split-horizon off");
	}
	if (row_number(row, VSW_A_PORT_ISOLATED))
		item(line, "isolated");
	if (row_number(row, VSW_A_PORT_RESERVED_GROUPS))
		item(line, "reserved-groups");
}

/**
 * struct attached - The attachments of a port
 * @vlan: by VLAN id
 * @n: how many there are
 * @guard: those that are guarded, by VLAN id
 * @guards: how many these are
 */
struct attached {
	const struct row *vlan;
	size_t n;
	const struct row *guard;
	size_t guards;
};

static bool is_guarded(const struct attached *attached, u64 vid)
{
	size_t i;

	for (i = 0; i < attached->guards; i++)
		if (row_number(&attached->guard[i], VSW_A_GUARD_VID) == vid)
			return true;
	return false;
}

static void text_port(const struct row *row, int width,
		      const struct attached *attached)
{
	struct line line = { .indent = 4 + 5 + width };
	const struct row *vlan = attached->vlan;
	const char *network, *guarded;
	size_t n;
	u64 vid;

	line.column = printf("    port %-*s", width,
			     row_text(row, VSW_A_PORT_NAME));
	text_port_flags(&line, row);
	if (!attached->n)
		item(&line, "no network");
	for (n = attached->n; n--; vlan++) {
		vid = row_number(vlan, VSW_A_VLAN_VID);
		network = row_text(vlan, VSW_A_VLAN_NETWORK);
		guarded = is_guarded(attached, vid) ? " guarded" : "";
		if (vid)
			item(&line, "%llu->%s%s", vid, network, guarded);
		else
			item(&line, "untagged->%s%s", network, guarded);
	}
	putchar('\n');
}

static void json_port(const struct row *row, const struct attached *attached)
{
	const struct row *vlan = attached->vlan;
	struct value value;
	size_t n;
	u64 vid;

	out_begin_object(NULL);
	object_print(&port_object, row);
	out_begin_array("vlans");
	for (n = attached->n; n--; vlan++) {
		vid = row_number(vlan, VSW_A_VLAN_VID);
		out_begin_object(NULL);
		value = value_number(vid);
		out_print("vid", &value, NULL);
		value = value_string(row_text(vlan, VSW_A_VLAN_NETWORK));
		out_print("network", &value, NULL);
		value = value_bool(is_guarded(attached, vid));
		out_print("guarded", &value, NULL);
		out_end();
	}
	out_end();
	out_end();
}

static void show_ports(const struct view *v, const char *name)
{
	struct attached attached;
	const struct row *row;
	const char *port;
	size_t n;
	int width;

	row = find(&v->ports, VSW_A_PORT_SWITCH, name, 0, NULL, &n);
	width = name_width(row, n, VSW_A_PORT_NAME);
	out_begin_array("ports");
	for (; n--; row++) {
		port = row_text(row, VSW_A_PORT_NAME);
		attached.vlan = find(&v->vlans, VSW_A_VLAN_PORT, port, 0, NULL,
				     &attached.n);
		attached.guard = find(&v->guards, VSW_A_GUARD_PORT, port, 0,
				      NULL, &attached.guards);
		if (out_is_json())
			json_port(row, &attached);
		else
			text_port(row, width, &attached);
	}
	out_end();
}

static struct value address_of(const struct object *object, u16 attr,
			       const struct row *row)
{
	struct value value;

	if (!object_value(object, attr, row, &value))
		value = value_string("?");
	return value;
}

static bool same_peer(const struct row *a, const struct row *b)
{
	const struct value x = address_of(&peer_object, VSW_A_PEER_ADDRESS, a);
	const struct value y = address_of(&peer_object, VSW_A_PEER_ADDRESS, b);

	return !strcmp(x.text, y.text);
}

static void text_peers(const struct row *row, size_t n)
{
	struct line line = { .indent = 8 + 4 };
	const struct row *first;
	struct value address;

	while (n) {
		first = row;
		address = address_of(&peer_object, VSW_A_PEER_ADDRESS, row);
		line.column = printf("        peer %s", address.text);
		for (; n && same_peer(first, row); n--, row++) {
			if (row->attr[VSW_A_PEER_NETWORK])
				item(&line, "%s",
				     row_text(row, VSW_A_PEER_NETWORK));
			else
				item(&line, "all networks");
		}
		putchar('\n');
	}
}

static void text_vtep(const struct row *row, const struct row *peer, size_t n)
{
	struct value local = address_of(&vtep_object, VSW_A_VTEP_LOCAL, row);

	printf("    vtep %s %s port %llu%s%s\n",
	       row_text(row, VSW_A_VTEP_NAME), local.text,
	       row_number(row, VSW_A_VTEP_UDP_PORT),
	       row_number(row, VSW_A_VTEP_LEARNING) ? "" : " learning off",
	       row_number(row, VSW_A_VTEP_UNKNOWN_PEER) ?
	       " unknown-peer accept" : "");
	text_peers(peer, n);
}

static void json_vtep(const struct row *row, const struct row *peer, size_t n)
{
	struct value value;

	out_begin_object(NULL);
	object_print(&vtep_object, row);
	out_begin_array("peers");
	for (; n--; peer++) {
		out_begin_object(NULL);
		value = address_of(&peer_object, VSW_A_PEER_ADDRESS, peer);
		out_print("address", &value, NULL);
		value = value_string(row_text(peer, VSW_A_PEER_NETWORK));
		if (peer->attr[VSW_A_PEER_NETWORK])
			out_print("network", &value, NULL);
		out_end();
	}
	out_end();
	out_end();
}

static void show_vteps(const struct view *v, const char *name)
{
	const struct row *row, *peer;
	size_t n, peers;

	row = find(&v->vteps, VSW_A_VTEP_SWITCH, name, 0, NULL, &n);
	out_begin_array("vteps");
	for (; n--; row++) {
		peer = find(&v->peers, VSW_A_PEER_SWITCH, name,
			    VSW_A_PEER_VTEP, row_text(row, VSW_A_VTEP_NAME),
			    &peers);
		if (out_is_json())
			json_vtep(row, peer, peers);
		else
			text_vtep(row, peer, peers);
	}
	out_end();
}

static void add_drop(struct drop *sums, size_t *n, const struct drop *drop)
{
	size_t i;

	for (i = 0; i < *n; i++)
		if (!strcmp(sums[i].reason, drop->reason))
			break;
	if (i == REASONS_MAX)
		return;
	if (i == *n)
		sums[(*n)++] = (struct drop){ .reason = drop->reason };
	sums[i].packets += drop->packets;
}

static int compare_drops(const void *a, const void *b)
{
	return strcmp(((const struct drop *)a)->reason,
		      ((const struct drop *)b)->reason);
}

/*
 * The drops of a switch by reason. Each counts on one port or vtep; what a
 * network has is the same packets once more.
 */
static size_t sum_drops(const struct view *v, const char *name,
			struct drop *sums)
{
	const struct nlattr *attr;
	const struct row *row;
	struct drop drop;
	size_t rows, n = 0;

	row = find(&v->stats, VSW_A_STATS_SWITCH, name, 0, NULL, &rows);
	for (; rows--; row++) {
		if (row_number(row, VSW_A_STATS_KIND) ==
		    VSW_STATS_KIND_NETWORK)
			continue;
		mnl_attr_for_each(attr, row->msg, sizeof(struct genlmsghdr))
			if (drop_parse(attr, &drop))
				add_drop(sums, &n, &drop);
	}
	qsort(sums, n, sizeof(*sums), compare_drops);
	return n;
}

static void show_drops(const struct view *v, const char *name)
{
	struct drop sums[REASONS_MAX];
	size_t n = sum_drops(v, name, sums);
	struct line line = { .indent = 8 };
	struct value value;
	size_t i;

	out_begin_object("drops");
	if (n && !out_is_json())
		line.column = printf("    drops");
	for (i = 0; i < n; i++) {
		value = value_number(sums[i].packets);
		if (out_is_json())
			out_print(sums[i].reason, &value, NULL);
		else
			item(&line, "%s %s", sums[i].reason, value.text);
	}
	if (n)
		out_print(NULL, NULL, "\n");
	out_end();
}

static void show_switch(const struct view *v, const struct row *row)
{
	const char *name = row_text(row, VSW_A_SWITCH_NAME);

	out_begin_object(NULL);
	if (out_is_json())
		object_print(&switch_object, row);
	else
		printf("switch %s ports %llu networks %llu fdb-entries %llu\n",
		       name,
		       row_number(row, VSW_A_SWITCH_PORTS),
		       row_number(row, VSW_A_SWITCH_NETWORKS),
		       row_number(row, VSW_A_SWITCH_FDB_ENTRIES));
	show_networks(v, name);
	show_ports(v, name);
	show_vteps(v, name);
	show_drops(v, name);
	out_end();
}

int show_run(struct args *args, const struct options *options)
{
	struct view view = { 0 };
	const char *name = NULL;
	int status;
	size_t i;

	(void)options;
	if (args->next < args->n)
		name = args->word[args->next++];
	if (args->next < args->n)
		return args_unknown(args);
	if (name && !parse_name(name, 1, 15)) {
		field_refuse(switch_object.field, name);
		return VSW_USAGE;
	}
	status = load(&view, name);
	if (!status) {
		out_begin_array(NULL);
		for (i = 0; i < view.switches.n; i++)
			show_switch(&view, &view.switches.row[i]);
		out_end();
	}
	unload(&view);
	return status;
}
