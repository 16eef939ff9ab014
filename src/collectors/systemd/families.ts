import { counter, gauge } from "../kit/family.ts";

export const version = gauge("node_systemd_version", "Version of systemd; the label has all of it.", "version");
export const virtualization = gauge(
  "node_systemd_virtualization_info",
  "Always 1, with what the machine is virtualized by as a label.",
  "virtualization_type",
);
export const units = gauge("node_systemd_units", "Units in a state.", "state");
export const unitState = gauge(
  "node_systemd_unit_state",
  "1 for the state that a unit is in.",
  "name",
  "state",
  "type",
);
export const restarts = counter("node_systemd_service_restart_total", "Automatic restarts of a service.", "name");
export const startTime = gauge(
  "node_systemd_unit_start_time_seconds",
  "When a unit was started, in seconds since 1970; 0 while it is not active.",
  "name",
);
export const tasksCurrent = gauge("node_systemd_unit_tasks_current", "Tasks of a service.", "name");
export const tasksMax = gauge("node_systemd_unit_tasks_max", "Most tasks that a service may have.", "name");
export const lastTrigger = gauge(
  "node_systemd_timer_last_trigger_seconds",
  "When a timer last elapsed, in seconds since 1970.",
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
