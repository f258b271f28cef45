// SPDX-License-Identifier: GPL-2.0
/*
 * The everyday verbs of Open vSwitch. VLAN N of theirs is a network "vlanN",
 * which is made when it is missing; frames without a tag are in VLAN 0 unless
 * the port says otherwise.
 */

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <linux/vsw.h>

#include "command.h"
#include "parse.h"

#define VLANS_MAX	4095	/* 0 to 4094 */

/**
 * struct ovs_port - What add-port was asked for
 * @br: switch
 * @dev: netdevice
 * @internal: it is to be made
 * @has_tag: frames without a tag are in VLAN @tag
 * @tag: VLAN id
 * @has_trunks: there are @trunks
 * @trunks: VLAN ids of tagged frames
 * @n_trunks: how many
 */
struct ovs_port {
	const char *br;
	const char *dev;
	bool internal;
	bool has_tag;
	u16 tag;
	bool has_trunks;
	u16 trunks[VLANS_MAX];
	size_t n_trunks;
};

/* The VLANs whose networks this command made. */
struct made {
	u16 vlan[VLANS_MAX + 1];
	size_t n;
};

static bool is_absent(const struct nl_error *error)
{
	return error->err == -ENOENT || error->err == -ENODEV;
}

/* Takes the next word as the name of an interface. */
static bool take_name(struct args *args, const struct object *object,
		      const char **name)
{
	const char *word;

	if (args->next == args->n) {
		args_unknown(args);
		return false;
	}
	word = args->word[args->next++];
	if (!parse_name(word, 1, 15)) {
		field_refuse(object->field, word);
		return false;
	}
	*name = word;
	return true;
}

static bool take_end(struct args *args)
{
	if (args->next == args->n)
		return true;
	args_unknown(args);
	return false;
}

static int create_switch(const char *br)
{
	struct nl_buffer buf;
	struct nlmsghdr *msg = nl_prepare(&buf, VSW_CMD_SWITCH_NEW);

	mnl_attr_put_strz(msg, VSW_A_SWITCH_NAME, br);
	return object_report(&switch_object, nl_do(msg, NULL));
}

static const struct nl_error *delete_switch(const char *br)
{
	struct nl_buffer buf;
	struct nlmsghdr *msg = nl_prepare(&buf, VSW_CMD_SWITCH_DEL);

	mnl_attr_put_strz(msg, VSW_A_SWITCH_NAME, br);
	return nl_do(msg, NULL);
}

static struct nlmsghdr *prepare_network(struct nl_buffer *buf, u8 cmd,
					const char *br, u16 vlan)
{
	struct nlmsghdr *msg = nl_prepare(buf, cmd);
	char name[16];

	snprintf(name, sizeof(name), "vlan%u", vlan);
	mnl_attr_put_strz(msg, VSW_A_NETWORK_SWITCH, br);
	mnl_attr_put_strz(msg, VSW_A_NETWORK_NAME, name);
	return msg;
}

/* Makes the network of a VLAN unless it is there. Return: exit status. */
static int need_network(const char *br, u16 vlan, struct made *made)
{
	const struct nl_error *error;
	struct nl_buffer buf;

	error = nl_do(prepare_network(&buf, VSW_CMD_NETWORK_GET, br, vlan),
		      NULL);
	if (!error->err)
		return VSW_OK;
	error = nl_do(prepare_network(&buf, VSW_CMD_NETWORK_NEW, br, vlan),
		      NULL);
	if (!error->err)
		made->vlan[made->n++] = vlan;
	return error->err == -EEXIST ? VSW_OK :
				       object_report(&network_object, error);
}

static int attach(const char *br, const char *dev, u16 vid, u16 vlan,
		  struct made *made)
{
	struct nl_buffer buf;
	struct nlmsghdr *msg;
	char name[16];
	int status;

	status = need_network(br, vlan, made);
	if (!status) {
		snprintf(name, sizeof(name), "vlan%u", vlan);
		msg = nl_prepare(&buf, VSW_CMD_VLAN_NEW);
		mnl_attr_put_strz(msg, VSW_A_VLAN_PORT, dev);
		mnl_attr_put_u16(msg, VSW_A_VLAN_VID, vid);
		mnl_attr_put_strz(msg, VSW_A_VLAN_NETWORK, name);
		status = object_report(&vlan_object, nl_do(msg, NULL));
	}
	if (status)
		out_warn("port %s cannot be in VLAN %u", dev, vlan);
	return status;
}

static int add_br(struct args *args, const struct options *options)
{
	struct made made = { .n = 0 };
	const char *br;
	int status;

	if (!take_name(args, &switch_object, &br) || !take_end(args))
		return VSW_USAGE;
	if (options->may_exist && !switch_get(br, NULL)->err)
		return VSW_OK;
	status = create_switch(br);
	if (status)
		return status;
	/* As in Open vSwitch, where the local port is in VLAN 0. */
	status = attach(br, br, 0, 0, &made);
	if (status && !object_report(&switch_object, delete_switch(br)))
		out_warn("add-br %s is undone", br);
	return status;
}

