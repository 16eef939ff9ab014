import { counter, gauge } from "../kit/family.ts";

export const version = gauge("node_systemd_version", "Version of systemd; the label has the full version.", "version");
export const virtualization = gauge(
  "node_systemd_virtualization_info",
  "Type of virtualization as a label; always 1.",
  "virtualization_type",
);
export const units = gauge("node_systemd_units", "Units in a state.", "state");
export const unitState = gauge(
  "node_systemd_unit_state",
  "1 for the current state of the unit, 0 for the others.",
  "name",
  "state",
  "type",
);
export const restarts = counter("node_systemd_service_restart_total", "Automatic restarts of a service.", "name");
export const startTime = gauge(
  "node_systemd_unit_start_time_seconds",
  "Start time of the unit in seconds since the Unix epoch; 0 while it is not active.",
  "name",
);
export const tasksCurrent = gauge("node_systemd_unit_tasks_current", "Tasks of a service.", "name");
export const tasksMax = gauge("node_systemd_unit_tasks_max", "Maximum number of tasks of a service.", "name");
export const lastTrigger = gauge(
  "node_systemd_timer_last_trigger_seconds",
  "Last time that the timer elapsed, in seconds since the Unix epoch.",
  "name",
);
export const socketAccepted = counter(
  "node_systemd_socket_accepted_connections_total",
  "Connections that a socket unit accepted.",
  "name",
);
export const socketCurrent = gauge(
  "node_systemd_socket_current_connections",
  "Connections of a socket unit that are open.",
  "name",
);
/** A gauge by the contract, though it only grows. */
export const socketRefused = gauge(
  "node_systemd_socket_refused_connections_total",
  "Connections that a socket unit refused.",
  "name",
);
export const systemRunning = gauge("node_systemd_system_running", "1 when the system is up and no unit has failed.");