static int del_br(struct args *args, const struct options *options)
{
	const struct nl_error *error;
	const char *br;

	if (!take_name(args, &switch_object, &br) || !take_end(args))
		return VSW_USAGE;
	error = delete_switch(br);
	if (options->if_exists && is_absent(error) &&
	    is_absent(switch_get(br, NULL)))
		return VSW_OK;
	return object_report(&switch_object, error);
}

static struct nlmsghdr *prepare_port(struct nl_buffer *buf, u8 cmd,
				     const char *br, const char *dev)
{
	struct nlmsghdr *msg = nl_prepare(buf, cmd);

	mnl_attr_put_strz(msg, VSW_A_PORT_NAME, dev);
	if (br)
		mnl_attr_put_strz(msg, VSW_A_PORT_SWITCH, br);
	return msg;
}

static int create_port(const struct ovs_port *port)
{
	struct nlmsghdr *msg;
	struct nl_buffer buf;

	msg = prepare_port(&buf, VSW_CMD_PORT_NEW, port->br, port->dev);
	if (port->internal)
		mnl_attr_put_u32(msg, VSW_A_PORT_TYPE, VSW_PORT_TYPE_INTERNAL);
	return object_report(&port_object, nl_do(msg, NULL));
}

static int delete_port(const char *br, const char *dev)
{
	struct nl_buffer buf;
	struct nlmsghdr *msg = prepare_port(&buf, VSW_CMD_PORT_DEL, br, dev);

	return object_report(&port_object, nl_do(msg, NULL));
}

static int delete_network(const char *br, u16 vlan)
{
	struct nlmsghdr *msg;
	struct nl_buffer buf;

	msg = prepare_network(&buf, VSW_CMD_NETWORK_DEL, br, vlan);
	return object_report(&network_object, nl_do(msg, NULL));
}

static void undo_add_port(const struct ovs_port *port, struct made *made)
{
	int status = delete_port(port->br, port->dev);

	while (made->n)
		status |= delete_network(port->br, made->vlan[--made->n]);
	out_warn("add-port %s %s is %s", port->br, port->dev,
		 status ? "not wholly undone" : "undone");
}

static int attach_all(const struct ovs_port *port, struct made *made)
{
	int status = VSW_OK;
	size_t i;

	if (port->has_tag || !port->has_trunks)
		status = attach(port->br, port->dev, 0, port->tag, made);
	for (i = 0; !status && i < port->n_trunks; i++) {
		/* The native VLAN leaves without a tag only. */
		if (port->has_tag && port->trunks[i] == port->tag)
			continue;
		status = attach(port->br, port->dev, port->trunks[i],
				port->trunks[i], made);
	}
	return status;
}

static bool parse_tag(const char *word, struct ovs_port *port)
{
	u64 tag;

	if (port->has_tag) {
		out_warn("tag is given twice");
		return false;
	}
	if (!parse_number(word, 0, VSW_VID_MAX, &tag)) {
		out_warn("tag \"%s\" is not a VLAN id (range 0 to %u)", word,
			 VSW_VID_MAX);
		return false;
	}
	port->tag = tag;
	port->has_tag = true;
	return true;
}

static bool parse_trunks(const char *word, struct ovs_port *port)
{
	if (port->has_trunks) {
		out_warn("trunks is given twice");
		return false;
	}
	if (!parse_u16_list(word, 0, VSW_VID_MAX, port->trunks, VLANS_MAX,
			    &port->n_trunks)) {
		out_warn("trunks \"%s\" is not a list like 1,2 of different VLAN ids (range 0 to %u)",
			 word, VSW_VID_MAX);
		return false;
	}
	port->has_trunks = true;
	return true;
}

static bool has_trunk(const struct ovs_port *port, u16 vlan)
{
	size_t i;

	for (i = 0; i < port->n_trunks; i++)
		if (port->trunks[i] == vlan)
			return true;
	return false;
}

/* "-- set interface DEV type=internal", as typed for ovs-vsctl */
static bool parse_set_interface(struct args *args, struct ovs_port *port)
{
	static const char *const words[] = { "set", "interface" };
	const char *word;
	unsigned int i;

	for (i = 0; i < 4; i++, args->next++) {
		word = args->next < args->n ? args->word[args->next] : "";
		if (i < 2 && strcasecmp(word, words[i]))
			break;
		if (i == 2 && strcmp(word, port->dev))
			break;
		if (i == 3 && strcmp(word, "type=internal"))
			break;
	}
	port->internal = i == 4;
	if (!port->internal)
		args_unknown(args);
	return port->internal;
}

static bool parse_column(struct args *args, struct ovs_port *port)
{
	const char *word = args->word[args->next];

	if (!strncmp(word, "tag=", 4)) {
		args->next++;
		return parse_tag(word + 4, port);
	}
	if (!strncmp(word, "trunks=", 7)) {
		args->next++;
		return parse_trunks(word + 7, port);
	}
	if (!strcmp(word, "--")) {
		args->next++;
		return parse_set_interface(args, port) && take_end(args);
	}
	args_unknown(args);
	return false;
}

static bool parse_add_port(struct args *args, struct ovs_port *port)
{
	*port = (struct ovs_port){ .n_trunks = 0 };
	if (!take_name(args, &switch_object, &port->br) ||
	    !take_name(args, &port_object, &port->dev))
		return false;
	while (args->next < args->n)
		if (!parse_column(args, port))
			return false;
	if (port->has_tag && port->tag && has_trunk(port, 0)) {
		out_warn("tag=%u and VLAN 0 in trunks are both for frames without a tag",
			 port->tag);
		return false;
	}
	return true;
}

/* Return: exit status when the port is there already, -1 if it is not. */
static int check_existing(const struct ovs_port *port)
{
	struct rows rows = { 0 };
	struct nl_buffer buf;
	int status = -1;
	const char *br;

	nl_do(prepare_port(&buf, VSW_CMD_PORT_GET, NULL, port->dev), &rows);
	if (rows.n) {
		br = row_text(rows.row, VSW_A_PORT_SWITCH);
		status = strcmp(br, port->br) ? VSW_REFUSED : VSW_OK;
		if (status)
			out_warn("port %s is on switch %s, not on %s",
				 port->dev, br, port->br);
	}
	rows_free(&rows);
	return status;
}

static int add_port(struct args *args, const struct options *options)
{
	struct made made = { .n = 0 };
	struct ovs_port port;
	int status = -1;

	if (!parse_add_port(args, &port))
		return VSW_USAGE;
	if (options->may_exist)
		status = check_existing(&port);
	if (status >= 0)
		return status;
	status = create_port(&port);
	if (status)
		return status;
	status = attach_all(&port, &made);
	if (status)
		undo_add_port(&port, &made);
	return status;
}

static int del_port(struct args *args, const struct options *options)
{
	const char *br = NULL;
	struct nl_buffer buf;
	const char *dev;

	if (args->n - args->next > 1 && !take_name(args, &switch_object, &br))
		return VSW_USAGE;
	if (!take_name(args, &port_object, &dev) || !take_end(args))
		return VSW_USAGE;
	if (options->if_exists &&
	    is_absent(nl_do(prepare_port(&buf, VSW_CMD_PORT_GET, NULL, dev),
			    NULL)))
		return VSW_OK;
	return delete_port(br, dev);
}

/* Prints the names of rows; if @skip_local, not that of the local port. */
static void print_names(const struct rows *rows, u16 attr,
			bool skip_local)
{
	const struct row *row;
	struct value name;
	size_t i;

	out_begin_array(NULL);
	for (i = 0; i < rows->n; i++) {
		row = &rows->row[i];
		if (skip_local && row_number(row, VSW_A_PORT_TYPE) ==
				  VSW_PORT_TYPE_LOCAL)
			continue;
		name = value_string(row_text(row, attr));
		out_print(NULL, &name, "%s\n", name.text);
	}
	out_end();
}

static int list_br(struct args *args, const struct options *options)
{
	struct rows rows = { 0 };
	int status;

	(void)options;
	if (!take_end(args))
		return VSW_USAGE;
	status = object_dump_all(&switch_object, NULL, &rows);
	if (!status)
		print_names(&rows, VSW_A_SWITCH_NAME, false);
	rows_free(&rows);
	return status;
}

static int list_ports(struct args *args, const struct options *options)
{
	struct rows rows = { 0 };
	const char *br;
	int status;

	(void)options;
	if (!take_name(args, &switch_object, &br) || !take_end(args))
		return VSW_USAGE;
	status = object_report(&switch_object, switch_get(br, NULL));
	if (!status)
		status = object_dump_all(&port_object, br, &rows);
	if (!status)
		print_names(&rows, VSW_A_PORT_NAME, true);
	rows_free(&rows);
	return status;
}

const struct command_entry ovs_commands[] = {
	{ "add-br", "BR", add_br },
	{ "del-br", "BR", del_br },
	{ "list-br", "", list_br },
	{ "add-port", "BR DEV [tag=N] [trunks=N,M] [-- set interface DEV type=internal]",
	  add_port },
	{ "del-port", "[BR] DEV", del_port },
	{ "list-ports", "BR", list_ports },
	{ "dump-flows", "BR", flows_run },
	{ }
};
